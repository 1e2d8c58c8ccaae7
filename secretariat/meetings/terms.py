"""The terms of reference as parameters: each number with its unit and the article that says so.

A network that has set no terms of its own works by the model terms below, and every page says which of the two it
cites: nobody shall take a proposal of ours for something the States have agreed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from secretariat.toolbox.errors import RuleBroken

Value = int | Fraction | str | bool
Unit = Literal[
    "days",
    "working days",
    "hours",
    "weeks",
    "years",
    "times",
    "languages",
    "people",
    "at least of the seats",
    "more than of the seats",
    "time of day",
    "yes or no",
    "words",
]
Direction = Literal["", "before", "after"]

LONGEST_WORDS = 200
LARGEST_NUMBER = 3660
"""Ten years in days: a larger number is a slip of the hand."""

_SHARES: tuple[Unit, ...] = ("at least of the seats", "more than of the seats")
_COUNTED: tuple[Unit, ...] = (
    "days",
    "working days",
    "hours",
    "weeks",
    "years",
    "times",
    "languages",
    "people",
)
_ONE = {"people": "person"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or word of the terms of reference.

    ``label`` says what it is about; ``direction`` and ``counts_from`` say from where a span runs; ``is_set`` is true
    once the network has set it, so that ``article`` is an article of its own terms and not of the model.
    """

    name: str
    article: str
    value: Value
    unit: Unit
    default: Value
    label: str
    direction: Direction = ""
    counts_from: str = ""
    is_set: bool = False

    @property
    def cite(self) -> str:
        """The article as a deadline or a refusal names it: "Article 5.3 of the terms of reference"."""
        if self.is_set:
            return f"Article {self.article} of the terms of reference"
        return f"Article {self.article} of the model terms, as the network has set none"

    @property
    def value_words(self) -> str:
        """The value with its unit: "10 working days", "at least one third of the seats", "yes"."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if self.unit in _SHARES:
            return f"{self.unit.split(' of ')[0]} {_share_words(self.value)} of the seats"
        if self.unit in _COUNTED:
            one = _ONE.get(self.unit, self.unit.removesuffix("s"))
            return f"{self.value} {self.unit if self.value != 1 else one}"
        return str(self.value)

    @property
    def rule(self) -> str:
        """How a refusal that rests on it is named."""
        return f"meetings.{self.name}"


def _share_words(value: Value) -> str:
    named = {Fraction(1, 3): "one third", Fraction(1, 2): "half", Fraction(2, 3): "two thirds"}
    return "all" if value == 1 else named.get(Fraction(value), str(value))


def _p(
    name: str, article: str, value: Value, unit: Unit, label: str, direction: Direction = "", since: str = ""
) -> Parameter:
    return Parameter(name, article, value, unit, value, label, direction, since)


_OPENS, _CLOSED = "the meeting opens", "the meeting has closed"

MODEL = (
    _p("chair_term", "3.1", 1, "years", "the Chair's term"),
    _p("troika", "3.2", True, "yes or no", "past and next Chair follow the Chair's work"),
    _p("order_of_states", "4.1", "English alphabetical, from a lot", "words", "order of States"),
    _p("languages", "4.2", 1, "languages", "languages beside the original"),
    _p("agenda_regular", "5.1", 60, "days", "agenda of a regular meeting", "before", _OPENS),
    _p("agenda_special", "5.2", 30, "days", "agenda of a special meeting", "before", _OPENS),
    _p("papers_for_decision", "5.3", 10, "working days", "papers for decision", "before", _OPENS),
    _p("decision_texts", "5.4", 24, "hours", "decision texts in session", "before", "they are adopted"),
    _p("invitation_replies", "5.5", 28, "days", "answers to an invitation", "before", _OPENS),
    _p("credentials", "6.1", 24, "hours", "credentials", "before", _OPENS),
    _p("observers_objection", "6.2", 30, "days", "list of observers, for objections", "before", _OPENS),
    _p("delegation_size", "6.3", 5, "people", "size of a delegation"),
    _p("delegation_technical", "6.4", 10, "people", "size of a delegation at a technical meeting"),
    _p("quorum_open", "7.1", Fraction(1, 3), "at least of the seats", "quorum to open"),
    _p("quorum_decide", "7.2", Fraction(1, 2), "more than of the seats", "quorum to decide"),
    _p("silence_minimum", "8.1", 5, "working days", "shortest silence", "after", "the text went out"),
    _p("silence_usual", "8.2", 10, "working days", "usual silence", "after", "the text went out"),
    _p("silence_urgent", "8.3", 2, "working days", "urgent silence", "after", "the text went out"),
    _p(
        "silence_expires_at",
        "8.4",
        "17:00",
        "time of day",
        "hour at which silence ends, in the zone of the seat",
    ),
    _p("silence_extensions", "8.5", 2, "times", "extensions of a silence, asked for before it ends"),
    _p("silence_broken_by", "8.6", "head of delegation or named alternate", "words", "who may break silence"),
    _p("record_draft", "9.1", 5, "working days", "draft record", "after", _CLOSED),
    _p("record_corrections", "9.2", 7, "days", "corrections to the record", "after", "the draft went out"),
    _p("statement_for_record", "9.3", 24, "hours", "statements for the record", "after", _CLOSED),
    _p("query_minimum", "10.1", 2, "weeks", "shortest network query", "after", "it was asked"),
    _p("query_usual", "10.2", 4, "weeks", "usual network query", "after", "it was asked"),
    _p("keep_non_papers", "11.1", 1, "years", "non-papers are kept", "after", "they were written"),
    _p("keep_drafts", "11.2", 10, "years", "drafts are kept", "after", "they were written"),
    _p("keep_adopted", "11.3", "for ever", "words", "adopted texts are kept"),
    _p("keep_logs", "11.4", 10, "years", "logs are kept", "after", "they were written"),
    _p("marking_lowered_by", "11.5", "the originator only", "words", "who lowers a marking"),
)
"""The model terms. Source of the numbers: the rules of procedure of the UNTOC conference (agenda, quorum, credentials,
observers), EMN (queries), ITU (draft record, statements), the UN Office at Geneva (corrections), OSCE (the Chair's
year); the rest and all article numbers are our own proposal."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All parameters of a network, in the order of the articles of the model."""

    parameters: tuple[Parameter, ...]

    def get(self, name: str) -> Parameter:
        """The parameter of that name. Raises RuleBroken (``meetings.no_such_term``) where there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise RuleBroken("meetings.no_such_term", f"The terms of reference know nothing called {name}.")


DEFAULT_TERMS = Terms(MODEL)


def terms_with(settings: Mapping[str, tuple[str, str]]) -> Terms:
    """The terms of a network: for each name it has set, its own article and value as text; the model for the rest.

    Raises RuleBroken: ``meetings.no_such_term`` for an unknown name, ``meetings.term_article`` for an article that
    is none, ``meetings.term_value`` for a value that does not fit the unit, ``meetings.terms_contradict`` where two
    values cannot both hold.
    """
    for name in settings:
        DEFAULT_TERMS.get(name)
    made = Terms(tuple(_as_set(p, *settings[p.name]) if p.name in settings else p for p in MODEL))
    _refuse_contradictions(made)
    return made


def _as_set(parameter: Parameter, article: str, text: str) -> Parameter:
    number = article.strip().removeprefix("Article ").strip()
    if not re.fullmatch(
        r"\d{1,3}(\.\d{1,3}){0,3}(\([0-9a-z]{1,3}\)){0,2}|[IVXLC]{1,7}(\.\d{1,3}){0,2}", number
    ):
        raise RuleBroken(
            "meetings.term_article", f"“{article}” is no number of an article; write 5, 5.3, 5(2) or IV.2."
        )
    return replace(parameter, article=number, value=read_value(parameter, text), is_set=True)


def read_value(parameter: Parameter, text: str) -> Value:
    """The value that a text stands for in the parameter's unit.

    Raises RuleBroken (``meetings.term_value``) with what would fit: "a number from 1 to 3660", "a share such as 1/3".
    """
    said = " ".join(text.split())
    if parameter.unit == "yes or no":
        if said.casefold() in ("yes", "no"):
            return said.casefold() == "yes"
        raise _unfit(parameter, text, "yes or no")
    if parameter.unit in _SHARES:
        found = re.fullmatch(r"(\d{1,3})\s?/\s?(\d{1,3})", said)
        if found and int(found[2]) and 0 < Fraction(int(found[1]), int(found[2])) <= 1:
            return Fraction(int(found[1]), int(found[2]))
        raise _unfit(parameter, text, "a share such as 1/3")
    if parameter.unit == "time of day":
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", said):
            return said
        raise _unfit(parameter, text, "a time such as 17:00")
    if parameter.unit == "words":
        if 0 < len(said) <= LONGEST_WORDS:
            return said
        raise _unfit(parameter, text, f"some words, {LONGEST_WORDS} characters at most")
    # int() reads digits of every script; an article of the terms is written in these ten.
    least = 0 if parameter.unit in ("times", "languages") else 1
    if re.fullmatch(r"[0-9]{1,4}", said) and least <= int(said) <= LARGEST_NUMBER:
        return int(said)
    raise _unfit(parameter, text, f"a number from {least} to {LARGEST_NUMBER}")


def _unfit(parameter: Parameter, text: str, fits: str) -> RuleBroken:
    return RuleBroken(
        "meetings.term_value", f"“{text[:60]}” cannot be the value of “{parameter.label}”: it takes {fits}."
    )


def _refuse_contradictions(terms: Terms) -> None:
    pairs = (
        ("silence_minimum", "silence_usual"),
        ("query_minimum", "query_usual"),
        ("agenda_special", "agenda_regular"),
    )
    for shorter, longer in pairs:
        low, high = terms.get(shorter), terms.get(longer)
        if int(low.value) > int(high.value):
            raise RuleBroken(
                "meetings.terms_contradict",
                f"“{low.label}” ({low.value_words}) cannot be longer than “{high.label}” ({high.value_words}).",
            )
