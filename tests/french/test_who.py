"""Who is meant: names, offices, nouns and pronouns of invented passages."""

import pytest

from multipolaire.french import quotes_in
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.trade import figures_in

NAMES = [
    ("M. LUC PETIT, élu, a rappelé que « tout va ».", "LUC PETIT"),
    ("M. LUC PETIT est là. « Non », a-t-il dit.", "LUC PETIT"),
    ("Le ministre Bao Lin est là. « Non », a dit M. Bao.", "Bao Lin"),
    ("« Non », a dit M. de Valmont.", "de Valmont"),
    (
        "Camille de Valmont arrive. « Non », dit M. de Valmont.",
        "Camille de Valmont",
    ),
    ("« Non », a dit Marc d'Aubray.", "Marc d'Aubray"),
    ("Recevant Ana Petit, Marc Roy a dit que « tout va ».", "Marc Roy"),
    ("La Norvège et la Suède ont promis « la paix ».", "Norvège; Suède"),
    ("Le président syrien Omar al-Tarek a dit « non ».", "Omar al-Tarek"),
    ("Omar al-Tarek arrive. « Non », dit M. al-Tarek.", "Omar al-Tarek"),
    ("Le prince Karim ben Salem a dit « non ».", "Karim ben Salem"),
    (
        "Ana von der Halde arrive. « Non », dit Mme von der Halde.",
        "Ana von der Halde",
    ),
    ("Sven Halde arrive. « Non », a dit S. Halde.", "Sven Halde"),
    ("« Non », a déclaré S. Halde.", "S. Halde"),
    (
        "Moussa Fal est là. Le président Fal d'ajouter : « Merci. »",
        "Moussa Fal",
    ),
    ("« Non », a dit la sénatrice PS Anna Petit.", "Anna Petit"),
    ("« Non », a dit la sénatrice (PS) Anna Petit.", "Anna Petit"),
    ("« Non », a dit la maire PS de Lens Anna Petit.", "Anna Petit"),
    ("« Non », a dit à l'AFP Me Anna Petit, avocate.", "Anna Petit"),
    ("« Non », a dit à l'AFP Marc-Octave Luc, avocat.", "Marc-Octave Luc"),
    ("« Non », disent MM. Roy et Petit.", "Roy; Petit"),
    ("« Non », disent M. et Mme Roy.", "Roy"),
    ("« Non », a dit le Dr.", None),
    ("Les MM. partent. Selon M., « tout va ».", None),
    ("« Non », a dit le maire de Lens, Marc Petit.", "Marc Petit"),
    (
        "« Non », a dit Anna Petit, porte-parole de la chancelière Eva Roy.",
        "Anna Petit",
    ),
    ("« Non », a dit un des gérants du port, Marc Petit.", "Marc Petit"),
    ("« Non », a dit le patron du port, Marc Petit, à la radio.", "Marc Petit"),
    ("Selon le ministre grec, Marc Petit a dit que « tout va ».", "Marc Petit"),
    ("Comme l'a dit Ana Roy, Marc Petit jure que « tout va ».", "Marc Petit"),
    ("En 2017, Marc Petit jurait que « tout va ».", "Marc Petit"),
    ("« Non », dit Marc Petit du Secours rural.", "Marc Petit"),
    (
        "« Non », a dit le chef des Mines et des Puits publics Marc Petit.",
        "Marc Petit",
    ),
    ("« Non », dit l'entourage du ministre Marc Petit.", None),
    ("« Non », dit un reporter de l'agence Bloomberg, Luc Roy.", "Luc Roy"),
    ("« Non », selon un courrier du Premier ministre.", None),
    ("« Non », dit son avocat, Maître Luc Roy.", "Luc Roy"),
    ("« Non », dit Marianne de Brito, pêcheuse.", "Marianne de Brito"),
    ("« Non », dit le chef de l'Union paysanne Luc Roy.", "Luc Roy"),
    ("« Non », dit le maire sortant Luc Roy.", "Luc Roy"),
    ("« Non », dit Simon Roy de la School of Arts.", "Simon Roy"),
    ("« Non », selon Marianne.", "Marianne"),
    (
        "Le Conseil scientifique se réunit. Son président Luc Roy est là. "
        "« Non », dit le Conseil scientifique.",
        "Conseil scientifique",
    ),
    ("« Non », dit le patron du bar La Mouette.", None),
    ("« Non », dit la présidente du parti Horizon-bleu.", None),
    ("« Non », dit la députée de La Digue verte.", None),
    ("L'administration Lebel jure que « tout va ».", "administration Lebel"),
    ("« Non, rien n'est fait », explique un Pragmatique.", None),
    ("SCRUTIN - Marc Petit a dit que « tout va ».", "Marc Petit"),
    ("Interrogé sur le port, a dénoncé « une honte ».", None),
    (
        "Ana Roy, Luc Lenoir et Marc Petit partent. « Non », disent-ils.",
        "Ana Roy; Luc Lenoir; Marc Petit",
    ),
    (
        "Ana Roy rit, comme le dit Luc Lenoir. Doc Lulu chante. « Non », dit l'artiste.",
        None,
    ),
    ("Marc Petit, marin, arrive. « Non », poursuit le Breton.", "Marc Petit"),
]
OFFICES = [
    ("Emmanuel Macron parlera. « Non », dit le Premier ministre.", None),
    (
        "Emmanuel Macron parlera. « Non », dit le premier secrétaire du PS.",
        None,
    ),
    ("Ana Roy, la maire, arrive. « Non », dit la présidente du club.", None),
    ("Malade, l'acteur de 87 ans a dit « adieu ».", None),
    ("Dans L'Écho, le ministre a dit « adieu ».", None),
    ("Valeurs Nouvelles paraît. La ministre a dit « adieu ».", None),
    ("Luc Petit a écrit. Son frère a dit que « tout va ».", None),
    ("Tout ferme en Bavière. « Non », dit le pape émérite.", None),
    ("Luc joue à Val Mort, la reine du jeu. « Non », dit la reine.", None),
    (
        "Marc Roy a une théorie. Le manifeste du suspect parle de « mort ».",
        None,
    ),
    (
        "Le président malien Omar Fal arrive. « Oui », a dit le président malien.",
        "Omar Fal",
    ),
    (
        "Le président malien Omar Fal arrive. « Oui », a dit le chef de l'État.",
        "Omar Fal",
    ),
    (
        "« Oui », affirme Ugo Lach, chercheur. « Peut-être », précise l'expert.",
        "Ugo Lach",
    ),
    (
        "« Oui », a dit Ana Roy, députée du Gard. « Non », a ajouté l'élue.",
        "Ana Roy",
    ),
    ("Ana Roy chante à Lens. « Quelle joie », a dit l'artiste.", "Ana Roy"),
    (
        "Marc Roy jouait hier. « Quelle joie », a dit le quadragénaire.",
        "Marc Roy",
    ),
    ("« Oui », a dit Novak Pavic. « Non », a ajouté le Serbe.", "Novak Pavic"),
    (
        "Le ministre Marc Roy a vu le ministre Luc Petit. « Oui », dit le ministre.",
        None,
    ),
    ("Marc Roy est blessé. « Nous enquêtons », a dit le procureur.", None),
    ("Ana Roy est venue. « Nous enquêtons », a dit un ministre.", None),
    ("La maire Ana Roy arrive. « Oui », a dit le maire.", None),
    (
        "Le ministre de la Santé Marc Roy arrive. « Oui », a dit le ministère.",
        None,
    ),
    (
        "L'ONG Terra a porté plainte. « C'est grave », a dit l'organisation.",
        "Terra",
    ),
    ("Marc Roy, avocat, arrive. « Oui », a dit le fils de Marc Roy.", None),
]
PRONOUNS = [
    ("Marc Roy a vu Luc Petit. « Oui », a-t-il dit.", "Marc Roy"),
    ("Marc Roy a vu Ana Petit. « Oui », a-t-elle dit.", "Ana Petit"),
    ("Interrogé sur Marc Roy, il a dit « non ».", None),
    ("Ana Roy a été suivie par Eva Petit. « Non », a-t-elle dit.", "Ana Roy"),
    (
        "« Oui », dit Marc Roy. Tout va. Tout va. Luc Petit vient. « Non », dit-il.",
        "Luc Petit",
    ),
    ("Il est venu. Il a salué Marc Roy. « Oui », a-t-il dit.", None),
    ("Le préfet a critiqué Marc Roy. « Oui », a-t-il dit.", None),
    (
        "Ses rivaux : Marc Roy, Luc Petit et Jean Fal. « Oui », a-t-il dit.",
        None,
    ),
    ("Marc Roy a vu Luc Petit. Ce dernier a dit « oui ».", "Luc Petit"),
    ("Marc Roy parlait au frère de Luc Petit. Ce dernier a dit « oui ».", None),
    (
        "« Oui », a dit Ana Roy. Luc Petit a souri. « Non », a-t-elle ajouté.",
        "Ana Roy",
    ),
    (
        "L'Armée du fleuve a nié. « C'est faux », a-t-elle dit.",
        "Armée du fleuve",
    ),
]
BODIES = [
    (
        "« Oui », a dit le ministère de l'Industrie et du Commerce.",
        "ministère de l'Industrie et du Commerce",
    ),
    ("« Oui », selon un communiqué diffusé par l'Élysée.", "Élysée"),
    ("TF1 l'a vu. Lens brûle, selon le Télégramme.", "Le Télégramme"),
    ("« Oui », selon une note de Capital Nord.", "Capital Nord"),
    (
        "Selon un communiqué de la Fédération horlogère publié mardi, le prix « monte ».",
        "Fédération horlogère",
    ),
    ("L'OMS semble dire que « tout va ».", "OMS"),
    ("« Oui », a dit la société Antarel.", "Antarel"),
    (
        "Mediapart et Le Canard enchaîné ont révélé que le maire « partait ».",
        "Mediapart; Le Canard enchaîné",
    ),
    ("« Oui », a répondu le chancelier grec à Marc Roy.", None),
    ("« Oui », disent cinq témoins.", None),
    ("« Oui », selon une source proche de l'enquête.", None),
]


