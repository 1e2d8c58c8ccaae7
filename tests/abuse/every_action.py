"""Every public action of the house, each with a way to do it in the small world."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from secretariat.access.models import Account
from secretariat.access.reads import account_by_email
from secretariat.access.rules import Actor, system_actor
from secretariat.archive import actions as archive
from secretariat.archive.models import Fact, Reading, Source
from secretariat.archive.reading.model import to_json_dict
from secretariat.archive.reading.worker import read_safely
from secretariat.audit import actions as audit
from secretariat.audit.models import Deed
from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment, Decision
from secretariat.desk import actions as desk
from secretariat.desk.leaving.bundle import open_bundle
from secretariat.meetings import actions as meetings
from secretariat.meetings import calendar_import
from secretariat.meetings.actions import Delivered
from secretariat.meetings.agendas import ItemDraft
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import AgendaItem, Delegate, HostingOffer, Meeting, Paper, Term
from secretariat.meetings.models.invitations import Invitation, Invitee, UnplacedMail
from secretariat.meetings.models.invitations import Letter as NumberedLetter
from secretariat.meetings.models.outside import FreeSpan, OutsideEvent
from secretariat.meetings.models.polls import DatePoll
from secretariat.members import actions as members
from secretariat.members.actions.nominations import Letter
from secretariat.members.actions.notices import note_problem
from secretariat.members.models import Mandate, Network, Person, Seat
from secretariat.members.reads import actor_for_account
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Correction, Entry, Record, SpeakerSlot
from secretariat.publishing import actions as publishing
from secretariat.publishing.models import Release, RingChange
from secretariat.toolbox import clock

SYSTEM = system_actor("the test")
Act = Callable[[], object]


class Ways:
    """The rows and the people of the small world, found anew in whichever store this process is pointed at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = itertools.count()

    def actor(self, email: str) -> Actor:
        account = account_by_email(f"{email}@story.example")
        assert account is not None
        return actor_for_account(account)

    @cached_property
    def network(self) -> Network:
        return Network.objects.get()

    @property
    def today(self) -> date:
        return clock.today()

    def seat(self, code: str) -> Seat:
        return Seat.objects.get(code=code)

    def named(self, email: str) -> Person:
        return Person.objects.get(account__email=f"{email}@story.example")

    def person(self, name: str = "Zora Nova") -> Person:
        return members.add_person(SYSTEM, network=self.network, name=f"{name} {next(self.count)}th")

    def paper(self) -> Path:
        path = self.folder / f"paper-{next(self.count)}.txt"
        path.write_text(
            "Report\n\nOn 12 March 2024 they met in Port Alba.\n\nMs. Vera Lind from Alba spoke.\n" * 3
        )
        return path

    def source(self) -> Source:
        path = self.paper()
        return archive.take_in_source(SYSTEM, network=self.network, name=path.name, path=path)[0]

    def unreadable(self) -> Source:
        source = self.source()
        archive.fail_reading(SYSTEM, reading=source.readings.get(), problem="No words in it.")
        return source

    def held(self) -> Source:
        source = self.source()
        Source.objects.filter(pk=source.pk).update(state="held", held_because="Nobody looked through it yet.")
        source.refresh_from_db()
        return source

    @property
    def reading(self) -> Reading:
        return Reading.objects.filter(state="read").first() or Reading.objects.get(state="read")

    @property
    def record(self) -> Record:
        return Record.objects.first() or Record.objects.get()

    @property
    def entry(self) -> Entry:
        return Entry.objects.filter(kind="proposal", is_removed=False).first() or Entry.objects.get(
            kind="proposal"
        )

    @property
    def line(self) -> Commitment:
        return Commitment.objects.filter(seat__isnull=False).first() or Commitment.objects.get()

    def meeting(self) -> Meeting:
        return meetings.create_meeting(
            SYSTEM, network=self.network, title="Tides", starts_on=date(2026, 9, 1)
        )

    def item(self) -> AgendaItem:
        return meetings.propose_item(SYSTEM, meeting=self.meeting(), title="Tides and moons")

    def announced(self) -> Paper:
        return meetings.announce_paper(SYSTEM, meeting=self.meeting(), title="Tide tables")

    def delivered(self, paper: Paper) -> Paper:
        file = Delivered("source-of-tides", "tides.pdf", "0" * 64, pages=2)
        return meetings.deliver_paper(SYSTEM, paper=paper, file=file)

    def term(self) -> Term:
        return meetings.prepare_term(
            SYSTEM,
            network=self.network,
            parameter="credentials",
            value="48",
            article="6",
            since_on=self.today,
        )

    def delegate(self) -> Delegate:
        """A name that Alba sends to a meeting and nobody knows here yet."""
        meeting = meetings.create_meeting(
            SYSTEM, network=self.network, title="Ebb", starts_on=self.today + timedelta(days=40)
        )
        meetings.arrange_delegations(SYSTEM, meeting=meeting, order="english", delegation_size=9)
        return meetings.name_delegate(
            SYSTEM, meeting=meeting, seat=self.seat("ab"), role="expert", name="Nada Prva"
        )

    def begun(self, delegate: Delegate) -> Meeting:
        """The meeting of a delegate who is validated, on its first day."""
        meetings.validate_delegate(SYSTEM, delegate=delegate)
        Meeting.objects.filter(pk=delegate.delegation.meeting_id).update(
            starts_on=self.today, ends_on=self.today
        )
        return Meeting.objects.get(pk=delegate.delegation.meeting_id)

    def over(self, delegate: Delegate) -> Meeting:
        """The meeting of a delegate with needs, over for a month."""
        meetings.note_needs(SYSTEM, delegate=delegate, diet="No fish")
        day = self.today - timedelta(days=30)
        Meeting.objects.filter(pk=delegate.delegation.meeting_id).update(starts_on=day, ends_on=day)
        return Meeting.objects.get(pk=delegate.delegation.meeting_id)

    def invitation(self) -> Invitation:
        meeting = meetings.create_meeting(
            SYSTEM, network=self.network, title="Spring tide", starts_on=date(2027, 4, 1)
        )
        return meetings.draft_invitation(
            SYSTEM, meeting=meeting, kind="plenary", seats=[self.seat("ab"), self.seat("br")]
        )

    def invitee(self) -> Invitee:
        """The invited seat of Alba, which was written to."""
        invitation = self.invitation()
        meetings.send_invitation(SYSTEM, invitation=invitation)
        return Invitee.objects.select_related("invitation").get(invitation=invitation, seat=self.seat("ab"))

    def letter(self) -> NumberedLetter:
        return NumberedLetter.objects.get(invitee=self.invitee())

    def mail(self) -> UnplacedMail:
        mail = meetings.take_in_mail(
            SYSTEM,
            network=self.network,
            raw=b"From: a@b.example",
            sender="a@b.example",
            subject="?",
            words="?",
            why="No",
        )
        assert mail is not None
        return mail

    def offer(self) -> HostingOffer:
        return meetings.note_offer(SYSTEM, network=self.network, place="Quay")

    def offer_until(self, days: int) -> HostingOffer:
        """An offer of the seat of Alba that stands for so many days from today; fewer than none: it is over."""
        offer = meetings.note_offer(SYSTEM, network=self.network, seat=self.seat("ab"), place="Quay")
        HostingOffer.objects.filter(pk=offer.pk).update(expires_on=self.today + timedelta(days=days))
        return offer

    def poll(self) -> DatePoll:
        return meetings.open_poll(
            SYSTEM, network=self.network, title="Spring", candidates=[days_asked(self.today + timedelta(days=90))],
            answers_until_at=clock.now() + timedelta(days=20),
        )  # fmt: skip

    def calendar(self) -> int:
        day = self.today + timedelta(days=90)
        fair = calendar_import.OutsideEvent("1@fairs", "Spring fair", day, day, None, None, "Old Town")
        return meetings.import_events(SYSTEM, network=self.network, calendar="Fairs", events=[fair])

    def free_days(self) -> FreeSpan:
        return meetings.note_free_days(
            SYSTEM, seat=self.seat("ab"), name="Spring holidays", starts_on=self.today
        )

    def mandate(self) -> Mandate:
        return Mandate.objects.get(person=self.named("alba"))

    def nomination(self) -> Any:
        return members.nominate_person(
            self.actor("alba"), seat=self.seat("ab"), name="Nada Prva", email="nada@story.example",
            function="expert", starts_on=self.today, letter=Letter("Letter 1"),
        )  # fmt: skip

    def notice(self) -> Any:
        return members.queue_notice(
            SYSTEM, account=self.named("alba").account, kind="test", subject="S", body="B"
        )  # type: ignore[arg-type]

    def stuck_notice(self) -> Any:
        notice = self.notice()
        note_problem(notice, "The mail server is down.")
        return notice

    def activation(self) -> Any:
        return members.send_activation(
            SYSTEM, person=self.person(), email=f"new{next(self.count)}@story.example"
        )

    def opening(self) -> Any:
        return members.ask_opening(
            self.actor("admin"), network=self.network, reason="The officer lost the only key to it.", hours=2
        )

    def link(self) -> Any:
        return members.make_link(
            SYSTEM, mandate=self.mandate(), purpose="progress report", thing_ref=self.line.ref
        )


