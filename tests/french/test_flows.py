"""Which flow a figure is of, and between which countries: sentences by kind.

A line is a sentence and, after each bar, what a reader says of a figure in it: the
flow, then ``origin>destination`` or the parties; ``~`` where any of it is inherited.
"""

import pytest

from multipolaire import explain
from multipolaire.french import figures_in

STATED = """
Les envois marocains en Espagne ont grimpé de 12 %. | exports MA>ES
Les ventes turques en Irak ont atteint 9 milliards de dollars. | exports TR>IQ
Les ventes de la Grèce à la Bulgarie valent 2 milliards d'euros. | exports GR>BG
Le Kazakhstan a expédié 2 millions de tonnes de blé en Iran. | exports KZ>IR
Les achats indiens de charbon australien ont reculé de 8 %. | imports AU>IN
Les achats japonais de gaz au Qatar ont augmenté de 4 %. | imports QA>JP
Les achats chinois ont bondi de 15 %. | imports >CN
La Serbie a acheté pour 300 millions d'euros de gaz à la Russie. | imports RU>RS
Le pétrole russe importé par l'Inde a augmenté de 12 %. | imports RU>IN
Les 300 000 tonnes de riz exportées par le Pakistan manquent. | exports PK>
En Suède, les exportations ont gagné 5 %. | exports SE>
Le Togo et le Ghana ont échangé pour 200 millions de dollars de biens. | trade GH; TG
Le Ghana a commercé pour 200 millions de dollars avec le Togo. | trade GH; TG
Du riz pour 3 millions d'euros a été échangé entre le Laos et Cuba. | trade CU; LA
Le chiffre d'affaires commercial entre Séoul et Lima a doublé. | trade KR; PE
« Les flux avec Oman ont gagné 3 % », a dit le ministre indien. | trade IN; OM
Les échanges vietnamo-cubains ont atteint 300 millions de dollars. | trade CU; VN
Le commerce germano-polonais a progressé de 8 %. | trade DE; PL
Les importations et exportations du Laos ont crû de 3 %. | trade LA
« Nos exportations ont bondi de 8 % », a dit le président brésilien. | exports BR>
« Nos échanges avec Oman ont doublé », a dit Vladimir Poutine. | trade OM; RU
Le Pérou absorbe 30 % des exportations du Chili. | exports CL>PE
Le Pérou fournit 40 % des importations de cuivre du Japon. | imports PE>JP
Le Pérou est le premier client du Chili, avec 3 milliards d'euros. | exports CL>PE
Le Chili affiche un déficit de 3 % sur ses échanges. | deficit CL
L'excédent japonais avec les États-Unis a fondu de 12 %. | surplus JP; US
L'Allemagne a investi 3 milliards d'euros en Pologne. | investment DE>PL
"""

SEVERAL = """
L'Italie a vendu pour 5 milliards d'euros à la Suisse et acheté pour 6 milliards \
d'euros. | exports IT>CH | imports CH>IT
Les exportations françaises ont crû de 3 % vers Cuba et de 5 % vers Oman. \
| exports FR>CU | exports FR>OM
Les importations depuis la Norvège ont crû de 7 %, tandis que les importations en \
provenance du Canada ont crû de 5 %. | imports NO> | imports CA>
Les échanges entre Cuba et le Pérou valent 2 milliards d'euros, contre 1 milliard \
d'euros entre Cuba et le Chili. | trade CU; PE | trade CL; CU
Le Chili reste le premier client du Pérou (30 %), devant le Japon (7 %). \
| exports PE>CL | exports PE>JP
La Chine a acheté 2 millions de tonnes de soja au Pérou et 5 millions au Brésil. \
| imports PE>CN | imports BR>CN
Le commerce entre Cuba et le Pérou a dépassé 8 milliards d'euros, davantage que celui \
avec Oman (5 milliards d'euros). | trade CU; PE | trade OM
La France a donné 2 milliards d'euros d'aide au Togo et vendu pour 3 milliards d'euros \
à Oman. | other | exports FR>OM
Le Chili exporte surtout vers le Pérou, avec 3 milliards d'euros, suivi de Cuba avec 2 \
milliards d'euros. | exports CL>PE | exports CL>CU
"""

# Figures in a row, each with its own country in the place of the first one's.
PARALLEL = """
La Russie fournit 19 % du pétrole importé par la Chine, devant l'Iran (15 %). \
| imports RU>CN | imports IR>CN
Le Brésil a fourni 19 % du gaz importé par la Chine, le Qatar 15 % et l'Irak 11 %. \
| imports BR>CN | imports QA>CN | imports IQ>CN
Un quart des importations provient de Russie, un tiers du Japon. \
| imports RU> | imports JP>
30 % des importations viennent de Chine, 12 % d'Allemagne et 8 % d'Italie. \
| imports CN> | imports DE> | imports IT>
La Chine a vendu pour 12 milliards de dollars de puces à l'Iran, la Turquie 3 milliards. \
| exports CN>IR | exports TR>IR
L'Allemagne a exporté pour 97 milliards d'euros vers la Chine, la France 25 milliards. \
| exports DE>CN | exports FR>CN
La Chine reste le premier client (28 %), suivie de l'Inde (17 %) et de la Turquie (9 %). \
| exports >CN | exports >IN | exports >TR
L'UE a importé 155 milliards de m3 de gaz de Russie, et 80 milliards de Norvège. \
| imports RU>EU | imports NO>EU
"""