@pytest.mark.parametrize("text, speaker", NAMES + OFFICES + PRONOUNS + BODIES)
def test_who_speaks_last(text, speaker):
    assert quotes_in(text)[-1].speaker == speaker


SOURCES = [
    (
        "Le prix a atteint 3 euros, selon les données des douanes.",
        None,
        "douanes",
    ),
    ("Le prix a atteint 3 euros en 2014, selon Eurostat.", None, "Eurostat"),
    (
        "Le prix a atteint 3 euros, ont annoncé lundi les douanes.",
        None,
        "douanes",
    ),
    ("Le prix a atteint 3 euros l'an dernier (Insee).", None, "Insee"),
    ("Le prix a atteint 3 euros (source : Eurostat).", None, "Eurostat"),
    ("Le prix a atteint 3 euros, révèle l'agence TASS.", None, "Tass"),
    (
        "Le prix a atteint 3 euros, selon une étude du cabinet Kanor.",
        None,
        "Kanor",
    ),
    (
        "Les données de la Banque mondiale indiquent que le prix a atteint 3 euros.",
        "Banque mondiale",
        None,
    ),
    (
        "Selon l'Administration générale des douanes de Chine, le prix atteint 3 euros.",
        None,
        "Administration générale des douanes de Chine",
    ),
    (
        "Le prix a atteint 3 euros, a dit le ministère de l'Industrie et du Commerce.",
        "ministère de l'Industrie et du Commerce",
        None,
    ),
    ("Le groupe prévoit d'investir 3 millions d'euros.", None, None),
    ("Le prix (au port) a atteint 3 euros.", None, None),
]


