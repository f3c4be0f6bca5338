"""Kind, change and status of figures, and finite verbs: what a reader would say."""

import time

import pytest

from multipolaire.french.trade import figures_in
from multipolaire.french.verbs import verbs_in

DAY = "2023-09-15"  # a Friday
KINDS = {"growth": "g", "share": "s", "amount": "a", "count": "c"}


def claims(text):
    """Each figure: g (growth) or s (share) with its value, a (amount) or c (count)
    with + or - where it is the size of a change."""
    found = []
    for figure in figures_in(text, DAY):
        told = KINDS[figure.kind]
        if figure.unit in ("%", "pp"):
            told += f"{float(figure.value):g}"
        elif figure.change != "level":
            told += "+" if figure.change == "up" else "-"
        found.append(told)
    return " ".join(found)


CLAIMS = """
Une baisse de 30 % pour les 80 % de ménages concernés. | g-30 s80
Les ventes ont bondi de 5 % ; la Chine en a acheté 75 %. | g5 s75
Le recul est brutal : le Mali en prenait encore 27 % en mai et 22 % en juin. | s27 s22
Les achats ont crû de 67 %, la Russie en assurant les trois quarts. | g67 s75
Les ventes ont crû de 5 % ; en mai, elles ont pris 3 %. | g5 g3
La hausse des loyers s'accélère, passant de 2 % en mai à 3 % en juin. | g2 g3
La hausse des prix ralentit. Celle du pain s'est accentuée à 14 %. | g14
L'inflation a ralenti à 4 % en mai. Elle reculerait ensuite à 2 %. | g4 g2
L'inflation fléchirait à 2 %, alors qu'en mai elle s'était élevée à 3 %. | g2 g3
Les ventes ont gagné 6 %. Ce rythme dépasse celui de mai, de 5 %. | g6 g5
En janvier, la baisse a atteint 3 % sur un an. | g-3
Les achats ont bondi de 9 % pour toucher un record, et les ventes de 8 %. | g9 g8
La hausse des prix inquiète 40 % des ménages. | s40
La croissance a porté la part du vent à 12 %. | s12
La hausse a ralenti, et le taux de chômage est à 8 %. | s8
La baisse des ventes touche les magasins, dont 40 % ont fermé. | s40
La progression du parti est nette : il obtient 23 % des voix. | s23
Sa cote baisse surtout auprès des jeunes (23 %). | s23
Les ventes ont plongé (moins 46 pour cent). | g-46
La croissance est de moins 0,1 % en 2023. | g-0.1
Les exportations affichent moins 3 % sur un an. | g-3
Le chiffre d'affaires baisse (moins 8 %). | g-8
Les ventes reculent : moins 12 % en Chine, plus 4 % en Russie. | g-12 g4
Les prix sont au moins 5 % plus élevés. | g5
Les prix sont 5 % plus bas qu'en mai. | g-5
Il vaut au moins 5 % du total. | s5
Le total de 2022 est 33 % au-dessus de 2021. | g33
Le commerce redescend, 7 % sous le sommet de 2024. | g-7
Les exportations dépassent de 20 % celles de 2022. | g20
Les prix sont supérieurs de 20 % à ceux de 2021. | g20
Le résultat est inférieur de 2,6 % à celui de mai. | g-2.6
La fréquentation reste en retrait de près de 75 %. | g-75
Les envois accélèrent à 34 % sur un an, contre 21 % le mois d'avant. | g34 g21
L'ensemble pèse 84 milliards d'euros, une embellie de 20 %. | a g20
Les ventes se redressent de 4 %. | g4
Les dépenses ont été allégées de 6 %. | g-6
Les ventes font un saut de 12 %. | g12
Une poussée de 9 % est attendue. | g9
Une hausse voisine de 5 % est prévue. | g5
Une hausse supérieure à 5 % est prévue. | g5
La Chine a reçu 23 % de brut supplémentaire en 2023. | g23
Il y a eu 10 % d'exportations en moins en 2022. | g-10
Le textile gagne 15 %, le cuir 29 % et la chaussure 31 %. | g15 g29 g31
Le textile recule de 15 %, le cuir de 29 % et la chaussure de 31 %. | g-15 g-29 g-31
Le yen a perdu deux points de part de marché. | g-2
300 % : c'est la hausse des échanges en un an. | g300
Sa cote a chuté, passant de 60 % d'opinions favorables en juin à 44 % en octobre. | s60 s44
La croissance ralentit de 2,9 % à 2,8 %. | g2.9 g2.8
Les échanges sont en hausse de 10 %, soit l'équivalent de 19 % de l'ensemble. | g10 s19
Le déficit public sera réduit à 9 % du PIB après avoir été de 10,6 % en 2010. | s9 s10.6
Il prévoit un recul du PIB de -8 %, un déficit de 9 % et une dette publique de 115 %. | g-8 s9 s115
Le chômage a reculé à 5 %. | s5
Le taux a chuté à 44 %. | s44
Les ventes ont reculé simultanément, de respectivement 5,5 % et 2,5 %. | g-5.5 g-2.5
La contraction est vertigineuse : elle est de 12,5 % pour la France, 12,8 % pour l'Espagne. | g-12.5 g-12.8
Le recul du PIB mondial devrait atteindre au moins 6 % cette année, et 7,6 % en cas de vague. | g-6 g-7.6
Les causes de cette hausse, qui atteint 30 % à 40 % selon les régions, sont là. | g35
Une baisse de plus de six points par rapport aux élections de 2015 où la participation était de 52,59 %. | g-6 s52.59
Le taux est de 35 %, en nette baisse par rapport à mai (40,7 %). | s35 s40.7
Sa cote baisse surtout auprès des cadres (23 %, -11) et des ouvriers (43 %, -11). | s23 s43
Ses ventes ont bondi, soit plus de 13 %. | g13
La hausse des prix a ralenti à 4 %. | g4
La baisse des prix a ralenti à 4 %. | g-4
L'inflation a reculé à 4 %, contre 5 % en mai. | g4 g5
La part passe de 5 % à 8 %. | s5 s8
Les ventes ont gagné 5 % et représentent 20 % du total. | g5 s20
Les ventes ont bondi de 5 %, à 12 % du marché. | g5 s12
Avec 19 points de gagnés, il se place à 41 %. | g19 s41
Son score progresse de 2 points pour osciller entre 14 % et 15 %. | g2 s14.5
Les retards de plus d'une heure ont progressé de 95 %, les autres de 21 % et ceux de nuit de 26 %. | g95 g21 g26
Le titre s'adjuge 2,3 %. | g2.3
Le titre concède 0,8 %, à 12 euros. | g-0.8 a
Les prix ont augmenté de 5 % en mai et de 3 % en juin. | g5 g3
La hausse de 5 % du prix a touché 20 % des ménages. | g5 s20
Une hausse du taux de chômage à 9 %. | s9
Le taux d'intérêt passe sous 3 %. | s3
Les importations ont fléchi de 3 % tandis que les exportations pèsent 40 % du total. | g-3 s40
Le PIB recule de 0,3 %, après + 0,2 % au premier trimestre. | g-0.3 g0.2
Les envois ont crû de 6 % vers l'Italie et de 2 % vers la Pologne. | g6 g2
Le plan représente une augmentation de 10 % des effectifs. | g10
Une remise de 10 % est accordée, en baisse. | s10
La banque a relevé son taux de 0,25 point, à 4,5 %. | g0.25 s4.5
Les recettes seraient inférieures de 10,7 milliards d'euros à ce qu'il prévoyait. | a-
Le déficit budgétaire atteint 5 % du PIB, contre 3 % en 2019. | s5 s3
La dette a bondi à 98 % du PIB. | s98
Ils sont 35 % à le croire, soit trois points de moins qu'en mai. | s35 g-3
La production a dévissé de 17 % puis s'est redressée de 4 %. | g-17 g4
Un recul de 3 % en mai, puis de 2 % en juin. | g-3 g-2
La Russie reste loin devant avec 60 % des parts, malgré un repli de 3 points. | s60 g-3
Les droits de douane de 25 % ont freiné les ventes. | s25
Les ventes ont progressé malgré des droits de 25 %. | s25
Le fret a perdu 5 % de son volume. | g-5
Le pays a perdu 25 % des voix. | s25
La croissance, qui avait fléchi à 2 %, remonte à 3 %. | g2 g3
Le cuivre est moins cher de 5 %. | g-5
Les loyers coûtent 12 % de plus qu'avant. | g12
C'est 12 % de moins qu'en 2019. | g-12
Les stocks sont 12 % supérieurs à ceux de mai. | g12
Le commerce affiche un rythme de progression de 7 %. | g7
Le commerce progresse à un rythme de 7 %. | g7
La facture s'est alourdie de 20 %. | g20
Les volumes se sont contractés de 4 % et les prix de 2 %. | g-4 g-2
Le pétrole flambe (+ 4 %), l'or cède 1 %. | g4 g-1
Les ventes ont été amputées de 30 %. | g-30
Elle détient 30 % du capital, en hausse de 2 points. | s30 g2
Les ménages ont vu leur pouvoir d'achat s'éroder de 2 %. | g-2
La déflation atteint 0,5 %. | g-0.5
Ils citent la santé (47 %), la réduction des inégalités (29 %) et le climat (25 %). | s47 s29 s25
La production chute (9 %). | g-9
Les ventes se sont repliées de 4 %. | g-4
La demande a connu un trou d'air de 9 %. | g-9
Un trou de 9 milliards d'euros se creuse. | a
Les envois ont bondi de 12 % en Chine (contre 8 % en mai) et de 4 % en Inde (contre 2 %). | g12 g8 g4 g2
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("row", CLAIMS)
def test_what_a_figure_is_the_size_of(row):
    text, expected = row.rsplit(" | ", 1)
    assert claims(text) == expected


# r reported, t target, f forecast
STATUS = """
L'objectif de 100 milliards de dollars a été dépassé dès 2018. | r
L'ensemble frôle 60 milliards d'euros et l'on en attend 100 milliards. | r f
Les deux pays avaient fixé à 60 milliards de dollars d'échanges leur objectif. | t
L'horizon affiché est de 60 milliards de dollars. | t
Les deux pays ont 60 milliards de dollars en ligne de mire. | t
Le ministre entrevoit 60 milliards de dollars de ventes. | f
Il croit possible de vendre pour 60 milliards de dollars. | f
Les ventes sont bien parties pour atteindre 60 milliards de dollars. | f
Les 60 milliards de dollars espérés ne viendront pas. | t
Certains prédisent une baisse de 10 % du PIB. | f
Le pays a atteint son objectif de 60 milliards de dollars. | r
Le pays n'a pas atteint son objectif de 60 milliards de dollars. | t
Les ventes ont atteint 5 milliards d'euros, alors que le plan vise 8 milliards d'euros. | r t
Les ventes, qui devraient grossir, ont atteint 5 milliards d'euros. | r
Les ventes devraient atteindre 5 milliards d'euros, contre 3 milliards en 2019. | f r
Il vise un commerce qui atteigne 5 milliards d'euros. | t
Une hausse qui devrait atteindre 5 % cette année. | f
Les 5 milliards d'euros attendus ne sont pas venus. | f
Il avait promis 5 milliards d'euros. | t
Le pays prévoyant une chute du PIB de 9,5 % cette année. | f
Le président a déclaré que la barre de 100 milliards de dollars serait franchie d'ici 2030. | f
Objectif : 100 milliards de dollars d'échanges. | t
Le déficit représentera 4,3 % du PIB (contre 3,9 % prévus par le gouvernement). | f f
Le commerce s'élevait à 185 milliards de dollars et devrait atteindre 300 milliards en 2024. | r f
L'objectif de 200 milliards de dollars a été franchi en novembre, le total finissant à 240 milliards. | r r
Il est susceptible de croître de près de 9 % cette année. | f
Elle va renforcer le pont aérien et importer 150 millions de masques. | t
Plus d'un sur deux (52 %) ignore qu'il faut partir. | r
L'aide passera à 5 milliards d'euros. | t
Le ministre tablait jusqu'ici sur une hausse de 5 %. | f
Les analystes attendaient un recul de 5 %. | f
La barre a été fixée à 5 milliards d'euros. | t
Le ministre a fixé le cap à 5 milliards d'euros. | t
La maison vaudrait 5 millions d'euros. | r
Il manquerait 5 milliards d'euros au budget. | r
Le contrat porterait sur 5 milliards d'euros. | r
La fermeture coûterait 5 milliards d'euros. | f
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("row", STATUS)
def test_how_real_a_figure_is(row):
    text, expected = row.rsplit(" | ", 1)
    found = [figure.status[0] for figure in figures_in(text, DAY)]
    assert " ".join(found) == expected