CASES: dict[str, Callable[[Ways], Act]] = {}


def case(function: Callable[[Ways], Act]) -> Callable[[Ways], Act]:
    """Keeps a way to do the action of the same name: what it needs is made first, the act itself is given back."""
    CASES[function.__name__] = function
    return function


def _take_in(w: Ways) -> Act:
    path = w.paper()
    return lambda: archive.take_in_source(w.actor("officer"), network=w.network, name=path.name, path=path)


@case
def begin_reading(w: Ways) -> Act:
    reading = Reading.objects.get(source=w.source())
    return lambda: archive.begin_reading(SYSTEM, reading=reading)


@case
def keep_reading(w: Ways) -> Act:
    source = w.source()
    reading = Reading.objects.get(source=source)
    archive.begin_reading(SYSTEM, reading=reading)
    result = to_json_dict(read_safely(w.folder / source.name, source.name))
    return lambda: archive.keep_reading(SYSTEM, reading=reading, result=result)


@case
def settle_fact(w: Ways) -> Act:
    fact = Fact.objects.filter(reading=w.reading, state="proposed").first()
    assert fact is not None
    return lambda: archive.settle_fact(SYSTEM, fact=fact, state="accepted")


@case
def accept_reading(w: Ways) -> Act:
    archive.settle_rest(SYSTEM, reading=w.reading, state="accepted")
    return lambda: archive.accept_reading(SYSTEM, reading=w.reading)


