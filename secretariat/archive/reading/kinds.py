"""Which kind a sentence is: the verb of speaking decides, what it governs corrects it.

Source: own choice, after the practice of summary records; the tables are in ``lexicon``.
"""

from __future__ import annotations

import re
from typing import Final

from secretariat.archive.reading.lexicon import BODY_SUBJECT, KIND_OF_VERB
from secretariat.archive.reading.model import EntryKind

_GATHERING: Final = r"(?:the\s+|this\s+)?(?:\w+\s+){0,3}?(?:meeting|session|sitting|conference|workshop|proceedings|plenary|discussions?)\b"
OPENING: Final = re.compile(
    rf"\b(?:opened\s+{_GATHERING}|opens\s+{_GATHERING}|called\s+{_GATHERING}\s+to\s+order|declared\s+{_GATHERING}\s+open(?:ed)?|"
    r"(?:welcomed|welcomes)\s+(?:(?:all|the|everyone|everybody|those)\s+)*(?:\w+\s+){0,2}?"
    r"(?:participants|delegates|delegations|everyone|everybody|members|guests|attendees|colleagues|representatives|present|all)\b)",
    re.I,
)
CLOSING: Final = re.compile(
    rf"\b(?:(?:closed|closes|adjourned|adjourns)\s+{_GATHERING}|declared\s+{_GATHERING}\s+closed|"
    rf"(?:meeting|session|sitting)\s+(?:was\s+|is\s+)?(?:then\s+)?(?:closed|adjourned|rose|ended)\b)",
    re.I,
)
DECIDED: Final = re.compile(
    r"\b(?:agreed|agrees|decided|decides|approved|approves|adopted|adopts|elected|elects|endorsed|endorses|resolved|resolves|"
    r"concluded|concludes|considers|accepted|confirmed|appointed|set\s+the|came\s+to\s+the\s+conclusion|able\s+to\s+come\s+to|voted|"
    r"took\s+note|takes\s+note|invited|requested|recommended)\b"
)
BODY_DECIDES: Final = re.compile(
    r"(?:^|[,:;]\s|^[A-Z-]{3,12}\s)(?:(?:The|the)\s+(?:meeting|group|committee|conference|board|council|commission|team|plenary|assembly)|"
    r"(?:(?:The|the)\s+)?(?:[Pp]articipants|[Rr]epresentatives|[Mm]embers)(?:\s+of\s+the\s+\w+)?),?\s+"
    r"(?:(?:\w+ly|then|thus|also|therefore|did\s+not)\s+)*"
    r"(?:agreed|decided|approved|adopted|elected|endorses|endorsed|accepted|resolved|voted|concluded|approve|adopt|accept|endorse)\b"
)
DECIDED_PASSIVE: Final = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been|is|are)\s+(?:(?:then|thus|also|therefore|unanimously|further|generally|provisionally)\s+)*"
    r"(?:agreed|decided|approved|adopted|elected|re-elected|selected|endorsed|resolved|accepted|appointed|confirmed\s+as|concluded)\b"
    r"|\bthere\s+was\s+(?:a\s+)?(?:broad\s+|general\s+)?(?:consensus|agreement)\b|\b(?:a|the)\s+consensus\s+that\b",
    re.I,
)
REPORTED_ONLY: Final = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:then\s+|also\s+|briefly\s+)?(?:discussed|presented|exchanged|examined|circulated|distributed|shown|held|organi[sz]ed)\b"
    r"|\b(?:discussed|exchanged\s+views)\b|\bdiscussion\s+(?:took\s+place|followed|ensued)\b|\bthere\s+was\s+(?:some\s+|a\s+)?discussion\b|\bturned\s+to\s+discussing\b",
    re.I,
)
_ME: Final = r"(?:\b(?:s?he|they|we|it|I|who|and)\s+|^\W*(?:that\s+)?(?:the\s+\w+\s+)?)"
_OFFER: Final = re.compile(
    _ME
    + r"(?:can|could|(?:is|was|are|were|am|stands?|stood)\s+(?:ready|willing|prepared|able|happy|pleased|considering)\s+to|"
    r"intends?\s+to|intended\s+to|plans?\s+to|planned\s+to|would\s+be\s+(?:\w+\s+){0,2}?to|would\s+like\s+to)\s+(?:also\s+|try\s+to\s+)?"
    r"(?:host|organi[sz]e|hold|convene|provide|offer|share|contribute|help|assist|lend|make\s+available|invite)\b"
)
_WILL: Final = re.compile(
    r"^\W*(?:to\s+\w+\s+)?(?:that\s+)?(?:s?he|they|we|I)\s+"
    r"(?:will|would|shall)\s+(?:also\s+|then\s+|soon\s+)?(?!be\b|have\b|not\b|like\b|need\b|seem\b|appear\b|remain\b)[a-z]+\b"
)
_ASKING: Final = re.compile(
    r"[,;]?\s(?:asking|requesting|inviting|urging|encouraging|calling\s+on|calling\s+upon)\b"
)
_PROPOSING: Final = re.compile(r"[,;]\s(?:proposing|suggesting|recommending)\b|\bcall(?:ed|s)\s+for\b")
_DOUBT: Final = re.compile(
    r"^\W*(?:\w+\s+){0,3}?(?:concerns?|reservations?|doubts?|misgivings|objections?|scepticism|disagreement)\b|\bno\s+quarrel\b.*\bbut\b|\bcould\s+not\s+(?:accept|support|agree)\b",
    re.S,
)
_BACKING: Final = re.compile(
    r"^\W*(?:\w+\s+){0,3}?(?:support\s+for|agreement\s+with|in\s+favou?r\s+of|full\s+support)\b|\b(?:supports?|supported)\s+th(?:e|is)\b"
)
_CALLS_ON: Final = re.compile(r"^\s*(?:up)?on\b")
_SHOULD: Final = re.compile(
    r"\b(?:we|it|this|that|group|meeting|committee|network|secretariat|paper|document)\s+should\s+(?:also\s+)?(?:consider|add|prepare|write|draft|hold|meet|create|adopt)\b"
    r"|\bshould\s+(?:also\s+|again\s+)?be\s+(?:\w+ed|set|put|made|given|kept|sent|drawn|written|held|the\s+subject\s+of)\b"
    r"|\bwe\s+(?:could|might)\s+(?:also\s+)?(?:consider|add|prepare|write|draft|hold|meet|create|adopt)\b",
    re.I,
)
_NEGATED: Final = re.compile(r"\b(?:did|does|do|could|can|would)\s*(?:not|n['’]t)\s*$|\bcannot\s*$")
_PLAIN_FACT: Final = re.compile(r"^\s*(?:that\s+)?(?:[^.;]{0,60}?)\b(?:was|were|is|had|has)\b")
_TO_BE_DONE: Final = re.compile(r"\b(?:should|could|might|be|would|required?|need(?:ed|s)?)\b")
NOT_A_REQUEST: Final = re.compile(r"^\s+that\b")


