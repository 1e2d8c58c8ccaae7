"""Classification markings: what bears one may not be kept here at all."""

from __future__ import annotations

import re
import unicodedata

_UNMISTAKABLE = (
    # European Union
    *("RESTREINT UE", "EU RESTRICTED", "RESTREINT UE/EU RESTRICTED", "R-UE/EU-R"),
    *("CONFIDENTIEL UE", "EU CONFIDENTIAL", "CONFIDENTIEL UE/EU CONFIDENTIAL", "C-UE/EU-C"),
    *("SECRET UE", "EU SECRET", "SECRET UE/EU SECRET", "S-UE/EU-S"),
    *("TRES SECRET UE", "EU TOP SECRET", "TRES SECRET UE/EU TOP SECRET", "TS-UE/EU-TS"),
    # NATO
    *(
        "NATO RESTRICTED",
        "NATO CONFIDENTIAL",
        "NATO SECRET",
        "COSMIC TOP SECRET",
        "NATO DIFFUSION RESTREINTE",
    ),
    # national, of several words
    *("ДРЖАВНА ТАЈНА", "ДРЖАВНА ТАЈНА", "DRŽAVNA TAJNA", "СТРОГО ПОВЕРЉИВО", "STROGO POVERLJIVO"),
    *("VRLO TAJNO", "STROGO TAJNO", "СТРОГО ДОВЕРЛИВО", "STROGO POVJERLJIVO", "STROGO ZAUPNO"),
    *("ЗА СЛУЖЕБНО ПОЛЗВАНЕ", "СТРОГО СЕКРЕТНО", "SECRET DE SERVICIU", "STRICT SECRET"),
    *("STRICT SECRET DE IMPORTANTA DEOSEBITA", "I KUFIZUAR", "TEPER SEKRET", "TEPËR SEKRETE"),
    *("HIZMETE OZEL", "COK GIZLI", "ΠΕΡΙΟΡΙΣΜΕΝΗΣ ΧΡΗΣΗΣ", "ΑΚΡΩΣ ΑΠΟΡΡΗΤΟ", "STRENG GEHEIM"),
    *("VS-NUR FUR DEN DIENSTGEBRAUCH", "VS-VERTRAULICH", "KORLATOZOTT TERJESZTESU", "SZIGORUAN TITKOS"),
    *("ДЛЯ СЛУЖБОВОГО КОРИСТУВАННЯ", "ЦІЛКОМ ТАЄМНО", "TOP SECRET"),
)
_IN_CAPITALS = (
    # One word that is a marking only where it stands alone and in capitals.
    *("RESTRICTED", "CONFIDENTIAL", "SECRET", "RESTREINT", "CONFIDENTIEL", "GEHEIM", "EINGESCHRANKT"),
    *("INTERNO", "ИНТЕРНО", "POVERLJIVO", "ПОВЕРЉИВО", "POVJERLJIVO", "OGRANICENO", "TAJNO", "ТАЈНО"),
    *("ZAUPNO", "ДОВЕРЛИВО", "ПОВЕРИТЕЛНО", "СЕКРЕТНО", "KONFIDENCIAL", "KONFIDENCIALE", "SEKRET", "SEKRETE"),
    *("RESTRICTIONAT", "CONFIDENTIAL", "GIZLI", "ΕΜΠΙΣΤΕΥΤΙΚΟ", "ΑΠΟΡΡΗΤΟ", "BIZALMAS", "TITKOS"),
    *("VERTRAULICH", "RISERVATO", "RISERVATISSIMO", "SEGRETO", "SEGRETISSIMO", "ТАЄМНО", "KORLATOZOTT"),
)
_LABEL = re.compile(
    r"^(?:security |document )?(?:classification|classified(?: as)?|marking|grading|степен тајности|"
    r"stepen tajnosti|stupanj tajnosti|stopnja tajnosti|oznaka tajnosti|степен на тајност|ниво на класификация|"
    r"clasificare|klasifikimi|gizlilik derecesi)\s*[:–-]\s*",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"\b(?:declassified|unclassified|downgraded|déclassifié|deklasifi\w*|декласифи\w*)\b", re.IGNORECASE
)
_LONGEST_LINE = 90


def _plain(words: str) -> str:
    """In capitals, without accents; Cyrillic and Greek letters stay."""
    folded = unicodedata.normalize("NFKD", words.replace("ı", "i").replace("đ", "d").upper())
    return "".join(c for c in folded if not unicodedata.combining(c))


_FULL = frozenset(_plain(words) for words in _UNMISTAKABLE)
_BARE = frozenset(_plain(words) for words in _IN_CAPITALS)


def marking_in(text: str) -> str:
    """The first classification marking of RESTRICTED or above that the text bears, as written; empty for none.

    A marking is a line of its own, as at the head of a paper, perhaps after a label ("Classification:") or
    before a caveat ("// REL TO …"). The word in a sentence is none: people must be able to write that a
    paper was classified. One plain word ("Secret", "Interno") counts only in capitals. A text that says that
    it was declassified bears none. Linear in the length of the text.
    Source: Council Decision 2013/488/EU, Annex III and Appendix B, for the Union's levels and the national
    equivalents; NATO C-M(2002)49 for NATO's.
    """
    if _LIFTED.search(text):
        return ""
    for line in text.splitlines():
        words = line.strip(" \t\ufeff*_#=[](){}<>|!.:;-–—•\u200b\f")
        if not 3 < len(words) <= _LONGEST_LINE:
            continue
        words = re.split(r"\s*//|\s+[-–—]\s+", _LABEL.sub("", words), maxsplit=1)[0].strip()
        plain = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", _plain(words)))
        if plain in _FULL or (plain in _BARE and words.isupper()):
            return words
    return ""