@case
def undo_acceptance(w: Ways) -> Act:
    reading = w.reading
    archive.settle_rest(SYSTEM, reading=reading, state="accepted")
    archive.accept_reading(SYSTEM, reading=reading)
    return lambda: archive.undo_acceptance(SYSTEM, reading=reading)


@case
def reseal_source(w: Ways) -> Act:
    from secretariat.toolbox.vault import add_service_key

    source = w.source()
    add_service_key(settings.KEYS)
    return lambda: archive.reseal_source(SYSTEM, source=source)


@case
def wipe_words(w: Ways) -> Act:
    offer = w.offer()
    numbers = list(Deed.objects.filter(thing_ref=offer.ref).values_list("number", flat=True))
    return lambda: audit.wipe_words(SYSTEM, thing=offer, numbers=numbers, reason="They asked for it.")


@case
def number_decision(w: Ways) -> Act:
    entry = minutes.add_entry(SYSTEM, record=w.record, kind="decision", text="Agreed again")
    return lambda: commitments.number_decision(SYSTEM, entry=entry)


@case
def import_export(w: Ways) -> Act:
    bundle = open_bundle(w.folder / "bundle")
    return lambda: desk.import_export(SYSTEM, bundle=bundle)


def _decision(w: Ways) -> Decision:
    return commitments.number_decision(
        SYSTEM, entry=minutes.add_entry(SYSTEM, record=w.record, kind="decision", text="Agreed once more")
    )


@case
def forget_attestation(w: Ways) -> Act:
    mandate = members.attest_mandate(
        SYSTEM, person=w.person(), seat=w.seat("es"), function="expert", on=date(2015, 5, 1)
    )
    return lambda: members.forget_attestation(SYSTEM, mandate=mandate)


@case
def start_mandate(w: Ways) -> Act:
    person = w.person()
    return lambda: members.start_mandate(
        SYSTEM, person=person, seat=w.seat("es"), function="coordinator", starts_on=w.today
    )


@case
def merge_people(w: Ways) -> Act:
    keep, other = w.person("Mira Tan"), w.person("Mira Tann")
    return lambda: members.merge_people(SYSTEM, keep=keep, other=other)


@case
def restore_account(w: Ways) -> Act:
    members.suspend_account(SYSTEM, person=w.named("bresta"), reason="Asked for")
    return lambda: members.restore_account(SYSTEM, person=w.named("bresta"))


@case
def refuse_notice(w: Ways) -> Act:
    notice = w.notice()
    Account.objects.filter(pk=notice.account_id).update(is_active=False)
    return lambda: members.refuse_notice(SYSTEM, notice=notice)


@case
def confirm_nomination(w: Ways) -> Act:
    nomination = w.nomination()
    return lambda: members.confirm_nomination(w.actor("officer"), nomination=nomination)


@case
def nominate_person(w: Ways) -> Act:
    return lambda: w.nomination()


@case
def renew_activation(w: Ways) -> Act:
    activation = w.activation()
    type(activation).objects.filter(pk=activation.pk).update(made_at=clock.now() - timedelta(hours=2))
    activation.refresh_from_db()
    return lambda: members.renew_activation(SYSTEM, activation=activation)


@case
def see_in_emergency(w: Ways) -> Act:
    opening = w.opening()
    members.agree_to_opening(w.actor("chair"), opening=opening)
    return lambda: members.see_in_emergency(w.actor("admin"), opening=opening, page="a meeting")


@case
def close_opening(w: Ways) -> Act:
    opening = w.opening()
    members.agree_to_opening(w.actor("chair"), opening=opening)
    return lambda: members.close_opening(SYSTEM, opening=opening)


@case
def forget_name_form(w: Ways) -> Act:
    person = w.person()
    members.add_name_form(SYSTEM, person=person, name="Zora Other")
    return lambda: members.forget_name_form(SYSTEM, person=person, name="Zora Other")


@case
def remove_record(w: Ways) -> Act:
    record = minutes.open_record(SYSTEM, meeting=w.meeting())
    return lambda: minutes.remove_record(SYSTEM, record=record)


@case
def approve_record(w: Ways) -> Act:
    minutes.circulate_record(SYSTEM, record=w.record)
    minutes.issue_corrigendum(SYSTEM, record=w.record, is_early=True)
    return lambda: minutes.approve_record(SYSTEM, record=w.record, approved_on=w.today)


def _circulated(w: Ways) -> Entry:
    entry = minutes.add_entry(
        SYSTEM, record=w.record, kind="statement", text="Roughly said", seat=w.seat("es")
    )
    minutes.circulate_record(SYSTEM, record=w.record)
    return entry


