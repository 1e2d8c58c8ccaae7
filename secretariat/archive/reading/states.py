"""States of the region, its neighbours and its partners: every way a report writes them, and their two-letter code.

Official, short, native and former names and adjectives, by hand: no dependency knows all of them. Kosovo*
bears the asterisk of the footnote (UNSCR 1244 and the ICJ opinion) that regional bodies print with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from secretariat.toolbox.names import fold


@dataclass(frozen=True, slots=True)
class State:
    """A State or entity: ISO 3166-1 alpha-2 code (XK by use) and its short English name."""

    code: str
    name: str


# code | short name | other names | adjectives
_TABLE: Final = """
AL|Albania|Republic of Albania;Shqipëria;Shqipëri|Albanian
AT|Austria|Republic of Austria;Österreich|Austrian
BA|Bosnia and Herzegovina|BiH;Bosna i Hercegovina;Босна и Херцеговина;Bosnia & Herzegovina;Bosnia-Herzegovina;Bosnia|Bosnian
BG|Bulgaria|Republic of Bulgaria;България|Bulgarian
BY|Belarus|Republic of Belarus|Belarusian
BE|Belgium|Kingdom of Belgium|Belgian
CH|Switzerland|Swiss Confederation|Swiss
CY|Cyprus|Republic of Cyprus;Κύπρος|Cypriot
CZ|Czech Republic|Czechia;Česko|Czech
DE|Germany|Federal Republic of Germany;Deutschland|German
DK|Denmark|Kingdom of Denmark|Danish
EE|Estonia|Republic of Estonia|Estonian
ES|Spain|Kingdom of Spain;España|Spanish
FI|Finland|Republic of Finland|Finnish
FR|France|French Republic|French
GB|United Kingdom|UK;U.K.;Great Britain;United Kingdom of Great Britain and Northern Ireland|British
GE|Georgia|Republic of Georgia|Georgian
GR|Greece|Hellenic Republic;Ελλάδα|Greek;Hellenic
HR|Croatia|Republic of Croatia;Hrvatska|Croatian
HU|Hungary|Magyarország|Hungarian
IE|Ireland|Éire|Irish
IS|Iceland||Icelandic
IT|Italy|Italian Republic;Italia|Italian
LT|Lithuania|Republic of Lithuania|Lithuanian
LU|Luxembourg||Luxembourgish
LV|Latvia|Republic of Latvia|Latvian
MD|Moldova|Republic of Moldova|Moldovan
ME|Montenegro|Crna Gora;Црна Гора|Montenegrin
MK|North Macedonia|Republic of North Macedonia;Северна Македонија;Severna Makedonija;FYR Macedonia;FYROM;former Yugoslav Republic of Macedonia;Macedonia|Macedonian
MT|Malta|Republic of Malta|Maltese
NL|Netherlands|Kingdom of the Netherlands;Holland|Dutch
NO|Norway|Kingdom of Norway|Norwegian
PL|Poland|Republic of Poland;Polska|Polish
PT|Portugal|Portuguese Republic|Portuguese
RO|Romania|România|Romanian
RS|Serbia|Republic of Serbia;Srbija;Србија;Serbia and Montenegro|Serbian
RU|Russia|Russian Federation|Russian
SE|Sweden|Kingdom of Sweden|Swedish
SI|Slovenia|Republic of Slovenia;Slovenija|Slovenian;Slovene
SK|Slovakia|Slovak Republic;Slovensko|Slovak
TR|Türkiye|Turkey;Republic of Türkiye;Republic of Turkey;Turkiye|Turkish
UA|Ukraine|Україна|Ukrainian
US|United States|USA;U.S.A.;US;U.S.;United States of America|American
XK|Kosovo*|Kosovo;Kosova;Косово|Kosovar
PE|Peru|Perú;Republic of Peru|Peruvian
BR|Brazil|Federative Republic of Brazil|Brazilian
CN|China|People's Republic of China;PRC|Chinese
JP|Japan||Japanese
KR|South Korea|Republic of Korea;Korea|Korean
AU|Australia|Commonwealth of Australia|Australian
NZ|New Zealand|Aotearoa|
CA|Canada||Canadian
IN|India|Republic of India|Indian
MX|Mexico|United Mexican States|Mexican
EU|European Union||
CR|Costa Rica||Costa Rican
ZA|South Africa||South African
"""

_NAMES: Final[dict[str, State]] = {}
_ADJECTIVES: Final[dict[str, State]] = {}
_WORDS: Final[list[str]] = []
for _line in _TABLE.strip().splitlines():
    _code, _short, _others, _adjectives = _line.split("|")
    _state = State(_code, _short)
    for _name in (_short, *filter(None, _others.split(";"))):
        _NAMES.setdefault(fold(_name.rstrip("*")), _state)
        _WORDS.append(_name.rstrip("*"))
    for _name in filter(None, _adjectives.split(";")):
        _ADJECTIVES[fold(_name)] = _state

_ALTERNATIVES: Final = "|".join(
    re.escape(w).replace(r"\ ", r"\s+") for w in sorted(set(_WORDS), key=len, reverse=True)
)
STATE: Final = re.compile(
    rf"(?<!\w)(?:{_ALTERNATIVES}|(?:{'|'.join(re.escape(w.upper()) for w in sorted(set(_WORDS), key=len, reverse=True))}))(?!\w)\*?"
)
_CODES: Final = {s.code for s in _NAMES.values()} | {"SP", "UK", "EL"}


def state_named(words: str) -> State | None:
    """The State these words name, whole: official, short, native or former name, or None.

    Source: own table, because catalogues of countries lack native and former names.
    """
    words = words.strip().rstrip("*").strip()
    if words.casefold().startswith("the "):
        words = words[4:]
    return _NAMES.get(fold(words))


def state_of_adjective(word: str) -> State | None:
    """The State an adjective such as "Serbian" belongs to, or None.

    Source: own table.
    """
    return _ADJECTIVES.get(fold(word))


def is_code(word: str) -> bool:
    """True for the two-letter code of a State in the table, with the codes papers use instead of ISO's.

    Source: ISO 3166-1; SP, UK and EL by use.
    """
    return word in _CODES
