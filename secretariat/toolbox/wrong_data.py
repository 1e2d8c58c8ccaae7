"""Words in a text that look like data of a victim, a suspect or a case, which have no place here.

Nothing is refused for them: whoever wrote them is asked, because a number can be anything. What can be
checked is checked by its check digit and by the date inside it, so that ordinary prose raises no question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

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
    """All that looks like a personal number, a bank account, a travel document, a birth date, the initials or
    the age of a victim or suspect, or a case file.

    In the order of the text, none overlapping another; of two that begin together the longer. Empty for
    ordinary prose. Linear in the length of the text.
    Source: check digits as python-stdnum knows them (JMBG, EMBG and EMŠO; OIB; EGN; CNP; IDNP; AMKA;
    T.C. kimlik; IBAN: ISO 13616); the Albanian number by its form and the date in it, because its check
    letter is not published; a JMBG also by the day of birth alone, because one with a slip of the pen still
    names its person; words in the languages of the region: own choice.
    """
    found = sorted(
        (
            doubt
            for look in (_numbers, _accounts, _documents, _births, _people, _cases)
            for doubt in look(text)
        ),
        key=lambda doubt: (doubt.start, -doubt.end),
    )
    kept: list[Doubt] = []
    for doubt in found:
        if not kept or doubt.start >= kept[-1].end:
            kept.append(doubt)
    return tuple(kept)


def _at(match: re.Match[str], kind: str, group: int = 0) -> Doubt:
    return Doubt(match.start(group), match.end(group), kind, match[group])


def _span(text: str, start: int, end: int, kind: str) -> Doubt:
    return Doubt(start, end, kind, text[start:end])


def _begins_with_a_birthday(digits: str) -> bool:
    """Whether digits begin as a JMBG does: day, month and the last three digits of the year of birth."""
    year = int(digits[4:7])
    try:
        date(year + (1000 if year >= 900 else 2000), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return year >= 900 or year <= _YOUNGEST


_YOUNGEST = 50  # nobody is born after 2050 yet; the wider the years, the more barcodes begin like this
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
        ("what may be a personal number (like a JMBG)", _begins_with_a_birthday),
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
# In English things are born too ("the network was born on …"): there nothing but a person may be spoken of.
_BORN = re.compile(r"(?<!\w)(?:born|b\.)(?!\w)", re.IGNORECASE)
_BORN_SIGN = re.compile(r"(?<=[^\W\d_] )\*\s?(?=[0-9])|(?<!\w)(?:rođ|рођ|roj|nar|n\.)\.(?!\w)")
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*[.]? (?:[^\W\d_a-z][^\W\d_]*[.]?)")
_OF_THINGS = r"network|process|initiative|forum|council|agreement|convention|organi[sz]ation|union|treaty"
_THINGS = re.compile(rf"(?<!\w)(?:{_OF_THINGS})(?!\w)", re.IGNORECASE)
# Where nobody is named, more words than these speak of a thing that was born.
_MORE_THINGS = (
    rf"(?<!\w)(?:{_OF_THINGS}|ideas?|projects?|groups?|partnerships?|co-?operation|platform|programme|program|"
    r"proposal|declaration|mechanism|meetings?|practices?|task force|charter|secretariat|framework|plan|strategy|"
    r"campaign|hotline|coalition|alliance|office|commission|committee|region|law|system|body|state|republic|"
    r"federation|cent(?:re|er)|protocol|guidelines|manual|handbook|fund|agency|institution|it|"
    r"(?:this|that|which)(?= (?:was|is|has)))(?!\w)"
)
_THING = re.compile(_MORE_THINGS, re.IGNORECASE)
_THING_AFTER = re.compile(
    rf"[ ,]{{0,2}}(?:(?:in|at) \w+(?: \w+)?,? ?)?(?:the|our|this|an?)\b[^.;]{{0,40}}?{_MORE_THINGS}",
    re.IGNORECASE,
)
_NEAR = 40


def _births(text: str) -> Iterator[Doubt]:
    for word in _BIRTH_WORDS.finditer(text):
        yield from _date_after(text, word)
    for word in (*_BORN.finditer(text), *_BORN_SIGN.finditer(text)):
        before = re.split(r"(?<=[^\W\d_]{2})[.!?]\s|\n", text[max(0, word.start() - 90) : word.start()])[-1]
        if _NAME.search(before):
            if not _THINGS.search(before):
                yield from _date_after(text, word)
        elif len(word[0]) > 2 and not _THING.search(before):  # "b." and "n." alone stand for much else
            yield from (d for d in _date_after(text, word) if not _THING_AFTER.match(text, d.end))


def _date_after(text: str, word: re.Match[str]) -> Iterator[Doubt]:
    dates = find_dates(text[word.end() : word.end() + _NEAR])
    if dates and dates[0][0].year >= 1900:
        end = word.end() + dates[0][2][1]
        yield _span(text, word.start(), end, "a date of birth")


_PERSON = re.compile(
    r"(?<!\w)(?:victim|suspect|defendant|accused|perpetrator|trafficker|offender|survivor|injured party|witness|"
    r"complainant|žrtv[aeiou]\w?|жртв[аеиоу]\w?|žrtvam\w|osumnjičen\w{1,3}|осумњичен\w{1,3}|oštećen\w{1,3}|"
    r"оштећен\w{1,3}|осомничен\w{0,4}|оштетен\w{0,4}|заподозрян\w{0,3}|пострадал\w{0,3}|okrivljen\w{1,3}|"
    r"окривљен\w{1,3}|обвиняем\w{0,4}|žrtev|osumljen\w{1,3}|viktim\w{1,4}|i dyshuar\w{0,3}|e dyshuar\w{0,3}|"
    r"victim[ăae]\w{0,2}|suspect[aeu]\w{0,2}|inculpat\w{0,3}|mağdur\w{0,3}|şüpheli\w{0,3}|θύμα)s?(?!\w)",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"(?<!\w)(?:every|each|any|no) $", re.IGNORECASE)
_INITIAL = r"[^\W\d_a-zа-яђјљњћџѓќѕ]"
# What two letters with dots also stand for beside these words: "the victim U.S. law protects".
_NOT_INITIALS = r"(?!(?:U\.? ?S|U\.? ?N|E\.? ?U|U\.? ?K|U\.? ?A|N\.? ?B|A\.? ?D|P\.? ?S|T\.? ?C)\b)"
_INITIALS = rf"{_NOT_INITIALS}{_INITIAL}\. ?{_INITIAL}(?:\.|(?![\w-]))"
_CALLED = (
    r"(?:[ ,(“\"„]{1,3}(?:named|called|known as|identified as|with(?: the)? initials|inicijala|иницијала)\b)?"
)
_WITH_INITIALS = re.compile(rf"(?i:{_CALLED})[ ,:(“\"„]{{1,3}}(?:Ms\.? |Mr\.? )?{_INITIALS}")
_YEARS_OLD = r"(?:years?[- ]old|yrs?[. -]old|y\.?o\.?)"
_YEARS = r"(?:years?|yrs?|godin[aeu]|годин[аеиу]?|години|let|ani|vjeç(?:e|are)?|yaşında(?:ki)?|ετών)"
_AGE_WORDS = (
    r"(?:at the age of|aged?(?: of)?|uzrasta|starosti|star[aeio]?|узраста|старости|стар[аеио]?|на возраст(?: од)?|"
    r"на възраст|în vârstă de|e moshës|në moshën)"
)
# "aged 18 or over", "aged 14 to 17", "under 18" count or define; they tell of nobody.
_NO_RANGE = r"(?![\d%]|\s*(?:[-–—/+]|to\b|or\b|and\b|do\b|до\b|i\b|и\b|ili\b|или\b|per\b|%))"
_NUMBER = r"[1-9][0-9]?"
_AGE = rf"(?:{_AGE_WORDS}:? ?{_NUMBER}{_NO_RANGE}|{_NUMBER}[- ]{_YEARS_OLD}(?!\w|\s(?:or|and)\b))"
# "the victim, 30 years after the Convention": years alone are an age only beside a name.
_PLAIN_AGE = rf"{_NUMBER}(?: {_YEARS}(?!\w|\s(?:or|and|after|ago|i|ili|и|или)\b))"
_NO_NAME = (
    r"(?!(?:Support|Protection|Assistance|Services?|Rights|Art|Article|Section|Chapter|Part|Annex|Nos?)\b)"
)
_NAMES = rf"(?:{_NO_NAME}{_INITIAL}[^\W\d_]*\.?[ ,(]{{1,3}})"
_WITH_AGE = re.compile(
    rf"(?i:,? (?:who )?(?:is|was|je bila|je|била|е))?[ ,:(]{{1,3}}"
    rf"(?:{_NAMES}{{0,3}}(?i:{_AGE})|{_NAMES}{{1,3}}(?i:{_PLAIN_AGE})|{_NAMES}{{0,2}}{_INITIAL}\.[ ,(]{{1,2}}{_NUMBER}(?=[,)]))"
)
_OF_AGE = re.compile(
    r"(?<!\w)(?<![-–]|\d)[1-9][0-9]?[- ]years?[- ]old (?:[a-z]+ ){0,2}?"
    r"(?:victim|suspect|girl|boy|child|minor|woman|man|daughter|son|perpetrator|trafficker|survivor|witness)(?!\w)",
    re.IGNORECASE,
)


def _people(text: str) -> Iterator[Doubt]:
    for word in _PERSON.finditer(text):
        initials, age = (pattern.match(text, word.end()) for pattern in (_WITH_INITIALS, _WITH_AGE))
        if initials:
            yield _span(text, word.start(), initials.end(), "the initials of a victim or suspect")
        elif (
            age
            and word[0][-1] not in "sS"
            and not _NO_ONE.search(text[max(0, word.start() - 7) : word.start()])
        ):
            yield _span(text, word.start(), age.end(), "the age of a victim or suspect")
    for match in _OF_AGE.finditer(text):
        yield _at(match, "the age of a victim or suspect")


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
