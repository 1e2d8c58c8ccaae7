"""What was said: one entry for one contribution of one speaker with one kind."""

from __future__ import annotations

import re
from dataclasses import replace

from secretariat.archive.reading.drafts import RUNS, Draft, Drafts, Turn
from secretariat.archive.reading.kinds import (
    BODY_DECIDES,
    DECIDED_PASSIVE,
    REPORTED_ONLY,
    content_kind,
    is_decision,
    kind_of,
)
from secretariat.archive.reading.lexicon import BODY_SUBJECT, HONORIFIC_NAME, KIND_OF_VERB, PLAIN, STRONG_VERB
from secretariat.archive.reading.model import Block, EntryKind
from secretariat.archive.reading.paper import HEADING_WORDS, Paper
from secretariat.archive.reading.people import Register, Someone, describe
from secretariat.archive.reading.roll import is_attendance
from secretariat.archive.reading.sections import Purpose, is_by_topic
from secretariat.archive.reading.sentences import sentences
from secretariat.archive.reading.subjects import Speakers, Subject, Verb
from secretariat.archive.reading.undertakings import (
    Owners,
    action_mark,
    due_in,
    is_tasked,
    owners_of,
    row_owner,
)

_DETAIL = re.compile(r"(?:This|That|These|Those|It|Such|They)\b")
_RELAYED = re.compile(
    r"\b(?:(?:message|statement|greetings|letter|words|regards|speech|address|apologies)\s+(?:from|by|of)|on\s+behalf\s+of)\s+(?:the\s+)?"
)
_ON_BEHALF = re.compile(r"[A-Z][\w&/-]*(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z][\w&/-]*){0,6}")
_CUT = re.compile(
    r"(?:,|;)?\s+(?:and|but)\s+(?:(?:then|also|further|therefore|in\s+addition|he|she|they|it)\s+){0,2}$"
)
_HELD = re.compile(
    r"\b(?:held|convened|met\s+in|took\s+place|takes\s+place|was\s+organi[sz]ed|was\s+attended|was\s+chaired|hosted\s+by)\b"
)
JOINED = re.compile(
    r"\b(?:joined|left|attended)\s+(?:the\s+)?(?:meeting|call|session|remotely|online)\b(?!.{0,20}\bto\b)"
)
ELECTING = re.compile(
    r"\b(?:elect|re-elect|select|appoint|nominat|designat|confirm)(?:ed|s)\b|\b(?:nominees|nomination)\b",
    re.I,
)
LEADS = re.compile(r"\b(?:following|as\s+follows|below)\b|^(?:\W*\w+){1,4}\W*$", re.I)
FEWEST_WORDS = 4
FEWEST_ELECTED = 4  # names from which a paragraph on an election is the list of those elected
_LISTED_PROPOSALS = re.compile(r"(?:Proposed|Proposals?|Recommendations?|Suggestions?|Suggested)\b.*:$", re.S)
_GOES_ON = re.compile(r"(?:He|She)\s")
_LABELLED = re.compile(r"\s*:\s+(?=\S)|\s+[–—-]\s*(?=[^\W\d_a-z])")
_POINTER = re.compile(r"(?:Please\s+)?(?:see|check)\s+(?:the|also|attached)\b|\[[^\]]*\]$", re.I)
_QUESTION = re.compile(r"\?[\"”’)]*$")


