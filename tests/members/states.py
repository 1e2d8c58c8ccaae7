"""Sixty States under their English, French and own names, and the orders they stand in, written by hand.

English and French names after the lists of the United Nations, own names after the interinstitutional style
guide of the EU where it has them; Latin letters as the States write them.
"""

from __future__ import annotations

from secretariat.members.ordering import StateNames

_ROWS = """
AL | Albania | Albanie | Shqipëria |
AD | Andorra | Andorre | Andorra |
AM | Armenia | Arménie | Հայաստան | Hayastan
AT | Austria | Autriche | Österreich |
AZ | Azerbaijan | Azerbaïdjan | Azərbaycan |
BY | Belarus | Bélarus | Беларусь | Bielaruś
BE | Belgium | Belgique | Belgique/België |
BA | Bosnia and Herzegovina | Bosnie-Herzégovine | Bosna i Hercegovina |
BG | Bulgaria | Bulgarie | България | Bulgaria
CI | Côte d’Ivoire | Côte d’Ivoire | Côte d’Ivoire |
HR | Croatia | Croatie | Hrvatska |
CY | Cyprus | Chypre | Κύπρος | Kýpros
CZ | Czechia | Tchéquie | Česko |
DK | Denmark | Danemark | Danmark |
SV | El Salvador | El Salvador | El Salvador |
GQ | Equatorial Guinea | Guinée équatoriale | Guinea Ecuatorial |
EE | Estonia | Estonie | Eesti |
FI | Finland | Finlande | Suomi/Finland |
FR | France | France | France |
GE | Georgia | Géorgie | საქართველო | Sakartvelo
DE | Germany | Allemagne | Deutschland |
GR | Greece | Grèce | Ελλάδα | Elláda
GN | Guinea | Guinée | Guinée |
GW | Guinea-Bissau | Guinée-Bissau | Guiné-Bissau |
HU | Hungary | Hongrie | Magyarország |
IS | Iceland | Islande | Ísland |
IR | Iran (Islamic Republic of) | Iran (République islamique d’) | ایران | Iran
IE | Ireland | Irlande | Éire/Ireland |
IL | Israel | Israël | ישראל | Yisra'el
IT | Italy | Italie | Italia |
KZ | Kazakhstan | Kazakhstan | Қазақстан | Qazaqstan
LA | Lao People’s Democratic Republic | République démocratique populaire lao | ລາວ | Lao
LV | Latvia | Lettonie | Latvija |
LI | Liechtenstein | Liechtenstein | Liechtenstein |
LT | Lithuania | Lituanie | Lietuva |
LU | Luxembourg | Luxembourg | Luxembourg |
MT | Malta | Malte | Malta |
ME | Montenegro | Monténégro | Crna Gora |
NL | the Netherlands | les Pays-Bas | Nederland |
NE | Niger | Niger | Niger |
NG | Nigeria | Nigéria | Nigeria |
MK | North Macedonia | Macédoine du Nord | Северна Македонија | Severna Makedonija
NO | Norway | Norvège | Norge |
PL | Poland | Pologne | Polska |
PT | Portugal | Portugal | Portugal |
KR | Republic of Korea | République de Corée | 대한민국 | Daehanminguk
MD | Republic of Moldova | République de Moldova | Moldova |
RO | Romania | Roumanie | România |
RU | Russian Federation | Fédération de Russie | Россия | Rossiya
SM | San Marino | Saint-Marin | San Marino |
RS | Serbia | Serbie | Србија | Srbija
SK | Slovakia | Slovaquie | Slovensko |
SI | Slovenia | Slovénie | Slovenija |
ES | Spain | Espagne | España |
SE | Sweden | Suède | Sverige |
CH | Switzerland | Suisse | Schweiz/Suisse/Svizzera/Svizra |
TR | Türkiye | Türkiye | Türkiye |
UA | Ukraine | Ukraine | Україна | Ukraina
GB | United Kingdom of Great Britain and Northern Ireland | Royaume-Uni de Grande-Bretagne et d’Irlande du Nord | United Kingdom |
US | United States of America | États-Unis d’Amérique | United States |
"""


def _state(line: str) -> StateNames:
    key, english, french, own, latin = (cell.strip() for cell in line.split("|"))
    return StateNames(key=key, english=english, french=french, own=own, own_latin=latin)


STATES = tuple(_state(line) for line in _ROWS.strip().splitlines())