# each finite verb with its tense, and - where it is denied
VERBS = """
Il n'a pas vendu. | a pas vendu: past-
Il ne vend guère. | vend: present-
Il ne vend que du blé. | vend: present
Il aurait été tiré. | aurait été tiré: past
Ils montèrent, il montait. | montèrent: past, montait: past
Il tombera ou tomberait. | tombera: future, tomberait: conditional
Les usines battent un record. | battent: present
La baisse baisse. | baisse: present
Une forte hausse en Sierra, un retrait. |
En baisse à l'Est. |
Les clients fréquents de la caméra. |
""".strip().splitlines()


@pytest.mark.parametrize("row", VERBS)
def test_finite_verbs(row):
    text, expected = row.split(" |")
    found = [
        f"{text[v.start : v.end]}: {v.tense}{'-' * v.denied}"
        for v in verbs_in(text, 0, len(text))
    ]
    assert ", ".join(found) == expected.strip()


# the qualifier of the one figure
BOUNDS = """
Les ventes ont été multipliées par près de 1,5. | ~
Le volume a été multiplié par plus de trois. | >
Le commerce se limite à 50 milliards d'euros. | =
Le commerce est limité à 50 milliards d'euros. | <=
Les ventes ralentissent sensiblement plus (+ 2,2 %). | =
L'objectif de 100 milliards de dollars a été dépassé dès 2018. | >
L'objectif de 100 milliards de dollars a été atteint. | =
Le total n'a pas encore franchi la barre des 100 milliards de dollars. | <
La croissance est de moins 0,1 %. | =
La croissance est de moins de 0,1 %. | <
La baisse est d'au moins 5 %. | >=
Les ventes dépassent de 20 % celles de 2022. | =
""".strip().splitlines()


@pytest.mark.parametrize("row", BOUNDS)
def test_how_exactly_a_figure_is_told(row):
    text, expected = row.rsplit(" | ", 1)
    assert [f.qualifier for f in figures_in(text, DAY)] == [expected]


@pytest.mark.parametrize(
    "token",
    ["hausse de 5 % ", "a vendu 5 % ", "objectif 5 % ", "la hausse, qui ",
     "va vendre 5 euros ", "contre 5 % ", "moins 5 % ", "« 5 % » "],
)  # fmt: skip
def test_no_word_of_change_costs_more_where_it_is_repeated(token):
    start = time.process_time()
    figures_in(token * 800 + "5 %", DAY)
    assert time.process_time() - start < 3  # it takes a quarter; each pair: 60