def _asked(w: Ways) -> Correction:
    return minutes.correct_entry(SYSTEM, entry=_circulated(w), seat=w.seat("es"), words="Said")


def _under_silence(w: Ways, until_at: datetime) -> Record:
    _circulated(w)
    minutes.issue_corrigendum(SYSTEM, record=w.record, is_early=True)
    return minutes.open_silence(SYSTEM, record=w.record, until_at=until_at, despite_vacant=True)


@case
def correct_entry(w: Ways) -> Act:
    entry = _circulated(w)
    return lambda: minutes.correct_entry(SYSTEM, entry=entry, seat=w.seat("es"), words="Said")


@case
def open_silence(w: Ways) -> Act:
    _circulated(w)
    minutes.issue_corrigendum(SYSTEM, record=w.record, is_early=True)
    until_at = clock.now() + timedelta(days=30)
    return lambda: minutes.open_silence(SYSTEM, record=w.record, until_at=until_at, despite_vacant=True)


@case
def object_to_record(w: Ways) -> Act:
    record = _under_silence(w, clock.now() + timedelta(days=30))
    return lambda: minutes.object_to_record(SYSTEM, record=record, seat=w.seat("es"), words="No")


@case
def end_silence(w: Ways) -> Act:
    record = _under_silence(w, clock.now() + timedelta(days=30))
    Record.objects.filter(pk=record.pk).update(silence_until_at=clock.now() - timedelta(hours=2))
    return lambda: minutes.end_silence(SYSTEM, record=record)


@case
def note_later_correction(w: Ways) -> Act:
    entry = _circulated(w)
    minutes.issue_corrigendum(SYSTEM, record=w.record, is_early=True)
    minutes.approve_record(SYSTEM, record=w.record, approved_on=w.today)
    later = meetings.create_meeting(SYSTEM, network=w.network, title="Later", starts_on=w.today)
    return lambda: minutes.note_later_correction(
        SYSTEM, entry=entry, seat=w.seat("es"), words="Said", agreed_at=later, agreed_on=w.today
    )


@case
def follow_up_record(w: Ways) -> Act:
    minutes.add_entry(SYSTEM, record=w.record, kind="request", text="Send the list")
    return lambda: commitments.follow_up_record(SYSTEM, record=w.record)


@case
def release_ring(w: Ways) -> Act:
    entry = minutes.add_entry(SYSTEM, record=w.record, kind="statement", text="For few", ring="bureau")
    return lambda: publishing.release_ring(SYSTEM, thing=entry, ring="members", reason="All should know this")


def _silent(w: Ways) -> None:
    SpeakerSlot.objects.filter(record=w.record).delete()


def _waits(w: Ways) -> SpeakerSlot:
    _silent(w)
    return minutes.ask_floor(SYSTEM, record=w.record, seat=w.seat("br"))


def _changed_invitation(w: Ways) -> Invitation:
    invitation = w.invitee().invitation
    meeting = invitation.meeting
    meetings.change_meeting(SYSTEM, meeting=meeting, version=meeting.version, place="Hall")
    return invitation


def _invitee_to_remind(w: Ways) -> Invitee:
    invitee = w.invitee()
    Invitation.objects.filter(pk=invitee.invitation_id).update(reply_by=w.today)
    NumberedLetter.objects.filter(invitee=invitee).update(made_at=clock.now() - timedelta(days=3))
    return invitee


def _with(make: Callable[[Ways], Any], act: Callable[[Ways, Any], object]) -> Callable[[Ways], Act]:
    """A way that first makes the row which the act is about."""

    def way(w: Ways) -> Act:
        row = make(w)
        return lambda: act(w, row)

    return way


