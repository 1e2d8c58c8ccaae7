"""Answers without a sign-in: what whoever comes by a personal link is asked, and how the answer is taken.

A room declares its purpose in ``members.purposes``; here stands, for each that is answered on a page, the door
to its thing and the action that takes the answer. Its form and the facts it shows stand in
``views`` and in the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from secretariat.access.rules import Actor, verdict
from secretariat.commitments.actions import report_progress
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import visible_commitments, visible_progress
from secretariat.commitments.rules import REPORT
from secretariat.meetings.actions import answer_poll, reply_to_invitation
from secretariat.meetings.date_polls import DATES
from secretariat.meetings.inviting import ASK
from secretariat.meetings.models import Invitee, PollLine
from secretariat.meetings.reads import visible_invitees, visible_poll_lines
from secretariat.members.actions import use_link
from secretariat.members.models import Network, PersonalLink
from secretariat.members.reads import LinkHolder, LinkLine, holder_of_secret, link_line, visible_links
from secretariat.toolbox.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Question:
    """How one purpose is answered: the door to its things, the action that takes the answer, the address of the
    page on which those who sign in see the thing, and the rows of the answers that stand to it, where each answer
    is a row of its own.
    """

    things: Callable[[Actor], QuerySet[Any]]
    act: Callable[[Actor, Any, Mapping[str, Any]], object]
    page: Callable[[Any], str]
    answers: Callable[[Actor, Any], QuerySet[Any]] | None = None


def _report(actor: Actor, line: Commitment, answer: Mapping[str, Any]) -> object:
    return report_progress(actor, commitment=line, **answer)


def _reports(reader: Actor, line: Commitment) -> QuerySet[Any]:
    return visible_progress(reader).filter(commitment=line)


def _dates(actor: Actor, line: PollLine, answer: Mapping[str, Any]) -> object:
    return answer_poll(actor, line=line, **answer)


def _invited(actor: Actor, invitee: Invitee, answer: Mapping[str, Any]) -> object:
    return reply_to_invitation(actor, invitee=invitee, **answer)


QUESTIONS: dict[str, Question] = {
    REPORT: Question(
        visible_commitments,
        _report,
        lambda line: reverse("commitments:commitment", args=[line.ref]),
        _reports,
    ),
    ASK: Question(visible_invitees, _invited, lambda row: reverse("meetings:invitee", args=[row.ref])),
    DATES: Question(visible_poll_lines, _dates, lambda line: reverse("meetings:poll", args=[line.poll.ref])),
}
"""By the name of the purpose; a link for a purpose without a question, such as a feed, is answered nowhere."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever came by a link is asked: the question and its one thing."""

    holder: LinkHolder
    question: Question
    thing: Any


def asked_by(secret: str) -> Asked:
    """What the link with that secret asks. Two queries.

    Raises NotVisible, whatever is the matter: a wrong, used, old or revoked link, an ended mandate, somebody
    suspended, a thing that is gone, was narrowed or belongs to another seat by now.
    """
    holder = holder_of_secret(secret)
    if holder is None:
        raise NotVisible
    link, purpose = holder.line.link, holder.line.purpose
    question = QUESTIONS.get(link.purpose)
    if question is None:
        raise NotVisible
    thing = question.things(holder.reader).filter(ref=link.thing_ref).first()
    if thing is None or not verdict(holder.answerer, purpose.deed, thing):
        raise NotVisible
    return Asked(holder, question, thing)


def given_by(asked: Asked) -> Any | None:
    """The newest answer that came by this link, as it stands now; None before the first. At most one query.

    Only what the holder said by the link itself: whoever finds the address learns no other report by it.
    """
    link, holder = asked.holder.line.link, asked.holder
    if link.used_at is None or asked.question.answers is None:
        return None
    rows = asked.question.answers(holder.reader, asked.thing)
    return rows.filter(actor_label=holder.answerer.label, at__gte=link.made_at).first()


@transaction.atomic
def take_answer(asked: Asked, answer: Mapping[str, Any]) -> None:
    """Takes an answer as the deed of whoever was asked, and notes on the link that it was given, or neither.

    Raises what the action raises, and NotVisible when the link was taken back meanwhile.
    """
    use_link(asked.holder.answerer, link=asked.holder.line.link)
    asked.question.act(asked.holder.answerer, asked.thing, answer)


@dataclass(frozen=True, slots=True)
class SentLink:
    """A personal link as the list shows it; the thing only where the reader may see it."""

    line: LinkLine
    thing: Any | None
    url: str


MOST_LINKS = 200


def sent_links(actor: Actor, network: Network) -> list[SentLink]:
    """The newest personal links of a network that the actor may see, with what they are about: at most 200.

    One query, and one for each purpose that has a question.
    """
    rows = visible_links(actor).filter(mandate__seat__network=network)[:MOST_LINKS]
    lines = [link_line(row) for row in rows]
    things = _things(actor, (line.link for line in lines))
    return [_sent(line, things.get(line.link.thing_ref)) for line in lines]


def _sent(line: LinkLine, thing: Any | None) -> SentLink:
    return SentLink(line, thing, QUESTIONS[line.link.purpose].page(thing) if thing is not None else "")


def _things(actor: Actor, links: Iterable[PersonalLink]) -> dict[str, Any]:
    refs: dict[str, set[str]] = {}
    for link in links:
        refs.setdefault(link.purpose, set()).add(link.thing_ref)
    found: dict[str, Any] = {}
    for name, question in QUESTIONS.items():
        if name in refs:
            found |= {thing.ref: thing for thing in question.things(actor).filter(ref__in=refs[name])}
    return found