ENGLISH = tuple(
    """
    Albania / Andorra / Armenia / Austria / Azerbaijan / Belarus / Belgium / Bosnia and Herzegovina / Bulgaria /
    Côte d’Ivoire / Croatia / Cyprus / Czechia / Denmark / El Salvador / Equatorial Guinea / Estonia / Finland /
    France / Georgia / Germany / Greece / Guinea / Guinea-Bissau / Hungary / Iceland / Iran (Islamic Republic of) /
    Ireland / Israel / Italy / Kazakhstan / Lao People’s Democratic Republic / Latvia / Liechtenstein / Lithuania /
    Luxembourg / Malta / Montenegro / the Netherlands / Niger / Nigeria / North Macedonia / Norway / Poland /
    Portugal / Republic of Korea / Republic of Moldova / Romania / Russian Federation / San Marino / Serbia /
    Slovakia / Slovenia / Spain / Sweden / Switzerland / Türkiye / Ukraine /
    United Kingdom of Great Britain and Northern Ireland / United States of America
    """.replace("\n    ", " ")
    .strip()
    .split(" / ")
)

FRENCH = tuple(
    """
    Albanie / Allemagne / Andorre / Arménie / Autriche / Azerbaïdjan / Bélarus / Belgique / Bosnie-Herzégovine /
    Bulgarie / Chypre / Côte d’Ivoire / Croatie / Danemark / El Salvador / Espagne / Estonie /
    États-Unis d’Amérique / Fédération de Russie / Finlande / France / Géorgie / Grèce / Guinée / Guinée-Bissau /
    Guinée équatoriale / Hongrie / Iran (République islamique d’) / Irlande / Islande / Israël / Italie /
    Kazakhstan / Lettonie / Liechtenstein / Lituanie / Luxembourg / Macédoine du Nord / Malte / Monténégro /
    Niger / Nigéria / Norvège / les Pays-Bas / Pologne / Portugal / République de Corée /
    République démocratique populaire lao / République de Moldova / Roumanie /
    Royaume-Uni de Grande-Bretagne et d’Irlande du Nord / Saint-Marin / Serbie / Slovaquie / Slovénie / Suède /
    Suisse / Tchéquie / Türkiye / Ukraine
    """.replace("\n    ", " ")
    .strip()
    .split(" / ")
)

OWN = tuple(
    """
    Andorra | Azərbaycan | Belgique/België | Беларусь | Bosna i Hercegovina | България | Česko | Côte d’Ivoire |
    Crna Gora | 대한민국 | Danmark | Deutschland | Eesti | Éire/Ireland | Ελλάδα | El Salvador | España | France |
    Guinea Ecuatorial | Guiné-Bissau | Guinée | Հայաստան | Hrvatska | ایران | Ísland | Italia | Κύπρος | ລາວ |
    Latvija | Liechtenstein | Lietuva | Luxembourg | Magyarország | Malta | Moldova | Nederland | Niger | Nigeria |
    Norge | Österreich | Polska | Portugal | Қазақстан | România | Россия | საქართველო | San Marino |
    Schweiz/Suisse/Svizzera/Svizra | Северна Македонија | Shqipëria | Slovenija | Slovensko | Србија |
    Suomi/Finland | Sverige | Türkiye | Україна | United Kingdom | United States | ישראל
    """.replace("\n    ", " ")
    .strip()
    .split(" | ")
)

FROM_THE_LOT = tuple(
    """
    Republic of Moldova / Romania / Russian Federation / San Marino / Serbia / Slovakia / Slovenia / Spain / Sweden /
    Switzerland / Türkiye / Ukraine / United Kingdom of Great Britain and Northern Ireland /
    United States of America / Albania / Andorra / Armenia / Austria / Azerbaijan / Belarus / Belgium /
    Bosnia and Herzegovina / Bulgaria / Côte d’Ivoire / Croatia / Cyprus / Czechia / Denmark / El Salvador /
    Equatorial Guinea / Estonia / Finland / France / Georgia / Germany / Greece / Guinea / Guinea-Bissau /
    Hungary / Iceland / Iran (Islamic Republic of) / Ireland / Israel / Italy / Kazakhstan /
    Lao People’s Democratic Republic / Latvia / Liechtenstein / Lithuania / Luxembourg / Malta / Montenegro /
    the Netherlands / Niger / Nigeria / North Macedonia / Norway / Poland / Portugal / Republic of Korea
    """.replace("\n    ", " ")
    .strip()
    .split(" / ")
)
"""English order from the Republic of Moldova, drawn by lot."""
