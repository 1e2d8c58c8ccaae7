"""Periodic work: every job that the command ``tick`` runs, in order. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection

from secretariat.access.credentials import forget_ended_sessions
from secretariat.access.rules import system_actor
from secretariat.archive import store
from secretariat.archive.actions import fail_reading
from secretariat.archive.reads import sources_folder, stored_names, stuck_readings
from secretariat.archive.upkeep import (
    read_waiting_papers,
    reseal_files,
    scan_held_papers,
    sweep_private_files,
)
from secretariat.audit.actions import keep_signed_head
from secretariat.audit.reads import head, newest_kept_size
from secretariat.meetings.actions import (
    ask_seats,
    close_poll,
    lapse_offer,
    remind_of_invitation,
    remind_of_offer,
)
from secretariat.meetings.actions.delegations import delete_needs
from secretariat.meetings.reads import (
    offers_run_out,
    offers_running_out,
    polls_over,
    polls_to_remind,
    unanswered_invitees,
)
from secretariat.meetings.reads.delegations import meetings_whose_needs_go
from secretariat.members.actions import close_opening, queue_digests
from secretariat.members.reads import openings_past_their_hour
from secretariat.minutes.actions import end_silence
from secretariat.minutes.reads import records_past_their_silence
from secretariat.toolbox import clock

from ..purging.traces import erase_traces, things_with_traces
from ..sign_in.accounts import answer_reset_requests
from .post import send_letters

TICK = system_actor("the program itself")
STUCK_AFTER = timedelta(minutes=5)
ORPHAN_AFTER = timedelta(hours=1)
SEALED_AT_ONCE = 50
READ_AT_ONCE = 5


def free_stuck_readings() -> int:
    """Readings whose process died are failed with a reason, so that they can be read again."""
    problem = "The machine stopped while it read this; read it again."
    rows = list(stuck_readings(TICK, before=clock.now() - STUCK_AFTER))
    return sum(fail_reading(TICK, reading=reading, problem=problem) for reading in rows)


def sweep_files() -> int:
    """Files that a crash left without a row are removed."""
    before = (clock.now() - ORPHAN_AFTER).timestamp()
    return store.sweep(sources_folder(), known=stored_names(), older_than=before)


def ask_scanner_again() -> int:
    """Papers that no virus scanner looked at yet are shown to it again."""
    return scan_held_papers(TICK)


def read_papers() -> int:
    """Papers that wait to be read, such as those the scanner cleared, are read."""
    return read_waiting_papers(TICK, limit=READ_AT_ONCE)


def seal_old_papers() -> int:
    """Papers that an old version kept in clear, or that are sealed to an older key, are sealed to the newest."""
    return reseal_files(TICK, limit=SEALED_AT_ONCE)


def forget_old_sessions() -> int:
    """Sessions that ended are removed from the store."""
    return forget_ended_sessions()


def send_due_notices() -> int:
    """Letters that wait are sent; those whose mandate has ended or whose account is suspended are refused. Where no
    mail server is named all of them wait.
    """
    return send_letters(TICK, get_connection()) if settings.SENDS_MAIL else 0


def write_morning_letters() -> int:
    """What can wait is put into one letter for each mandate whose morning has come."""
    return queue_digests()


def remind_of_invitations() -> int:
    """Seats that were invited and have not answered are reminded once, when the last day is near."""
    today = clock.today()
    return sum(remind_of_invitation(TICK, invitee=invitee) for invitee in unanswered_invitees(today))


def keep_head() -> int:
    """The head of the record of deeds is signed and kept, if a deed was recorded since the last time."""
    number, _ = head()
    if number in {0, newest_kept_size()}:
        return 0
    keep_signed_head()
    return 1


def erase_what_is_left() -> int:
    """Search rows and old pages that may hold purged words are erased, where that could not be done at once."""
    count = things_with_traces()
    return count if erase_traces() else 0


def end_openings() -> int:
    """Emergency openings whose hour has passed are noted as ended, and the Chair is told."""
    return len([row for row in openings_past_their_hour(clock.now()) if close_opening(TICK, opening=row)])


def ask_of_offers() -> int:
    """Seats whose offer to host runs out soon are asked whether it still stands, each once."""
    return sum(remind_of_offer(TICK, offer=offer) for offer in offers_running_out(TICK))


def lapse_offers() -> int:
    """Offers to host whose last day is over lapse."""
    return sum(lapse_offer(TICK, offer=offer) for offer in offers_run_out(TICK))


def remind_of_polls() -> int:
    """Seats that have not said which days suit are reminded, once, in the last days of a poll."""
    return sum(len(ask_seats(TICK, poll=poll)) for poll in polls_to_remind(TICK))


def close_polls() -> int:
    """Polls of dates whose last instant has come are closed."""
    return sum(close_poll(TICK, poll=poll) for poll in polls_over(TICK))


def end_silences() -> int:
    """Records whose silence was kept are approved, as of its last instant."""
    return sum(end_silence(TICK, record=record) for record in records_past_their_silence(clock.now()))


def delete_old_needs() -> int:
    """What people needed at meetings that are over is deleted for good."""
    return sum(delete_needs(TICK, meeting=meeting) for meeting in meetings_whose_needs_go())


JOBS: dict[str, Callable[[], int]] = {
    "emergency openings ended": end_openings,
    "records approved by silence": end_silences,
    "readings freed": free_stuck_readings,
    "files swept": sweep_files,
    "new passwords asked for": answer_reset_requests,
    "polls of dates closed": close_polls,
    "seats reminded of a poll": remind_of_polls,
    "offers lapsed": lapse_offers,
    "offers asked about": ask_of_offers,
    "invitations reminded of": remind_of_invitations,
    "needs deleted": delete_old_needs,
    "letters of the day written": write_morning_letters,
    "letters sent": send_due_notices,
    "private files swept": sweep_private_files,
    "held papers scanned": ask_scanner_again,
    "papers read": read_papers,
    "papers sealed": seal_old_papers,
    "heads signed": keep_head,
    "purged things left without a trace": erase_what_is_left,
    "sessions removed": forget_old_sessions,
}

HOURLY = frozenset({"files swept", "sessions removed"})
"""Jobs that look through everything for what nobody waits for: a server runs them once an hour."""