@pytest.mark.parametrize("text, speaker, source", SOURCES)
def test_who_asserts_a_figure(text, speaker, source):
    figure = figures_in(text)[-1]
    assert (figure.speaker, figure.source) == (speaker, source)


def test_an_answer_does_not_depend_on_what_was_asked_before():
    text = (
        "L'Élysée a publié un communiqué. Le communiqué de Matignon dit non. "
        "Le ministre Marc Roy arrive. Selon l'AFP, il part. Ana Petit le suit."
    )
    places = [
        (mention, text.index(mention))
        for mention in ("Ana Petit", "il", "l'AFP", "Le ministre")
    ]
    places += [("le communiqué", len(text)), ("la même source", len(text))]
    answers = [Cast(text).resolve(*place) for place in places]
    forth, back = Cast(text), Cast(text)
    assert [forth.resolve(*place) for place in places] == answers
    asked = [back.resolve(*place) for place in reversed(places)]
    assert asked == answers[::-1]
    assert answers == [
        "Ana Petit",
        "Marc Roy",
        "AFP",
        "Marc Roy",
        "Hôtel Matignon",
        "AFP",
    ]


def test_a_title_at_the_end_of_a_text_is_read():
    assert len(figures_in("Le port a perdu 5 %, a dit M.")) == 1


def test_a_party_holds_no_office():
    text = (
        "Élue avec Les Républicains, la maire de Dole a déclaré qu'elle part."
    )
    assert [quote.speaker for quote in quotes_in(text)] == [None]