def kind_of(verb: str, before: str, rest: str) -> EntryKind:
    """The kind of a sentence whose subject is a speaker.

    ``verb``: the verb of speaking as written; ``before``: the words between subject and verb; ``rest``:
    the words from the verb on, without it.
    Source: own choice; a refusal to support is tested before the support.
    """
    whole = verb + rest
    kind = KIND_OF_VERB.get(verb, "statement")
    if OPENING.match(whole):
        return "opening"
    if CLOSING.match(whole):
        return "closing"
    if kind == "proposal" and _NEGATED.search(before):
        return "reservation"
    if kind == "support":
        return _support(verb, before, rest)
    if kind == "request":
        return "statement" if verb.startswith("urge") and NOT_A_REQUEST.match(rest) else "request"
    if kind == "proposal":
        if verb.startswith("move") and not NOT_A_REQUEST.match(rest):
            return "information"
        if verb.startswith("suggest") and _PLAIN_FACT.match(rest) and not _TO_BE_DONE.search(rest):
            return "statement"
        return "proposal"
    if kind in ("statement", "information"):
        return content_kind(rest, kind, verb)
    return kind  # type: ignore[return-value]  # a key of STRONG is an EntryKind


def _support(verb: str, before: str, rest: str) -> EntryKind:
    if _NEGATED.search(before):
        return "reservation"
    if verb.startswith("agree") and re.match(r"\s+to\s+(?!the\b|a\b|th)", rest):
        return "commitment"
    return "support"


def content_kind(rest: str, default: str, verb: str = "") -> EntryKind:
    """The kind told by what is said, where the verb is neutral or missing.

    ``rest``: what is said; ``default``: "statement" or "information".
    Source: own choice: offers before undertakings, because "can try to host" binds nobody.
    """
    if verb.startswith("call") and _CALLS_ON.match(rest):
        return "request"
    if _OFFER.search(rest):
        return "offer"
    if _ASKING.search(rest):
        return "request"
    if _PROPOSING.search(verb + rest):
        return "proposal"
    if _DOUBT.search(rest):
        return "reservation"
    if _BACKING.search(rest):
        return "support"
    if _WILL.search(rest):
        return "commitment"
    if _SHOULD.search(rest):
        return "proposal"
    return "information" if default == "information" else "statement"


def is_decision(sentence: str, subject_is_body: bool) -> bool:
    """True where the meeting as a whole decides, as subject or in the passive.

    Source: own choice; an agreement between two speakers is none.
    """
    if DECIDED_PASSIVE.search(sentence) or BODY_DECIDES.search(sentence):
        return True
    if not subject_is_body:
        return False
    subject = BODY_SUBJECT.search(sentence)
    verb = DECIDED.search(sentence, subject.end() if subject else 0)
    if verb is None or subject is None or subject.group().casefold() == "it":
        return False
    gap = sentence[subject.end() : verb.start()]
    return len(gap) < 140 and re.search(r"\b(?:that|has|had|have)\b", gap) is None
