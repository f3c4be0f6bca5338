"""Lemmas: all the forms of a word have one, and words that only look alike have two."""

import pytest

from multipolaire.lemmas import lemmatize


@pytest.mark.parametrize(
    "form, lemma",
    [
        ("ingérences", "ingérence"),
        ("ingèrent", "ingérer"),
        ("multipolaires", "multipolaire"),
        ("échanges", "échange"),
        ("chinoises", "chinois"),
        ("usa", "usa"),  # simplemma alone: "user"
        ("gaza", "gaza"),  # simplemma alone: "gazer"
        ("australie", "australie"),  # simplemma alone: "austral"
        ("non-ingérence", "non-ingérence"),
        ("étudiant·e·s", "étudiant"),
        ("travailleur·euse·s", "travailleur"),
        ("élu.e.s", "élu"),
        ("chevaux", "cheval"),
        ("vitraux", "vitrail"),
        ("bateaux", "bateau"),
        ("cheveux", "cheveu"),
        ("pays", "pays"),
        ("fois", "fois"),
        ("prix", "prix"),
    ],
)
def test_lemmas(form, lemma):
    assert lemmatize(form) == lemma


# Paradigms as a grammar has them.
@pytest.mark.parametrize(
    "forms",
    [
        "bilatéral bilatérale bilatéraux bilatérales",
        "départemental départementale départementaux départementales",
        "étroit étroite étroits étroites",
        "mutuel mutuelle mutuels mutuelles",
        "gazier gazière gaziers gazières",
        "négatif négative négatifs négatives",
        "précieux précieuse précieuses",
        "ukrainien ukrainienne ukrainiens ukrainiennes",
        "fréquent fréquente fréquents fréquentes",
        "permanent permanente permanents permanentes",
        "réduit réduite réduits réduites",
        "supérieur supérieure supérieurs supérieures",
        "signé signée signés signées",
        "rempli remplie remplis remplies",
        "rendu rendue rendus rendues",
        "visite visites",
        "prise prises",
        "donnée données",
        "taxe taxes",
        "enseigne enseignes",
        "hashtag hashtags",
    ],
)
def test_the_forms_of_one_word_have_one_lemma(forms):
    assert len({lemmatize(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "one, other",
    [
        ("port", "porte"),
        ("cour", "course"),
        ("coup", "coupe"),
        ("point", "pointe"),
        ("parti", "partie"),
        ("commun", "commune"),
        ("prier", "prière"),
        ("post", "poste"),
        ("vent", "vente"),
        ("appel", "appelle"),
    ],
)
def test_words_that_only_look_like_two_genders_stay_apart(one, other):
    assert lemmatize(one) != lemmatize(other)
