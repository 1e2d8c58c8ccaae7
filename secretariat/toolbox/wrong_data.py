"""Words in a text that look like data of a victim, a suspect or a case, which have no place here.

Nothing is refused for them: whoever wrote them is asked, because a number can be anything. What can be
checked is checked by its check digit and by the date inside it, so that ordinary prose raises no question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban
from stdnum.bg import egn
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.md import idno
from stdnum.ro import cnp
from stdnum.si import emso
from stdnum.tr import tckimlik

from .periods import find_dates


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that may not belong here: place [start, end) in code points, what they look like, the words."""

    start: int
    end: int
    kind: str
    words: str


def doubts(text: str) -> tuple[Doubt, ...]:
    """All that looks like a personal number, a bank account, a travel document, a birth date or a case file.

    In the order of the text, none overlapping another; of two that begin together the longer. Empty for
    ordinary prose. Linear in the length of the text.
    Source: check digits as python-stdnum knows them (JMBG, EMBG and EMŠO; OIB; EGN; CNP; IDNP; AMKA;
    T.C. kimlik; IBAN: ISO 13616); the Albanian number by its form and the date in it, because its check
    letter is not published; words in the languages of the region: own choice.
    """
    found = sorted(
        (doubt for look in (_numbers, _accounts, _documents, _births, _cases) for doubt in look(text)),
        key=lambda doubt: (doubt.start, -doubt.end),
    )
    kept: list[Doubt] = []
    for doubt in found:
        if not kept or doubt.start >= kept[-1].end:
            kept.append(doubt)
    return tuple(kept)


def _at(match: re.Match[str], kind: str, group: int = 0) -> Doubt:
    return Doubt(match.start(group), match.end(group), kind, match[group])


_Check = Callable[[str], bool]
_NUMBERS: dict[int, tuple[tuple[str, _Check], ...]] = {
    10: (("a personal number (ЕГН)", egn.is_valid),),
    11: (
        ("a personal number (OIB)", oib.is_valid),
        ("a personal number (T.C. kimlik)", tckimlik.is_valid),
        ("a personal number (AMKA)", amka.is_valid),
    ),
    13: (
        ("a personal number (JMBG, EMBG or EMŠO)", emso.is_valid),
        ("a personal number (CNP)", cnp.is_valid),
        ("a personal number (IDNP)", lambda digits: digits.startswith("2") and idno.is_valid(digits)),
    ),
}
# A number with + or 00 before it, or more digits after a sign, is a telephone, an amount, a reference.
_DIGITS = re.compile(r"(?<![\w+./,-])(?!00)([0-9]{7}[ -]?[0-9]{6}|[0-9]{10,11})(?![\w/]|[.,-][0-9])")
_ALBANIAN = re.compile(r"(?<!\w)([A-T][0-9])([0-9]{2})([0-9]{2})[0-9]{3}[A-W](?!\w)")
_TELEPHONE = re.compile(r"(?:tel|phone|mob|fax|тел|факс|gsm)\w*\W{0,4}$", re.IGNORECASE)


def _numbers(text: str) -> Iterator[Doubt]:
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        if _TELEPHONE.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        for kind, is_valid in _NUMBERS[len(digits)]:
            if is_valid(digits):
                yield _at(match, kind)
                break
    for match in _ALBANIAN.finditer(text):
        month, day = int(match[2]) % 50, int(match[3])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield _at(match, "a personal number (NID)")


_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")


def _accounts(text: str) -> Iterator[Doubt]:
    return (_at(m, "a bank account (IBAN)") for m in _ACCOUNT.finditer(text) if iban.is_valid(m[0]))


_DIGIT_RUN = r"((?=[^\W_]*[0-9][^\W_]*[0-9][^\W_]*[0-9][^\W_]*[0-9])[^\W_]{6,15})"
_NO = r"(?:\s*(?:no|nr|br|бр|number|num|numri?|numărul|broj|број|номер|№|#|is|je|е|је|:|\.|-)\.?){0,4}\s*"
_DOCUMENT_WORDS = (
    r"passport|pasoša?|пасоша?|putovnic[ae]|potni list|pasaport[aeăëi]?\w*|паспорт\w*|pașaport\w*|"
    r"identity card|id card|identity document|ličn\w+ kart\w+|личн\w+ карт\w+|osobn[ae] iskaznic[ae]|"
    r"osebn[ae] izkaznic[ae]|letërnjoftim\w*|carte de identitate|kimlik kartı|residence permit|"
    r"personal number|personal identification number|national id|jmbg|јмбг|embg|ембг|emšo|oib|егн|egn|cnp|"
    r"матични број|matični broj|матичен број|numri personal|kimlik no"
)
_DOCUMENT = re.compile(rf"(?<!\w)(?:{_DOCUMENT_WORDS})(?!\w){_NO}{_DIGIT_RUN}(?!\w)", re.IGNORECASE)


