"""Who is named: the register of persons of one paper, and what stands behind a name.

A name joins a person already known where the surname fits and no given name contradicts; the fullest form
wins. Persons who are only talked about stay in the register but leave with no reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from secretariat.archive.reading.lexicon import AUTHORITY, HONORIFIC_NAME, NAME, OFFICE, PARTICLES
from secretariat.archive.reading.model import Person, Span
from secretariat.archive.reading.states import STATE, state_named, state_of_adjective
from secretariat.toolbox.names import fold

_BRACKETS = re.compile(r"\s*\(([^()]{2,80})\)")
_FROM = re.compile(r"\s*,?\s+(?:from|representing)\s+(?:the\s+)?")
_APPOSITION = re.compile(r"\s*,\s+(?:the\s+|an?\s+)?(?=[^\W\d_])")
_TAIL_STATE = re.compile(r"[\s,]+(?:from|of|in|for)\s+(?:the\s+)?$")
_ORGANISATION = re.compile(
    rf"(?:the\s+)?({NAME}(?:\s+(?:of|for|and|on|in)\s+(?:the\s+)?{NAME}){{0,4}}|[A-Z]{{2,}}[\w/-]*)"
)
_INSTITUTION = re.compile(rf"\b(?:of|at|for|in|from)\s+(?:the\s+)?((?:[A-Z][\w-]*\s+){{0,4}}{AUTHORITY}\b.*)")
_THE = re.compile(r"\b(and|&)\s+the\s+")
_COMMON = frozenset(
    {"The", "This", "For", "And", "All", "Will", "May", "Mark"}
)  # words that also begin sentences
_PARTICLE = re.compile(rf"{PARTICLES}$")
LONGEST_FUNCTION = 240


@dataclass(slots=True)
class Someone:
    """A person while the paper is being read; becomes a ``Person`` at the end."""

    name: str
    honorific: str | None = None
    function: str | None = None
    institution: str | None = None
    member: str | None = None
    listed: bool = False
    excused: bool = False
    alternate: bool = False
    speaks: bool = False
    represented: bool = False
    elected: bool = False
    spans: set[Span] = field(default_factory=set)

    @property
    def counts(self) -> bool:
        """True for those a reading lists: named as present or excused, speaking, spoken for, elected."""
        return self.listed or self.speaks or self.represented or self.elected

    @property
    def present(self) -> bool | None:
        """True for listed and speaking, False for excused or only spoken for, None where unknown."""
        if self.speaks:
            return True
        if self.excused:
            return False
        if self.listed:
            return None if self.alternate else True
        return False if self.represented else None


class Register:
    """The persons of one paper, found again by full name, surname, given name or initials."""

    def __init__(self) -> None:
        self.people: list[Someone] = []
        self._by_word: dict[str, list[Someone]] = {}
        self._by_initials: dict[str, Someone] = {}

    def add(self, name: str, span: Span) -> Someone:
        """The person of that name, new or known; ``span`` is where this mention stands."""
        name = tidy_name(name)
        someone = self.find(name)
        if someone is None:
            someone = Someone(name)
            self.people.append(someone)
        elif len(_words(name)) > len(_words(someone.name)):
            someone.name = name
        for word in _words(name):
            holders = self._by_word.setdefault(word, [])
            if someone not in holders:
                holders.append(someone)
        someone.spans.add(span)
        return someone

    def find(self, name: str) -> Someone | None:
        """The one known person this name can mean, or None where nobody or more than one fits."""
        if name in self._by_initials:
            return self._by_initials[name]
        wanted = _words(name)
        if not wanted:
            return None
        fits = [s for s in self._by_word.get(wanted[-1], ()) if _same(wanted, _words(s.name))]
        if not fits and len(wanted) > 1:
            fits = [s for s in self._by_word.get(wanted[0], ()) if _same(wanted, _words(s.name))]
        if len(fits) > 1:
            exact = [s for s in fits if _words(s.name) == wanted]
            fits = exact or fits
        return fits[0] if len(fits) == 1 else None

    def remember_initials(self, initials: str, someone: Someone) -> None:
        """Lets initials such as "RGb" stand for the person from now on."""
        self._by_initials[initials] = someone

    def find_close(self, name: str) -> Someone | None:
        """The one person with a given name or surname one slip away: "Victor" for "Viktor"."""
        wanted = fold(name)
        if len(wanted) < 5:
            return None
        fits = {
            id(s): s
            for word, who in self._by_word.items()
            for s in who
            if OSA.distance(word, wanted, score_cutoff=1) <= 1
        }
        return next(iter(fits.values())) if len(fits) == 1 else None

    def by_initials(self, initials: str) -> Someone | None:
        """The one person whose names begin with these letters, or who was introduced by them."""
        if initials in self._by_initials:
            return self._by_initials[initials]
        fits = [
            s
            for s in self.people
            if "".join(w[0] for w in re.split(r"[\s-]+", s.name) if w).upper() == initials
        ]
        return fits[0] if len(fits) == 1 else None

    def initials(self) -> list[str]:
        """The initials that stand for persons, the longest first."""
        return sorted(self._by_initials, key=lambda w: (-len(w), w))

    def calls(self) -> list[str]:
        """Every way the paper may call a known person: full name, surname, given name; the longest first."""
        counts: dict[str, int] = {}
        for someone in self.people:
            for part in {
                p
                for p in re.split(r"[\s,]+", someone.name)
                if len(p) > 2 and p[0].isupper() and p not in _COMMON
            }:
                counts[part] = counts.get(part, 0) + 1
        ways = {part for part, times in counts.items() if times == 1 and not _PARTICLE.match(part)}
        for someone in self.people:
            ways |= {someone.name, someone.name.replace(",", "")}
            ways.add(" ".join(reversed(someone.name.replace(",", "").split())))
        return sorted(ways, key=lambda w: (-len(w), w))

    def persons(self) -> tuple[tuple[Person, ...], dict[int, str]]:
        """The persons that count, in the order of their first mention, and the ref of each by ``id``."""
        counting = sorted((s for s in self.people if s.counts), key=lambda s: min(s.spans))
        refs = {id(s): f"p{n}" for n, s in enumerate(counting, 1)}
        return tuple(
            Person(
                ref=refs[id(s)],
                name=s.name,
                honorific=s.honorific,
                function=s.function,
                institution=s.institution,
                member=s.member,
                present=s.present,
                spans=tuple(sorted(s.spans)),
            )
            for s in counting
        ), refs


def meet(text: str, start: int, end: int, register: Register) -> None:
    """Enters everybody named with an honorific, so that the fullest form and function are known at once.

    Source: own choice; who is only talked about leaves no trace in the reading.
    """
    for found in HONORIFIC_NAME.finditer(text, start, end):
        someone = register.add(found["name"], found.span("name"))
        someone.honorific = someone.honorific or found["hon"]
        describe(someone, text, found.end(), end)


def describe(someone: Someone, text: str, at: int, end: int) -> int:
    """Takes function, institution and member from the words behind a name; gives where they end.

    ``at``: end of the name; ``end``: how far to look, both code points of ``text``.
    Source: own choice; "the OFFICE from STATE", "(STATE)" and "from STATE" are how reports introduce people.
    """
    if (found := _BRACKETS.match(text, at, end)) is not None:
        _set_role(someone, found[1])
        at = found.end()
    if (found := _FROM.match(text, at, end)) is not None:
        member = STATE.match(text, found.end(), end) or _ORGANISATION.match(text, found.end(), end)
        if member is not None:
            someone.member = someone.member or _member(member.group())
            at = member.end()
    if (found := _APPOSITION.match(text, at, end)) is not None:
        stop = _apposition_end(text, found.end(), min(end, found.end() + LONGEST_FUNCTION))
        words = text[found.end() : stop]
        if OFFICE.search(words) or state_named(words):
            _set_role(someone, words)
            at = stop
    return at


def _apposition_end(text: str, at: int, end: int) -> int:
    depth = 0
    for place in range(at, end):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
        elif text[place] in ",;" and depth <= 0:
            return place
    return at


def _set_role(someone: Someone, words: str) -> None:
    words = words.strip(" .,")
    if state_named(words) or (len(words) <= 5 and words.isupper()):
        someone.member = someone.member or _member(words)
        return
    last = None
    for last in STATE.finditer(words):  # noqa: B007 - only the last one counts
        pass
    if last is not None and last.end() == len(words) and (cut := _TAIL_STATE.search(words, 0, last.start())):
        someone.member = someone.member or _member(last.group())
        words = words[: cut.start()]
    first, _, rest = words.partition(" ")
    if rest and (state := state_of_adjective(first)) is not None:
        someone.member = someone.member or state.name
        words = rest
    if not OFFICE.search(words):
        someone.member = someone.member or words
        return
    someone.function = someone.function or _THE.sub(r"\1 ", words)
    if (house := _INSTITUTION.search(words)) is not None and " and the " not in house[1]:
        someone.institution = someone.institution or house[1]


def _member(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def tidy_name(name: str) -> str:
    """A name in one run of single spaces, without marks around it."""
    whole = re.sub(r"\s+", " ", name).strip(' ,;:.-–—*"“”')
    return re.sub(r"['’]s?$", "", whole)  # of "Mr. Vance's boat" the name is Vance


def _words(name: str) -> list[str]:
    return [w for w in re.split(r"[^\w]+", fold(name)) if w]


def _same(a: list[str], b: list[str]) -> bool:
    """True where the shorter name's words all stand in the longer, an initial for any name it begins."""
    short, long = sorted((a, b), key=len)
    left = list(long)
    for word in short:
        fit = next((x for x in left if x == word or (1 in (len(x), len(word)) and x[0] == word[0])), None)
        if fit is None:
            return False
        left.remove(fit)
    return any(len(w) > 1 and w in long for w in short)