class Minutes:
    """Reads the entries of one paper; the register grows while it reads."""

    def __init__(self, paper: Paper, register: Register, purpose: list[Purpose]) -> None:
        self.paper = paper
        self.text = paper.text
        self.register = register
        self.purpose = purpose
        self.speakers = Speakers(paper.text, register)
        self.by_topic = is_by_topic(paper)
        self.turn = Turn()
        self.drafts = Drafts()
        self._list_level: int | None = None  # items below this depth belong to the last draft
        self._acting = False  # an action point was marked in this block

    def read(self) -> list[Draft]:
        """All entries in the order of the paper, several persons still together."""
        for at, block in enumerate(self.paper.blocks):
            purpose = self.purpose[at]
            if block.kind in ("furniture", "note"):
                continue
            if purpose == "silent" or purpose == "next":
                self.turn = Turn()
                self._list_level = None
            elif purpose in ("decisions", "actions") and self._details(block):
                self.drafts.all[-1] = replace(self.drafts.all[-1], end=block.span[1])
            elif purpose == "decisions":
                self._whole("decision", block)
            elif purpose == "actions":
                self._action(block, *block.span)
            elif block.kind != "row":
                self._talk(at, block)
        return self.drafts.all

    def _details(self, block: Block) -> bool:
        """True for an item below the one before it, in a list of decisions or actions."""
        if block.kind != "item":
            self._list_level = None
            return False
        if self._list_level is not None and block.level > self._list_level and self.drafts.all:
            return not self._holds_act(*block.span)
        self._list_level = block.level
        return False

    def _talk(self, at: int, block: Block) -> None:
        start, end = block.span
        before_block = self.turn
        if block.kind == "item":
            if self._joins_list(block):
                return
            self._list_level = None
            if self._heads_list(at, block):
                return
        else:
            self._list_level = None
            self.turn.announced = None
            if self.by_topic:
                self.turn = Turn()
        if _GOES_ON.match(self.text, start, end):
            self.turn = Turn(before_block.persons, before_block.seat, before_block.behalf)
        if not self.turn.open or block.kind == "item":
            self.drafts.closed = True
        self._acting = False
        before = (len(self.drafts.all), self.drafts.all[-1].end if self.drafts.all else 0)
        for begin, stop in sentences(self.text, start, end):
            self._sentence(begin, stop, block)
        if len(self.drafts.all) == before[0] and not self.turn.open:
            self._nameless(block)
        if len(HONORIFIC_NAME.findall(self.text, start, end)) >= FEWEST_ELECTED:
            self._note_elected(start, end)
        if self.drafts.all and (len(self.drafts.all), self.drafts.all[-1].end) != before:
            if self.text[self.drafts.all[-1].end - 1] == ":":
                self._list_level = -1
            elif block.kind == "item":
                self._list_level = block.level

    def _joins_list(self, block: Block) -> bool:
        """Takes an item into the list it belongs to: an announced one, or the entry it details."""
        start, end = block.span
        turn = self.turn
        if turn.announced is not None:
            turn.level = block.level if turn.level is None else turn.level
            if block.level >= turn.level:
                self._announced_item(turn.announced, block)
                return True
            turn.announced = None
        if self._list_level is None or block.level <= self._list_level or self._holds_act(start, end):
            if self.by_topic:
                self.turn = Turn()
            return False
        self.drafts.all[-1] = replace(self.drafts.all[-1], end=end)
        return True

    def _announced_item(self, kind: EntryKind, block: Block) -> None:
        """One item of an announced list; where the speaker goes on inside it, the list is over."""
        start, end = block.span
        spans = sentences(self.text, start, end)
        own = 1
        while own < len(spans) and not self._names_speaker(*spans[own]):
            own += 1
        self.drafts.put(self._draft(kind, start, spans[own - 1][1]), joins=False)
        if own < len(spans):
            self.turn.announced = None
            for begin, stop in spans[own:]:
                self._sentence(begin, stop, block)

    def _names_speaker(self, start: int, end: int) -> bool:
        subject = self.speakers.subject(start, end)
        return subject is not None and subject.kind != "body" and self.speakers.verb(subject, end) is not None

    def _heads_list(self, at: int, block: Block) -> bool:
        """True for a short item that is only the heading of the items below it."""
        below = self.paper.blocks[at + 1] if at + 1 < len(self.paper.blocks) else None
        words = self.paper.words(block)
        deeper = below is not None and below.kind == "item" and below.level > block.level
        return (
            deeper
            and len(words.split()) <= HEADING_WORDS
            and words[-1] not in ".;:"
            and not self._holds_act(*block.span)
        )

    def _holds_act(self, start: int, end: int) -> bool:
        """True where the words name who says or does something, or a decision."""
        for begin, stop in sentences(self.text, start, end):
            if action_mark(self.text, begin, stop) is not None:
                return True
            subject = self.speakers.subject(begin, stop)
            if is_decision(self.text[begin:stop], subject is not None and subject.kind == "body"):
                return True
            if subject is not None and subject.kind == "persons" and subject.start == start:
                return True
            if (
                subject is not None
                and subject.kind != "pronoun"
                and (self.speakers.verb(subject, stop) is not None or is_tasked(self.text, subject, stop))
            ):
                return True
        return False

    def _sentence(self, start: int, end: int, block: Block) -> None:
        if (marked := action_mark(self.text, start, end)) is not None:
            self._acting = True
            self._action(block, start, end, marked)
            return
        if JOINED.search(self.text, start, end) or is_attendance(self.text, start, end):
            return
        if _POINTER.match(self.text, start, end):
            return
        subject = self.speakers.subject(start, end)
        sentence = self.text[start:end]
        if self._decides(subject, start, end):
            self.drafts.put(Draft("decision", start, end), joins=False)
            self._note_elected(start, end)
            self.turn = Turn()
            return
        owners = owners_of(
            self.text, start, end, subject, self.register, marked=self._acting, item=block.kind == "item"
        )
        if owners is not None:
            self._undertakes(owners, start, end)
            return
        verb = self.speakers.verb(subject, end) if subject is not None else None
        if (subject is None or subject.kind == "body") and (
            agent := self.speakers.agent(start, end)
        ) is not None:
            self._gives_floor(agent[0], start, end)
            self._speaks(agent[0], agent[1], start, end)
            return
        label = _LABELLED.match(self.text, subject.end, end) if subject is not None else None
        if subject is not None and subject.kind == "persons" and label is not None:
            self._labelled(subject, label.end(), start, end)
            return
        if subject is None or (subject.kind == "pronoun" and not self.turn.open):
            self._continued(start, end)
            return
        if subject.kind in ("persons", "seat"):
            if verb is None and not self._acts(subject, start, end):
                self._continued(start, end)
                return
            self._gives_floor(subject, start, end)
        elif subject.kind == "body":
            if verb is None or REPORTED_ONLY.search(sentence):
                self._continued(start, end)
                return
            self.turn = Turn()
        self._speaks(subject, verb, start, end)

    def _labelled(self, subject: Subject, at: int, start: int, end: int) -> None:
        """A turn that begins with the name alone: "MS LIND: Welcomed the idea", "AL - Is this agreed?"."""
        self._gives_floor(subject, start, end)
        words = self.text[at:end]
        first = re.match(r"\w+", words)
        verb = first.group().lower() if first else ""
        if _QUESTION.search(words):
            kind: EntryKind = "request"
        elif verb in KIND_OF_VERB and verb not in PLAIN:
            kind = kind_of(verb, "", words[len(verb) :])
        else:
            kind = content_kind(words, "statement")
        self.drafts.put(self._draft(kind, start, end), joins=False)

    def _decides(self, subject: Subject | None, start: int, end: int) -> bool:
        """True for a decision of all; what a speaker reports as decided is none, an election is."""
        sentence = self.text[start:end]
        if not is_decision(sentence, subject is not None and subject.kind == "body"):
            return False
        if subject is None or subject.kind == "body" or _agreed(sentence):
            return True
        if BODY_DECIDES.match(self.text[subject.start : end]):
            return True
        if DECIDED_PASSIVE.search(self.text, start, subject.start) is not None:
            return True  # the names behind it are those it is about
        passive = DECIDED_PASSIVE.search(self.text, subject.end, end)
        if passive is not None and passive.start() - subject.end <= 2:
            return True
        return subject.kind != "persons" and self.speakers.verb(subject, end) is None

    def _acts(self, subject: Subject, start: int, end: int) -> bool:
        """A person without a verb of speaking still acts ("will review", "has shared"); a seat does not."""
        if subject.kind == "seat":
            return self.by_topic and is_tasked(self.text, subject, end)
        if self.turn.open and not is_tasked(self.text, subject, end):
            return False  # inside another's turn, who "had gone" or "was there" is only talked about
        return len(self.text[subject.end : end].split()) > 1 and not REPORTED_ONLY.search(
            self.text[start:end]
        )

    def _undertakes(self, owners: Owners, start: int, end: int) -> None:
        for someone in owners.persons:
            someone.speaks = True
        self.drafts.put(
            Draft("commitment", start, end, owners.persons, owners.seat, due=due_in(self.text, start, end)),
            joins=False,
        )
        self.turn = Turn()

    def _note_elected(self, start: int, end: int) -> None:
        """Those whom a decision elects or appoints belong to the people of the paper."""
        if ELECTING.search(self.text, start, end) is None:
            return
        for named in HONORIFIC_NAME.finditer(self.text, start, end):
            someone = self.register.add(named["name"], named.span("name"))
            someone.honorific = someone.honorific or named["hon"]
            someone.elected = True
            describe(someone, self.text, named.end(), end)

    def _gives_floor(self, subject: Subject, start: int, end: int) -> None:
        for someone in subject.persons:
            someone.speaks = True
        seat = subject.seat
        if len(subject.persons) > 3:
            seat = self.text[subject.start : subject.end]
            self.turn = Turn(seat=seat)
        else:
            self.turn = Turn(subject.persons, seat)
        self.turn.behalf = self._relayed(subject, start, end)

    def _relayed(self, subject: Subject, start: int, end: int) -> Someone | str | None:
        """Whose words are passed on, where the sentence says so."""
        found = _RELAYED.search(self.text, subject.start, end)
        if found is None:
            return None
        if (named := HONORIFIC_NAME.match(self.text, found.end(), end)) is not None:
            someone = self.register.add(named["name"], named.span("name"))
            someone.honorific = someone.honorific or named["hon"]
            someone.represented = True
            describe(someone, self.text, named.end(), end)
            return someone
        words = _ON_BEHALF.match(self.text, found.end(), end)
        if words is None:
            return None
        known = self.register.find(words.group())
        if known is not None and known not in subject.persons:
            known.represented = True
            return known
        return words.group()

    def _speaks(self, subject: Subject, verb: Verb | None, start: int, end: int) -> None:
        rest = self.text[verb.end : end] if verb is not None else self.text[subject.end : end]
        if verb is not None:
            kind = kind_of(verb.word, verb.before, rest)
        elif is_tasked(self.text, subject, end):
            kind = "commitment"
        else:
            kind = content_kind(rest, "information" if subject.kind == "persons" else "statement")
        if verb is not None and verb.word.startswith("present") and len(rest.split()) < FEWEST_WORDS:
            self.drafts.closed = True  # a title without content: what follows is the presentation
            return
        if rest.rstrip().endswith(":") and kind not in ("statement", "information"):
            self.turn.announced = kind
            self.drafts.closed = True
            return
        if subject.kind == "body" and kind == "statement":
            kind = "information"
        first = replace(
            self._draft(kind, start, end),
            due=due_in(self.text, start, end) if kind in ("commitment", "offer") else None,
        )
        cut = self._second_act(kind, verb, end)
        if cut is None:
            self.drafts.put(first, joins=subject.kind == "pronoun")
            return
        place, word, word_end = cut
        self.drafts.put(replace(first, end=place), joins=subject.kind == "pronoun")
        self.drafts.put(self._draft(kind_of(word, "", self.text[word_end:end]), place, end), joins=False)

    def _second_act(self, kind: EntryKind, verb: Verb | None, end: int) -> tuple[int, str, int] | None:
        """Where a second verb of speaking opens an act of another kind: place, verb, end of the verb."""
        if verb is None or kind == "opening":
            return None
        for found in STRONG_VERB.finditer(self.text, verb.end, end):
            glue = _CUT.search(self.text, max(verb.end, found.start() - 30), found.start())
            if glue is None or found.start() - verb.end < 12:
                continue
            other = kind_of(found.group(), "", self.text[found.end() : end])
            if other not in (kind, "statement", "information"):
                lead = re.match(r"[,;]?\s+", glue.group())
                return glue.start() + (lead.end() if lead else 0), found.group(), found.end()
        return None

    def _continued(self, start: int, end: int) -> None:
        """A sentence that names nobody: it goes on with the turn, or stands for itself."""
        sentence = self.text[start:end]
        if REPORTED_ONLY.search(sentence) or (_HELD.search(sentence) and not self.turn.open):
            self.turn = Turn() if not self.by_topic and REPORTED_ONLY.search(sentence) else self.turn
            return
        if not self.turn.open:
            if _LISTED_PROPOSALS.match(sentence):
                self.turn.announced = "proposal"
            elif len(sentence.split()) < 3:
                return
            elif (
                self.by_topic
                and self.drafts.all
                and not self.drafts.closed
                and self.drafts.all[-1].kind in ("information", "statement")
            ):
                self.drafts.put(replace(self._draft("information", start, end)))
            elif self.by_topic and (not sentence.endswith(":") or LEADS.search(sentence) is None):
                self.drafts.put(self._draft(_loose_kind(sentence), start, end))
            return
        last = self.drafts.all[-1] if self.drafts.all else None
        if last is None or self.drafts.closed:
            self.drafts.put(self._draft(content_kind(sentence, "statement"), start, end))
            return
        kind = content_kind(sentence, "information" if last.kind == "information" else "statement")
        if last.end == start - 1 and last.kind in ("decision", "commitment"):
            kind = "information" if kind == "statement" else kind
        if last.kind not in RUNS and kind == "statement" and _DETAIL.match(sentence):
            self.drafts.all[-1] = replace(last, end=end)
            return
        self.drafts.put(self._draft(kind, start, end))

    def _nameless(self, block: Block) -> None:
        """A paragraph or bullet of minutes by topic that carries content and names nobody."""
        words = self.paper.words(block)
        if (
            not self.by_topic
            or len(words.split()) < FEWEST_WORDS
            or words.endswith(":")
            or REPORTED_ONLY.search(words)
            or _HELD.search(words)
            or JOINED.search(words)
            or is_attendance(self.text, *block.span)
        ):
            return
        self.drafts.closed = True
        self.drafts.put(Draft(_loose_kind(words), *block.span), joins=False)

    def _whole(self, kind: EntryKind, block: Block) -> None:
        if block.kind in ("item", "paragraph", "line") and not self.paper.words(block).endswith(":"):
            self.drafts.put(Draft(kind, *block.span), joins=False)

    def _action(self, block: Block, start: int, end: int, at: int | None = None) -> None:
        """An action point: a commitment of its owner, a decision where it names none."""
        if block.kind == "row":
            owned = row_owner(self.paper, block, self.register)
            if owned is not None:
                owners, due = owned
                self.drafts.put(
                    Draft("commitment", *block.span, owners.persons, owners.seat, due=due), joins=False
                )
            return
        at = start if at is None else at
        subject = self.speakers.subject(at, end)
        owners_found = owners_of(self.text, at, end, subject, self.register, marked=True, item=True)
        if owners_found is not None:
            self._undertakes(owners_found, start, end)
        else:
            self.drafts.put(Draft("decision", start, end), joins=False)
        self.turn = Turn()

    def _draft(self, kind: EntryKind, start: int, end: int) -> Draft:
        return Draft(kind, start, end, self.turn.persons, self.turn.seat, self.turn.behalf)


def _agreed(sentence: str) -> bool:
    return (
        re.search(r"\bconsensus\b|\bgeneral\s+agreement\b", sentence) is not None
        or BODY_SUBJECT.match(sentence) is not None
    )


def _loose_kind(words: str) -> EntryKind:
    """The kind of words that name nobody."""
    if _QUESTION.search(words):
        return "request"
    if is_decision(words, subject_is_body=BODY_SUBJECT.match(words) is not None):
        return "decision"
    kind = content_kind(words, "information")
    return "information" if kind in ("commitment", "offer", "support", "reservation") else kind