def _documents(text: str) -> Iterator[Doubt]:
    return (_at(m, "the number of a person or a travel document") for m in _DOCUMENT.finditer(text))


_BIRTH_WORDS = re.compile(
    r"(?<!\w)(?:date of birth|birth ?date|d\.?o\.?b\.?|datum rođenja|датум рођења|датум на раѓање|"
    r"дата на раждане|datum rojstva|datëlindj[ae]|data nașterii|doğum tarihi|"
    r"rođen[ai]?|рођен[аи]?|роден[аи]?|rojen[ai]?|lindur|născut[ăi]?|doğumlu)(?!\w)",
    re.IGNORECASE,
)
# In English things are born too ("the network was born on …"): there it takes a name in the sentence.
_BORN = re.compile(r"(?<!\w)(?:born|b\.)(?!\w)")
_BORN_SIGN = re.compile(r"(?<=[^\W\d_] )\*\s?(?=[0-9])|(?<!\w)(?:rođ|рођ|roj|nar|n\.)\.(?!\w)")
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*[.]? (?:[^\W\d_a-z][^\W\d_]*[.]?)")
_THINGS = re.compile(
    r"(?<!\w)(?:network|process|initiative|forum|council|agreement|convention|organi[sz]ation|union|treaty)(?!\w)",
    re.IGNORECASE,
)
_NEAR = 40


def _births(text: str) -> Iterator[Doubt]:
    for word in _BIRTH_WORDS.finditer(text):
        yield from _date_after(text, word)
    for word in (*_BORN.finditer(text), *_BORN_SIGN.finditer(text)):
        before = re.split(r"(?<=[^\W\d_]{2})[.!?]\s", text[max(0, word.start() - 90) : word.start()])[-1]
        if _NAME.search(before) and not _THINGS.search(before):
            yield from _date_after(text, word)


def _date_after(text: str, word: re.Match[str]) -> Iterator[Doubt]:
    dates = find_dates(text[word.end() : word.end() + _NEAR])
    if dates and dates[0][0].year >= 1900:
        end = word.end() + dates[0][2][1]
        yield Doubt(word.start(), end, "a date of birth", text[word.start() : end])


_CASE_WORDS = (
    r"case|case file|criminal case|court case|investigation|file|docket|indictment|"
    r"predmet\w*|предмет\w*|spis\w*|спис\w*|dosar\w*|dosje\w*|досие\w*|досије\w*|dosj[ae]\w*|zadev[aeoi]|"
    r"дел[оа]|преписк[аи]|presud[aeu]\w*|пресуд[аеу]\w*|çështj[ae]\w*|esas|dosya\w*|soruşturma|Aktenzeichen|"
    r"procedim\w*|кривични предмет|krivični predmet|дознание"
)
# "in any case no 3 of them": without its dot the English word needs a number that only a file has
_NUMBER_WORD = (
    r"(?:no[.:]|no(?=\s+\S*[0-9]/)|nr|br|бр|št|number|num|ref|reference|numri|broj|број|номер|sayılı)\.?|№|#"
)
_CASE_NUMBER = r"((?:[^\W\d_]{1,5}[ .-]{0,2})?[0-9][0-9]*(?:[/-][0-9A-Za-z]+)*)"
_CASE = re.compile(
    rf"(?<!\w)(?:{_CASE_WORDS})\s*(?:{_NUMBER_WORD})\s*:?\s*{_CASE_NUMBER}(?!\w)", re.IGNORECASE
)
_CASE_SLASH = re.compile(
    rf"(?<!\w)(?:{_CASE_WORDS})\W{{1,3}}(?:[^\W\d_]{{1,4}}[ .-]{{0,2}}){{0,2}}[0-9]{{1,6}}[/-][0-9]{{2,4}}(?![\w/-])",
    re.IGNORECASE,
)
_REGISTER = re.compile(
    r"(?<!\w)(?:Kt|KT|KTO|KTN|KTR|Ktn|Kto|Kti|KTI|Kr|Ki|KI|Kž|KŽ|Кт|КТ|КТО|Кто|КТН|Ктн|Кж|КЖ|КО|KO|НОХД|ЧНД|"
    r"ДП|К|P\.P\.|Kp|KP|П\.П\.)[ .-]{0,2}(?:br\.? ?|бр\.? ?|№ ?|nr\.? ?)?[0-9]{1,6}/[0-9]{2,4}(?![\w/])"
)


def _cases(text: str) -> Iterator[Doubt]:
    for pattern in (_CASE, _CASE_SLASH, _REGISTER):
        for match in pattern.finditer(text):
            yield _at(match, "the number of a case file")
