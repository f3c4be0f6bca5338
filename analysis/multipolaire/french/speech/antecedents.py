"""Which of those named before a pronoun or an office means: one choice, by features."""

from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.speech.offices import Office
from multipolaire.french.speech.people import Mention, People, apart


class Wanted(NamedTuple):
    """What is asked for: a pronoun, or words for an office."""

    sentence: int
    gender: str
    kind: str  # "person", "people", "body", or "last": ce dernier
    office: Office | None = None
    free: bool = False  # anybody may be called so: le quadragénaire


class Candidate(NamedTuple):
    """Somebody who may be meant, by the latest mention."""

    who: Mention
    sentence: int
    offices: tuple[Office, ...]
    spoke: bool  # was the last to speak
    rivals: int  # others who fit
    later: int  # ... of whom the text spoke since
    subjects: int  # ... as the subject of a clause

    def holds(self, office: Office) -> bool:
        """Whether words for an office are this one's."""
        return any(map(office.means, self.offices))

    def resembles(self, office: Office) -> bool:
        """Whether words for an office are near to this one's."""
        return any(map(office.resembles, self.offices))


def antecedent(
    wanted: Wanted, before: list[Mention], spoken: list[Mention], people: People
) -> tuple[str, ...]:
    """Names of the one who is meant, if one is before all others."""
    features = _BY_OFFICE if wanted.office else _BY_PRONOUN
    if wanted.kind == "last":
        features, spoken = _LAST, []
    candidates = _candidates(wanted, before, spoken, people)
    margin = _MARGIN + bool(wanted.office)
    tie = attach(wanted, candidates, features, _FLOOR, margin)
    return tie.candidate.who.names if tie else ()


def _candidates(
    wanted: Wanted, before: list[Mention], spoken: list[Mention], people: People
) -> list[Candidate]:
    """Those who fit, each by the latest mention."""
    latest: dict[tuple, Mention] = {}
    for mention in sorted((*before, *spoken), key=lambda m: m.at):
        if not _fits(wanted, mention):
            continue
        earlier = latest.pop(mention.names, mention)
        sure = mention.sure or earlier.sure
        latest[mention.names] = mention._replace(sure=sure)
    found = list(latest.values())
    subjects = [who.place == "subject" for who in found]
    sure = sum(who.sure for who in found)
    speaker = spoken[-1].names if spoken else None
    return [
        Candidate(
            who,
            people.sentence(who.at),
            _offices(wanted, who, people),
            speaker == who.names,
            sure - who.sure,
            len(found) - 1 - k,
            sum(subjects[k + 1 :]),
        )
        for k, who in enumerate(found)
    ]


def _offices(
    wanted: Wanted, who: Mention, people: People
) -> tuple[Office, ...]:
    told = wanted.office and len(who.names) == 1
    return tuple(people.held(who.names[0])) if told else ()


def _fits(wanted: Wanted, mention: Mention) -> bool:
    kind = "person" if wanted.kind == "last" else wanted.kind
    if apart(wanted.gender, mention.gender):
        return False
    if mention.kind == "body" and kind == "person":
        return bool(mention.gender) and not wanted.office
    return mention.kind == kind or mention.kind == "any" and kind != "people"


def _near(wanted: Wanted, candidate: Candidate) -> bool:
    return wanted.sentence - candidate.sentence <= 1


def _may_be(wanted: Wanted, candidate: Candidate) -> bool:
    """Whether words for an office may mean somebody at all."""
    office = wanted.office
    free = _untold(wanted, candidate)
    return free or candidate.holds(office) or candidate.resembles(office)


def _untold(wanted: Wanted, candidate: Candidate) -> bool:
    anybody = wanted.office.kinds | wanted.office.of
    told = candidate.offices and anybody.isdisjoint(_ANYBODY)
    return wanted.free and not told


_ANYBODY = {"anybody", "ancien"}
_ANY = (
    # Paul a vu Marc. Il est parti.
    Feature("is a subject", 2, lambda w, c: c.who.place == "subject"),
    Feature("is not far", 1, lambda w, c: w.sentence - c.sentence <= 3),
    Feature("agrees in gender", 1, lambda w, c: bool(c.who.gender)),
    # Le fils de Paul est là. Il rit.
    Feature("is a complement", -1, lambda w, c: c.who.place == "complement"),
)
_BY_PRONOUN = (
    *_ANY,
    # « Oui », a dit Paul, qui a vu Marc. « Non », a-t-il ajouté.
    Feature("was speaking", 3, lambda w, c: c.spoke),
    Feature("stands near", 2, _near),
    # L'hôpital où soigne Anne ferme, dit-elle.
    Feature("is the only one", 2, lambda w, c: not c.rivals),
    Feature("is a person", 1, lambda w, c: c.who.sure),
    # « Oui », a dit Paul. Marc est venu. Il a ri.
    Feature("gave way to another", -3, lambda w, c: c.subjects > 0),
    # Interrogé sur Paul, il rit.
    Feature(
        "hangs on the same verb",
        -2,
        lambda w, c: w.sentence == c.sentence and c.who.place != "subject",
    ),
    # Moscou se tait. Il pleut.
    Feature("is a body", -2, lambda w, c: c.who.kind == "body"),
)
_LAST = (
    Feature("stands near", 6, _near),
    # Paul a vu Marc. Ce dernier rit.
    Feature("is not the last", -3, lambda w, c: c.later),
    # l'avocat de Paul, ce dernier: which of both?
    Feature("is a complement", -3, lambda w, c: c.who.place == "complement"),
)
_BY_OFFICE = (
    *_ANY,
    # Le ministre Paul Roy est là. Le ministre rit.
    Feature("has the office", 6, lambda w, c: c.holds(w.office)),
    # Anne Petit, chercheuse, est là. L'experte rit: not l'experte du port
    Feature("has one of its kind", 4, lambda w, c: c.resembles(w.office)),
    # Anne Petit chante. L'artiste rit.
    Feature("may be called so", 2, _untold),
    # Valeurs Nouvelles paraît. La ministre rit.
    Feature(
        "may be no person",
        -3,
        lambda w, c: w.kind == "person" and not (c.who.sure or c.offices),
    ),
    Feature("is somebody else", -9, lambda w, c: not _may_be(w, c)),
    Feature("was speaking", 2, lambda w, c: c.spoke),
    Feature("stands near", 1, _near),
    Feature("is the only one", 1, lambda w, c: not c.rivals),
)
_FLOOR, _MARGIN = 5, 1.5