NO_FLOW = """
Les ventes américaines de Ford ont reculé de 9 %.
Le trou de la Sécu a atteint 3 milliards d'euros.
Les ventes de voitures neuves en Allemagne ont chuté de 12 %.
Le ministère du Commerce extérieur a dépensé 3 millions d'euros.
La Banque asiatique d'investissement a prêté 3 milliards de dollars à l'Inde.
Le retour sur investissement dépasse 12 %.
UK Export Finance a garanti 3 milliards de livres sterling.
Des échanges de tirs ont fait fuir 15 000 habitants.
Le commerce en ligne a progressé de 8 % en France.
Le déficit public a atteint 5 % du PIB.
Le pouvoir d'achat des Français a gagné 3 %.
N'importe quel Iranien peut gagner 300 euros.
Il a acheté une maison pour 2 millions d'euros en France.
La convention d'investiture a réuni 15 000 personnes.
Washington impose un droit de douane de 50 % sur les importations indiennes.
"""

GOES_ON = """
La Suisse a exporté pour 287 millions d'euros. Les achats ont gagné 4 %. \
| exports CH> | ~imports >CH
Le commerce entre le Pérou et Cuba prospère. Le total a atteint 5 milliards de dollars. \
Les deux pays visent 8 milliards de dollars. | ~trade CU; PE | ~trade CU; PE
Les exportations de l'Inde vers Oman montent. Elles ont gagné 6 %. | ~exports IN>OM
Le Maroc a exporté pour 12 milliards d'euros vers la France. Les tomates représentent \
400 millions d'euros. | exports MA>FR | ~exports MA>FR
Les importations suisses depuis Oman ont baissé de 4 %. Les exportations ont gagné 2 %. \
| imports OM>CH | ~exports CH>OM
Le Maroc a exporté pour 12 milliards d'euros vers Cuba. Dans l'autre sens, les \
exportations cubaines ont atteint 10 milliards d'euros. | exports MA>CU | ~exports CU>MA
Le Maroc a importé 3 millions de tonnes de blé russe. Suit le Kenya (2 millions de \
tonnes). | imports RU>MA | ~imports RU>KE
Les exportations de l'Inde ont crû de 5 %. Le chômage est tombé à 8 %. \
| exports IN> | other
Les exportations de l'Inde ont crû de 5 %. La dette atteint 80 % du PIB. \
| exports IN> | other
Les exportations de l'Inde ont crû de 5 %. Renault a vendu 12 000 voitures. \
| exports IN> | other
Le commerce entre le Pérou et Cuba vaut 5 milliards d'euros. Le commerce avec Oman a \
crû de 3 %. | trade CU; PE | trade OM
La facture sucrière du Tchad a gagné 3 %, à 40 millions d'euros. En volume, la hausse \
est de 2 %. | imports >TD | imports >TD | ~imports >TD
Le Togo a expédié 45 000 tonnes de soja, contre 38 000 t en 2020. Le cumul ressort à \
112 000 t. | exports TG> | exports TG> | ~exports TG>
Les exportations lettones ont gagné 4 %. Les ventes ont crû en Norvège (+6 %), au Canada \
(+3 %) et à Oman (+2 %), mais l'Inde (-7 %) a déçu. | exports LV> | ~exports LV>NO \
| ~exports LV>CA | ~exports LV>OM | ~exports LV>IN
L'excédent commercial du Chili avec le Pérou a atteint 3 milliards d'euros. Avec \
l'ensemble de ses partenaires, le pays accuse un déficit de 2 milliards d'euros. \
| surplus CL; PE | ~deficit CL
Les importations du Mali ont crû de 5 %. Les premiers fournisseurs sont le Sénégal (21 %) \
et la Chine (15 %). Le pétrole représente 62 millions d'euros. | imports >ML \
| ~imports SN>ML | ~imports CN>ML | ~imports >ML
Cuba et Oman veulent porter leurs échanges à 3 milliards d'euros. Leur volume n'est que \
de 2 milliards d'euros. | trade CU; OM | ~trade CU; OM
Depuis la guerre de l'Ukraine, le Laos multiplie les achats de gaz qatari à prix cassé : \
4 millions de tonnes. | imports QA>LA
Les exportations coréennes ont reculé de 3 %. Vers le Pérou, premier client du pays, \
elles ont chuté de 8 %. | exports KR> | ~exports KR>PE
Le déficit commercial du Pérou a atteint 3 milliards d'euros. Celui avec Cuba a \
doublé, à 2 milliards d'euros. Les exportations ont gagné 4 %. | deficit PE | \
~deficit PE; CU | ~deficit PE; CU | ~exports PE>
Les exportations norvégiennes ont crû de 5 %. Celles vers l'Inde ont gagné 8 %. Les \
importations ont reculé de 3 %. | exports NO> | ~exports NO>IN | ~imports >NO
Les ventes du Chili au Pérou ont atteint 3 milliards d'euros, tandis que ses achats \
montaient à 2 milliards d'euros. | exports CL>PE | imports PE>CL
Le Kenya a exporté 4 millions de tonnes de thé. L'Égypte en a acheté 2 millions de \
tonnes. Les ventes de café ont gagné 6 %. | exports KE> | ~imports KE>EG | ~exports \
KE>
La Norvège a livré 5 milliards de m³ de gaz à la Pologne. En mai, les achats ont \
bondi de 8 %. | exports NO>PL | ~imports NO>PL
La Norvège a livré 5 milliards de m³ de gaz à la Pologne. Ses achats ont bondi de 8 \
%. | exports NO>PL | ~imports PL>NO
À 4 milliards d'euros en mai, contre 5 milliards en avril, l'excédent commercial du \
Laos fond. | surplus LA | surplus LA
Avec 4 milliards d'euros en mai, les exportations du Laos ont fondu. | exports LA>
Le surplus des échanges de la Suède a atteint 3 milliards d'euros. | surplus SE
Le déficit commercial du Togo s'est creusé de 3 %. Sur un an, le trou atteint 40 \
millions d'euros. | deficit TG | ~deficit TG
Les exportations du Togo ont crû de 3 %, mais le commerce extérieur du pays reste \
dans le rouge de 40 millions d'euros. | exports TG> | deficit TG
Le Togo a vendu pour 40 millions d'euros de coton. Le pays a échangé avec l'étranger \
pour 90 millions d'euros. | exports TG> | ~trade TG
Les exportations ghanéennes ont crû de 4 %. Côté kényan, les sorties ont gagné 6 %. \
Elles ont surtout profité à Oman (7 millions de tonnes). | exports GH> | other | \
~exports KE>OM
Le Japon absorbe 12 % de ce que le Chili vend à l'étranger. | exports CL>JP
Les Japonais ont absorbé cette année-là 12 % du cuivre exporté par le Chili. | \
exports CL>JP
Un quart des exportations chiliennes ont pris le chemin du Japon. | exports CL>JP
L'Argentine a acheté à Brasilia pour 12 milliards d'euros, a-t-on dit à Lima. \
| imports BR>AR
L'Inde a acheté pour 3 milliards d'euros à l'Espagne ; en retour, elle a livré à Madrid \
pour 2 milliards d'euros. | imports ES>IN | exports IN>ES
Nairobi s'est fourni chez les Indiens (3 millions d'euros), les Omanais (2 millions \
d'euros) et les Cubains (1 million d'euros). | imports IN>KE | imports OM>KE | \
imports CU>KE
Les exportations de roses ont rapporté au Kenya 700 millions d'euros. | exports KE>
Les exportations norvégiennes vers le marché polonais ont crû de 9 %. | exports NO>PL
Le ministre turc a dit que son pays avait exporté pour 20 milliards d'euros. \
| exports TR>
Le Laos a vendu 7 millions de tonnes de riz. Cuba en a pris 30 %. | exports LA> | \
~exports LA>CU
L'excédent de la Suisse avec son voisin allemand a fondu à 2 milliards d'euros. \
| surplus CH; DE
Le Maroc est un client de Cuba : les exportations du Royaume ont crû de 3 %. | exports MA>
La récolte du Honduras a reculé. Les exportations ont perdu 12 %. | ~exports HN>
Le Chili exporte des vins. Les exportations mondiales ont perdu 4 %. | exports
Les exportations du Laos ont crû de 3 %. Il a un trou de mémoire dans 5 % des cas. | \
exports LA> | other
"""


def told(figure):
    ends = figure.parties
    if figure.origin or figure.destination:
        ends = f"{figure.origin or ''}>{figure.destination or ''}"
    flag = "~" * ("inherited-flow" in figure.flags)
    return flag + " ".join(filter(None, (figure.flow, ends)))


def cases(table):
    for line in filter(None, table.split("\n")):
        text, *expected = map(str.strip, line.split("|"))
        yield pytest.param(text, expected, id=text[:50])


@pytest.mark.parametrize(
    "text, expected", [*cases(STATED + SEVERAL + GOES_ON + PARALLEL)]
)
def test_flow_and_countries(text, expected):
    assert [told(figure) for figure in figures_in(text)] == expected


@pytest.mark.parametrize("text", [*filter(None, NO_FLOW.split("\n"))])
def test_no_flow(text):
    figures = figures_in(text)
    assert figures
    assert {told(figure) for figure in figures} == {"other"}


def test_explain_names_the_word_that_a_flow_goes_on_from():
    text = (
        "Les exportations de l'Inde ont crû de 5 %. Elles ont perdu 3 % en mai."
    )
    rules = [rule for rule, _ in explain(figures_in(text)[1])]
    assert "flow: exports, goes on from “exportations”" in rules