CASES |= {
    "take_in_source": _take_in,
    "stop_reading": _with(Ways.source, lambda w, s: archive.stop_reading(SYSTEM, reading=s.readings.get())),
    "fail_reading": _with(Ways.source, lambda w, s: archive.fail_reading(SYSTEM, reading=s.readings.get(), problem="No")),
    "settle_rest": lambda w: lambda: archive.settle_rest(SYSTEM, reading=w.reading, state="accepted"),
    "remove_source": _with(Ways.source, lambda w, s: archive.remove_source(SYSTEM, source=s)),
    "purge_source": _with(Ways.source, lambda w, s: archive.purge_source(SYSTEM, source=s, reason="Of a case")),
    "refuse_classified": _with(
        Ways.source, lambda w, s: archive.refuse_classified(SYSTEM, source=s, marking="EU RESTRICTED")
    ),
    "vouch_for_source": _with(Ways.unreadable, lambda w, s: archive.vouch_for_source(SYSTEM, source=s)),
    "clear_source": _with(Ways.held, lambda w, s: archive.clear_source(SYSTEM, source=s)),
    "refuse_source": _with(Ways.held, lambda w, s: archive.refuse_source(SYSTEM, source=s, virus="Test")),
    "note_commitment": lambda w: lambda: commitments.note_commitment(SYSTEM, meeting=w.record.meeting, words="Send it", kind="request"),
    "assign_commitment": lambda w: lambda: commitments.assign_commitment(
        SYSTEM, commitment=w.line, version=w.line.version, seat=w.seat("br"), due_on=date(2027, 1, 1)
    ),
    "report_progress": lambda w: lambda: commitments.report_progress(
        w.actor("alba"), commitment=w.line, words="Going on", state="under way"
    ),
    "purge_commitment": lambda w: lambda: commitments.purge_commitment(SYSTEM, commitment=w.line, reason="Of a case"),
    "purge_progress": _with(
        lambda w: commitments.report_progress(w.actor("alba"), commitment=w.line, words="Amiss", state="under way"),
        lambda w, p: commitments.purge_progress(SYSTEM, progress=w.line.progress.latest("pk"), reason="Of a case"),
    ),
    "ask_for_report": lambda w: lambda: commitments.ask_for_report(SYSTEM, commitment=w.line),
    "remove_commitment": _with(
        lambda w: commitments.note_commitment(SYSTEM, meeting=w.record.meeting, words="By mistake", kind="request"),
        lambda w, line: commitments.remove_commitment(SYSTEM, commitment=line),
    ),
    "plan_review": _with(_decision, lambda w, d: commitments.plan_review(SYSTEM, decision=d, review_on=date(2027, 2, 1))),
    "remove_decision": _with(_decision, lambda w, d: commitments.remove_decision(SYSTEM, decision=d)),
    "rebuild_index": lambda w: lambda: desk.rebuild_index(SYSTEM, network=w.network),
    "note_restore": lambda w: lambda: desk.note_restore(SYSTEM, network=w.network, made_at="2026-11-24", opening=None),
    "note_rotation": lambda w: lambda: desk.note_rotation(SYSTEM, network=w.network, ring=settings.KEYRING),
    "note_network_export": lambda w: lambda: desk.note_network_export(SYSTEM, network=w.network),
    "note_seat_export": lambda w: lambda: desk.note_seat_export(SYSTEM, seat=w.seat("ab")),
    "draft_invitation": lambda w: lambda: w.invitation(),
    "change_invitation": _with(
        Ways.invitation,
        lambda w, i: meetings.change_invitation(SYSTEM, invitation=i, version=i.version, seats=[w.seat("ab")], language="fr"),
    ),
    "drop_invitation": _with(Ways.invitation, lambda w, i: meetings.drop_invitation(SYSTEM, invitation=i)),
    "send_invitation": _with(Ways.invitation, lambda w, i: meetings.send_invitation(SYSTEM, invitation=i)),
    "send_update": _with(_changed_invitation, lambda w, i: meetings.send_update(SYSTEM, invitation=i)),
    "resend_letter": _with(Ways.invitee, lambda w, i: meetings.resend_letter(SYSTEM, invitee=i)),
    "reply_to_invitation": _with(
        Ways.invitee, lambda w, i: meetings.reply_to_invitation(w.actor("alba"), invitee=i, reply="takes part")
    ),
    "note_reply": _with(Ways.invitee, lambda w, i: meetings.note_reply(SYSTEM, invitee=i, reply="not sure yet")),
    "remind_of_invitation": _with(
        _invitee_to_remind, lambda w, i: meetings.remind_of_invitation(SYSTEM, invitee=i)
    ),
    "note_letter": _with(Ways.letter, lambda w, row: meetings.note_letter(SYSTEM, letter=row, digest="0" * 64)),
    "note_bounce": _with(Ways.letter, lambda w, row: meetings.note_bounce(SYSTEM, letter=row, why="No such mailbox")),
    "take_in_mail": lambda w: lambda: w.mail(),
    "settle_mail": _with(Ways.mail, lambda w, m: meetings.settle_mail(SYSTEM, mail=m, settlement="Answered")),
    "purge_invitation": _with(
        Ways.invitation, lambda w, i: meetings.purge_invitation(SYSTEM, invitation=i, reason="Of a case")
    ),
    "create_meeting": lambda w: lambda: w.meeting(),
    "change_meeting": _with(
        Ways.meeting, lambda w, m: meetings.change_meeting(SYSTEM, meeting=m, version=m.version, place="Hall")
    ),
    "cancel_meeting": _with(Ways.meeting, lambda w, m: meetings.cancel_meeting(SYSTEM, meeting=m, why="A storm")),
    "begin_agenda": _with(
        Ways.meeting, lambda w, m: meetings.begin_agenda(SYSTEM, meeting=m, items=[ItemDraft("Adoption")])
    ),
    "send_agenda": _with(Ways.item, lambda w, i: meetings.send_agenda(SYSTEM, meeting=i.meeting)),
    "adopt_agenda": _with(Ways.item, lambda w, i: meetings.adopt_agenda(SYSTEM, meeting=i.meeting)),
    "propose_item": lambda w: lambda: w.item(),
    "change_item": _with(Ways.item, lambda w, i: meetings.change_item(SYSTEM, item=i, version=i.version, title="Ebb")),
    "place_item": _with(Ways.item, lambda w, i: meetings.place_item(SYSTEM, item=i, to=1)),
    "postpone_item": _with(Ways.item, lambda w, i: meetings.postpone_item(SYSTEM, item=i, why="No time")),
    "take_up_item": _with(
        lambda w: meetings.postpone_item(SYSTEM, item=w.item(), why="No time"),
        lambda w, i: meetings.take_up_item(SYSTEM, item=i, meeting=w.meeting()),
    ),
    "withdraw_item": _with(Ways.item, lambda w, i: meetings.withdraw_item(SYSTEM, item=i)),
    "purge_item": _with(Ways.item, lambda w, i: meetings.purge_item(SYSTEM, item=i, reason="Of a case")),
    "announce_paper": lambda w: lambda: w.announced(),
    "change_paper": _with(
        Ways.announced, lambda w, p: meetings.change_paper(SYSTEM, paper=p, version=p.version, title="Ebb")
    ),
    "deliver_paper": _with(Ways.announced, lambda w, p: w.delivered(p)),
    "review_paper": _with(
        lambda w: w.delivered(w.announced()), lambda w, p: meetings.review_paper(SYSTEM, paper=p)
    ),
    "put_in_book": _with(
        lambda w: meetings.review_paper(SYSTEM, paper=w.delivered(w.announced())),
        lambda w, p: meetings.put_in_book(SYSTEM, paper=p),
    ),
    "withdraw_paper": _with(Ways.announced, lambda w, p: meetings.withdraw_paper(SYSTEM, paper=p)),
    "purge_paper": _with(Ways.announced, lambda w, p: meetings.purge_paper(SYSTEM, paper=p, reason="Of a case")),
    "prepare_term": lambda w: lambda: w.term(),
    "decide_term": _with(Ways.term, lambda w, t: meetings.decide_term(SYSTEM, term=t)),
    "withdraw_term": _with(Ways.term, lambda w, t: meetings.withdraw_term(SYSTEM, term=t)),
    "remove_meeting": _with(Ways.meeting, lambda w, m: meetings.remove_meeting(SYSTEM, meeting=m)),
    "note_attendance": _with(Ways.meeting, lambda w, m: meetings.note_attendance(SYSTEM, meeting=m, person=w.named("alba"))),
    "note_offer": lambda w: lambda: w.offer(),
    "answer_offer": _with(
        Ways.offer, lambda w, o: meetings.answer_offer(SYSTEM, offer=o, version=o.version, state="withdrawn")
    ),
    "remind_of_offer": _with(
        lambda w: w.offer_until(5), lambda w, o: meetings.remind_of_offer(SYSTEM, offer=o)
    ),
    "lapse_offer": _with(lambda w: w.offer_until(-2), lambda w, o: meetings.lapse_offer(SYSTEM, offer=o)),
    "remove_offer": _with(Ways.offer, lambda w, o: meetings.remove_offer(SYSTEM, offer=o)),
    "open_poll": lambda w: lambda: w.poll(),
    "add_candidate": _with(
        Ways.poll, lambda w, p: meetings.add_candidate(SYSTEM, poll=p, days=days_asked(w.today + timedelta(days=91)))
    ),
    "ask_seats": _with(Ways.poll, lambda w, p: meetings.ask_seats(SYSTEM, poll=p)),
    "answer_poll": _with(
        Ways.poll,
        lambda w, p: meetings.answer_poll(
            SYSTEM, line=p.lines.get(seat=w.seat("ab")), answers={p.candidates.get().ref: "if need be"}
        ),
    ),
    "close_poll": _with(Ways.poll, lambda w, p: meetings.close_poll(w.actor("officer"), poll=p)),
    "reopen_poll": _with(
        Ways.poll, lambda w, p: meetings.reopen_poll(SYSTEM, poll=p, answers_until_at=clock.now() + timedelta(days=30))
    ),
    "choose_candidate": _with(
        Ways.poll, lambda w, p: meetings.choose_candidate(SYSTEM, poll=p, candidate=p.candidates.get())
    ),
    "purge_poll": _with(Ways.poll, lambda w, p: meetings.purge_poll(SYSTEM, poll=p, reason="Of a case")),
    "import_events": lambda w: lambda: w.calendar(),
    "remove_calendar": _with(
        Ways.calendar, lambda w, _: meetings.remove_calendar(SYSTEM, network=w.network, calendar="Fairs")
    ),
    "remove_event": _with(
        Ways.calendar, lambda w, _: meetings.remove_event(SYSTEM, event=OutsideEvent.objects.get(calendar="Fairs"))
    ),
    "note_free_days": lambda w: lambda: w.free_days(),
    "remove_free_days": _with(Ways.free_days, lambda w, s: meetings.remove_free_days(SYSTEM, span=s)),
    "open_account": _with(Ways.person, lambda w, p: members.open_account(SYSTEM, person=p, email="open@story.example")),
    "send_activation": _with(Ways.person, lambda w, p: members.send_activation(SYSTEM, person=p, email="send@story.example")),
    "show_activation": _with(Ways.activation, lambda w, a: members.show_activation(SYSTEM, activation=a)),
    "use_activation": _with(Ways.activation, lambda w, a: members.use_activation(SYSTEM, activation=a, password=None)),
    "suspend_account": lambda w: lambda: members.suspend_account(SYSTEM, person=w.named("bresta"), reason="Asked for"),
    "remove_factors": lambda w: lambda: members.remove_factors(
        SYSTEM, person=w.named("bresta"), vouched_by="The head of the office, by telephone"
    ),
    "ask_opening": lambda w: lambda: w.opening(),
    "agree_to_opening": _with(Ways.opening, lambda w, o: members.agree_to_opening(w.actor("chair"), opening=o)),
    "refuse_opening": _with(Ways.opening, lambda w, o: members.refuse_opening(SYSTEM, opening=o)),
    "withdraw_opening": _with(Ways.opening, lambda w, o: members.withdraw_opening(w.actor("admin"), opening=o)),
    "make_link": lambda w: lambda: w.link(),
    "revoke_link": _with(Ways.link, lambda w, link: members.revoke_link(SYSTEM, link=link)),
    "keep_own_link": lambda w: lambda: members.keep_own_link(
        w.actor("alba"), mandate=w.mandate(), purpose="calendar feed", is_renewed=True
    ),
    "end_mandate": lambda w: lambda: members.end_mandate(
        SYSTEM, mandate=Mandate.objects.get(person=w.named("bresta")), ends_on=w.today
    ),
    "dismiss_person": lambda w: lambda: members.dismiss_person(
        SYSTEM, mandate=Mandate.objects.filter(function="substitute").get(), ends_on=w.today
    ),
    "attest_mandate": _with(
        Ways.person,
        lambda w, p: members.attest_mandate(SYSTEM, person=p, seat=w.seat("es"), function="expert", on=date(2014, 4, 1)),
    ),
    "withdraw_nomination": _with(Ways.nomination, lambda w, n: members.withdraw_nomination(w.actor("alba"), nomination=n)),
    "refuse_nomination": _with(Ways.nomination, lambda w, n: members.refuse_nomination(SYSTEM, nomination=n, why="Not now")),
    "seat_newcomer": lambda w: lambda: members.seat_newcomer(
        w.actor("officer"), seat=w.seat("es"), name="Ema Sol", email="ema@story.example", function="coordinator",
        starts_on=w.today, letter=Letter("Letter 2"),
    ),
    "queue_notice": lambda w: lambda: w.notice(),
    "send_notice": _with(Ways.notice, lambda w, n: members.send_notice(SYSTEM, notice=n)),
    "stop_notice": _with(Ways.stuck_notice, lambda w, n: members.stop_notice(SYSTEM, notice=n)),
    "add_person": lambda w: lambda: members.add_person(SYSTEM, network=w.network, name="Una Vidal"),
    "add_another_person": _with(
        Ways.person,
        lambda w, p: members.add_another_person(SYSTEM, network=w.network, name=p.name, unlike=[p]),
    ),
    "add_name_form": _with(Ways.person, lambda w, p: members.add_name_form(SYSTEM, person=p, name="Zorica")),
    "distinguish_people": _with(
        lambda w: (w.person(), w.person()), lambda w, two: members.distinguish_people(SYSTEM, one=two[0], other=two[1])
    ),
    "remove_person": _with(Ways.person, lambda w, p: members.remove_person(SYSTEM, person=p)),
    "create_network": lambda w: lambda: members.create_network(SYSTEM, slug="other", name="Other", short_name="O"),
    "add_member": lambda w: lambda: members.add_member(
        SYSTEM, network=w.network, code="FA", short_name="Farland", official_name="Republic of Farland"
    ),
    "note_names": lambda w: lambda: members.note_names(
        SYSTEM, member=w.seat("ab").member, names=members.OtherNames(french="Albe")
    ),
    "add_seat": lambda w: lambda: members.add_seat(
        SYSTEM, network=w.network, code="guest", kind="observer", label="Seat of the guest"
    ),
    "add_member_with_seat": lambda w: lambda: members.add_member_with_seat(
        SYSTEM, network=w.network, code="GA", short_name="Gardia", official_name="Republic of Gardia", institution="I"
    ),
    "open_record": _with(Ways.meeting, lambda w, m: minutes.open_record(SYSTEM, meeting=m)),
    "add_entry": lambda w: lambda: minutes.add_entry(SYSTEM, record=w.record, kind="statement", text="Said"),
    "edit_entry": lambda w: lambda: minutes.edit_entry(SYSTEM, entry=w.entry, revision=w.entry.revision, text="Said better"),
    "take_in_entry": lambda w: lambda: minutes.take_in_entry(
        SYSTEM, record=w.record, client_key=f"everyaction-{next(w.count) + 1}", version=1,
        heard=minutes.Heard("statement", "Said aloud"),
    ),
    "ask_floor": _with(_silent, lambda w, _: minutes.ask_floor(SYSTEM, record=w.record, seat=w.seat("br"))),
    "give_floor": _with(_waits, lambda w, slot: minutes.give_floor(SYSTEM, record=w.record, slot=slot)),
    "end_floor": _with(_waits, lambda w, slot: minutes.end_floor(SYSTEM, record=w.record, slot=slot)),
    "set_list": lambda w: lambda: minutes.set_list(SYSTEM, record=w.record, is_closed=True, seconds_each=180),
    "show_on_screen": lambda w: lambda: minutes.show_on_screen(
        SYSTEM, record=w.record, entry=w.entry, item=None, is_chatham_house=False
    ),
    "name_delegate": lambda w: lambda: w.delegate(),
    "change_delegate": _with(
        Ways.delegate, lambda w, d: meetings.change_delegate(SYSTEM, delegate=d, version=1, role="adviser")
    ),
    "withdraw_delegate": _with(Ways.delegate, lambda w, d: meetings.withdraw_delegate(SYSTEM, delegate=d)),
    "validate_delegate": _with(Ways.delegate, lambda w, d: meetings.validate_delegate(SYSTEM, delegate=d)),
    "note_credentials": _with(
        Ways.delegate,
        lambda w, d: meetings.note_credentials(
            SYSTEM, delegate=d, credentials=meetings.Credentials("The Ministry", w.today, words="Note 7")
        ),
    ),
    "give_message": _with(
        Ways.delegate,
        lambda w, d: meetings.give_message(SYSTEM, delegate=d, message="Good work", of=w.named("alba"), version=1),
    ),
    "note_needs": _with(Ways.delegate, lambda w, d: meetings.note_needs(SYSTEM, delegate=d, access="Lift")),
    "delete_needs": _with(lambda w: w.over(w.delegate()), lambda w, m: meetings.delete_needs(SYSTEM, meeting=m)),
    "purge_delegate": _with(
        Ways.delegate, lambda w, d: meetings.purge_delegate(SYSTEM, delegate=d, reason="Of a case")
    ),
    "arrange_delegations": _with(
        Ways.meeting, lambda w, m: meetings.arrange_delegations(SYSTEM, meeting=m, order="english")
    ),
    "draw_lot": _with(Ways.meeting, lambda w, m: meetings.draw_lot(SYSTEM, meeting=m)),
    "settle_participants": _with(
        lambda w: w.begun(w.delegate()), lambda w, m: meetings.settle_participants(SYSTEM, meeting=m)
    ),
    "note_presence": _with(Ways.meeting, lambda w, m: meetings.note_presence(SYSTEM, meeting=m, seat=w.seat("ab"), is_present=True)),
    "move_entry": lambda w: lambda: minutes.move_entry(SYSTEM, entry=w.entry, to_position=2),
    "remove_entry": _with(
        lambda w: minutes.add_entry(SYSTEM, record=w.record, kind="statement", text="Not said"),
        lambda w, e: minutes.remove_entry(SYSTEM, entry=e, revision=e.revision),
    ),
    "purge_entry": _with(
        lambda w: minutes.add_entry(SYSTEM, record=w.record, kind="statement", text="Amiss"),
        lambda w, e: minutes.purge_entry(SYSTEM, entry=e, reason="Of a case"),
    ),
    "close_record": lambda w: lambda: minutes.close_record(SYSTEM, record=w.record),
    "accept_correction": _with(_asked, lambda w, c: minutes.accept_correction(SYSTEM, correction=c)),
    "refuse_correction": _with(_asked, lambda w, c: minutes.refuse_correction(SYSTEM, correction=c, answer="No")),
    "withdraw_correction": _with(_asked, lambda w, c: minutes.withdraw_correction(SYSTEM, correction=c)),
    "issue_corrigendum": _with(
        _circulated, lambda w, _: minutes.issue_corrigendum(SYSTEM, record=w.record, is_early=True)
    ),
    "circulate_record": lambda w: lambda: minutes.circulate_record(SYSTEM, record=w.record),
    "draft_release": _with(
        Ways.meeting,
        lambda w, m: publishing.draft_release(SYSTEM, meeting=m, title="Open", when_words="2026", lines=[(None, "Words")]),
    ),
    "release_meeting": lambda w: lambda: publishing.release_meeting(
        w.actor("chair"), release=Release.objects.filter(state="draft")[0]
    ),
    "withdraw_release": lambda w: lambda: publishing.withdraw_release(SYSTEM, release=Release.objects.get(state="released")),
    "purge_meeting": _with(
        Ways.meeting,
        lambda w, m: meetings.purge_meeting(
            SYSTEM, meeting=m, reason="Of a case", called_after=[minutes.open_record(SYSTEM, meeting=m)]
        ),
    ),
    "purge_offer": _with(Ways.offer, lambda w, o: meetings.purge_offer(SYSTEM, offer=o, reason="Of a case")),
    "purge_ring_reason": _with(
        lambda w: publishing.narrow_ring(SYSTEM, thing=w.meeting(), ring="bureau", reason="Too early for this"),
        lambda w, m: publishing.purge_ring_reason(
            SYSTEM, change=RingChange.objects.get(thing_ref=m.ref), reason="Of a case"
        ),
    ),
    "purge_release_line": _with(
        lambda w: publishing.draft_release(SYSTEM, meeting=w.meeting(), title="Open", when_words="2026", lines=[(None, "Amiss")]),
        lambda w, r: publishing.purge_release_line(SYSTEM, line=r.lines.get(), reason="Of a case"),
    ),
    "narrow_ring": lambda w: lambda: publishing.narrow_ring(SYSTEM, thing=w.entry, ring="bureau", reason="Too early for this"),
}  # fmt: skip
