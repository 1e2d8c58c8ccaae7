"""Every address × everybody of the cast × the code they get. An address without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from secretariat.audit.reads import deeds_of
from secretariat.commitments.models import Decision
from secretariat.desk.sign_in.accounts import demo_token
from secretariat.meetings.models import AgendaItem, Paper, Term
from secretariat.members import actions as members
from secretariat.members.models import Nomination
from secretariat.members.reads import activation_of, activation_token, visible_nominations
from secretariat.minutes.models import Correction
from secretariat.toolbox import clock
from secretariat.web.checks import all_patterns
from tests.cast import Cast, sign_in_whole
from tests.story.world import World, build_world

BUREAU = ("officer", "chair")
MEMBERS = ("coordinator", "substitute", "local", "other", "drena", "newcomer")
PARTNERS = ("observer", "funder")
NOBODY_TODAY = ("former", "admin")
ROLES = ("public", *NOBODY_TODAY, *PARTNERS, *MEMBERS, *BUREAU)

Row = dict[str, int]


def codes(public: int, nobody: int, partners: int, members: int, bureau: int, **own: int) -> Row:
    """The code for each group, and for single roles where they differ."""
    row = {"public": public}
    row |= dict.fromkeys(NOBODY_TODAY, nobody)
    row |= dict.fromkeys(PARTNERS, partners)
    row |= dict.fromkeys(MEMBERS, members)
    row |= dict.fromkeys(BUREAU, bureau)
    return row | own


EVERYBODY = codes(200, 200, 200, 200, 200)
SIGNED_IN = codes(302, 200, 200, 200, 200)
OWN_POSTS = codes(302, 405, 405, 405, 405)
WITH_A_MANDATE = codes(302, 404, 200, 200, 200)
OF_THE_RING = codes(302, 404, 404, 200, 200)
BUREAU_ONLY = codes(302, 404, 404, 404, 200)
BUREAU_POSTS = codes(302, 404, 404, 404, 405)
OWN_LETTER = codes(302, 404, 404, 404, 200, coordinator=200, substitute=200, local=200)
OWN_PEOPLE = codes(302, 404, 404, 404, 200, coordinator=200, substitute=200, local=403)

ITS_SEAT = codes(302, 404, 404, 403, 200, coordinator=200, substitute=200)

Where = Callable[[World], tuple[str, ...]]


def none(world: World) -> tuple[str, ...]:
    return ()


def _delegation(world: World) -> tuple[str, ...]:
    return world.delegate.delegation.meeting.ref, world.delegate.delegation.seat.ref


def correction(world: World) -> Correction:
    """What the seat of Alba asks to have put right; made once for a world."""
    row, _ = Correction.objects.get_or_create(
        network=world.cast.network,
        record=world.record,
        entry=world.entry,
        seat=world.cast.seats["ab"],
        defaults={"made_at": clock.now(), "before": "Words.", "words": "Better words."},
    )
    return row


def nomination(world: World) -> Nomination:
    """Somebody whom the seat of Alba proposed; made once for a world."""
    seat = world.cast.seats["ab"]
    return visible_nominations(world.cast.officer.actor).filter(seat=seat).first() or members.nominate_person(
        world.cast.coordinator.actor,
        seat=seat,
        name="Mila Novak",
        email="mila@story.example",
        function="expert",
        starts_on=clock.today(),
        letter=members.Letter("Note of today"),
    )


def item(world: World) -> AgendaItem:
    """The item on the agenda of the world's meeting, sponsored by Alba."""
    return AgendaItem.objects.get(meeting=world.meeting)


def paper(world: World) -> Paper:
    """The paper under that item."""
    return Paper.objects.get(meeting=world.meeting)


def term(world: World) -> Term:
    """The term of reference that is prepared."""
    return Term.objects.get()


def first_link(world: World) -> str:
    """A first sign-in link that was not used."""
    officer, person = world.cast.officer.actor, world.cast.other.person
    return activation_token(activation_of(officer, person) or members.send_activation(officer, person=person))


TABLE: dict[str, tuple[Where, Row]] = {
    "policy_report": (none, codes(405, 405, 405, 405, 405)),
    "desk:home": (none, EVERYBODY),
    "desk:meeting": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "desk:thread": (lambda w: (w.commitment.ref,), OF_THE_RING),
    "desk:timeline": (none, WITH_A_MANDATE),
    "desk:search": (none, EVERYBODY),
    "desk:history": (lambda w: (w.entry.ref,), OF_THE_RING),
    "desk:deeds": (none, BUREAU_ONLY),
    "desk:head": (none, WITH_A_MANDATE),
    "desk:head_file": (none, WITH_A_MANDATE),
    "desk:verifier": (none, EVERYBODY),
    "desk:proof": (lambda w: (deeds_of(w.entry.ref, w.cast.officer.actor)[0].number,), OF_THE_RING),
    "desk:wipe": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY),
    "desk:purge": (lambda w: (w.entry.ref,), BUREAU_ONLY | {"chair": 403}),
    "desk:public_meeting": (lambda w: (w.draft.ref,), codes(404, 404, 404, 404, 200)),
    "desk:how_we_work": (none, EVERYBODY),
    "desk:answer": (lambda w: ("never-was-one",), codes(404, 404, 404, 404, 404)),
    "desk:feed": (lambda w: ("never-was-one",), codes(404, 404, 404, 404, 404)),
    "desk:my_feed": (none, WITH_A_MANDATE),
    "desk:welcome": (none, WITH_A_MANDATE),
    "desk:welcome_paper": (none, WITH_A_MANDATE),
    "desk:handover": (none, BUREAU_ONLY),
    "desk:handover_paper": (none, BUREAU_ONLY),
    "desk:links": (none, BUREAU_ONLY),
    "desk:revoke_link": (lambda w: ("link-nowhere234",), BUREAU_POSTS),
    "desk:enter": (lambda w: (demo_token(w.cast.officer.account),), EVERYBODY),
    "desk:propose": (
        lambda w: (w.cast.seats["ab"].ref,),
        codes(302, 404, 403, 403, 403, coordinator=200, substitute=200),
    ),
    "desk:seat_newcomer": (lambda w: (w.cast.seats["es"].ref,), BUREAU_ONLY | {"chair": 403}),
    "desk:live": (lambda w: (w.meeting.ref,), BUREAU_ONLY),
    "desk:live_entries": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "desk:live_floor": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "desk:live_now": (lambda w: (w.record.ref,), BUREAU_ONLY),
    "desk:room": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "desk:room_now": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "members:list": (none, WITH_A_MANDATE),
    "members:add_member": (none, BUREAU_ONLY),
    "members:people": (none, WITH_A_MANDATE),
    "members:add_person": (none, BUREAU_ONLY),
    "members:person": (lambda w: (w.cast.other.person.ref,), OF_THE_RING),
    "members:add_name": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY),
    "members:open_account": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY | {"chair": 403}),
    "members:copy_link": (lambda w: (w.cast.other.person.ref,), BUREAU_POSTS),
    "members:remove_factors": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY | {"chair": 403}),
    "members:suspend": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY | {"chair": 403}),
    "members:restore": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY | {"chair": 403}),
    "members:dismiss": (
        lambda w: (w.cast.substitute.role.mandate.ref,),  # type: ignore[union-attr]
        codes(302, 404, 404, 403, 403, coordinator=200, substitute=200),
    ),
    "members:nominations": (none, WITH_A_MANDATE),
    "members:nomination": (
        lambda w: (nomination(w).ref,),
        codes(302, 404, 404, 404, 200, coordinator=200, substitute=200),
    ),
    "members:confirm": (lambda w: (nomination(w).ref,), BUREAU_POSTS),
    "members:refuse": (lambda w: (nomination(w).ref,), BUREAU_POSTS),
    "members:withdraw": (lambda w: (nomination(w).ref,), codes(302, 404, 405, 405, 405)),
    "members:letters": (none, BUREAU_ONLY | {"chair": 403}),
    "members:stop_letter": (lambda w: ("notice-nowhere",), BUREAU_POSTS),
    "members:activate": (lambda w: (first_link(w),), EVERYBODY),
    "members:renew": (lambda w: ("no-link",), codes(405, 405, 405, 405, 405)),
    "members:merge": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY),
    "members:seat": (lambda w: (w.cast.seats["ab"].ref,), WITH_A_MANDATE),
    "members:start_mandate": (lambda w: (w.cast.seats["es"].ref,), BUREAU_ONLY),
    "members:end_mandate": (lambda w: (w.cast.other.role.mandate.ref,), BUREAU_ONLY),  # type: ignore[union-attr]
    "members:note_names": (lambda w: (w.cast.members["ab"].ref,), BUREAU_ONLY),
    "members:member": (lambda w: (w.cast.members["ab"].ref,), WITH_A_MANDATE),
    "meetings:list": (none, WITH_A_MANDATE),
    "meetings:add": (none, BUREAU_ONLY),
    "meetings:add_offer": (none, WITH_A_MANDATE | {"local": 403}),
    "meetings:ahead": (none, WITH_A_MANDATE),
    "meetings:outside": (none, WITH_A_MANDATE),
    "meetings:import_events": (none, BUREAU_ONLY),
    "meetings:remove_calendar": (none, BUREAU_POSTS),
    "meetings:remove_event": (lambda w: (w.event.ref,), BUREAU_POSTS),
    "meetings:add_free_days": (none, codes(302, 404, 403, 200, 200, local=403)),
    "meetings:remove_free_days": (lambda w: (w.free_days.ref,), codes(302, 404, 405, 405, 405)),
    "meetings:add_poll": (none, BUREAU_ONLY),
    "meetings:poll": (lambda w: (w.poll.ref,), OF_THE_RING),
    "meetings:answer_poll": (
        lambda w: (w.poll.lines.get(seat=w.cast.seats["ab"]).ref,),
        codes(302, 404, 404, 403, 200, coordinator=200, substitute=200),
    ),
    "meetings:add_candidate": (lambda w: (w.poll.ref,), BUREAU_ONLY),
    "meetings:reopen_poll": (lambda w: (w.poll.ref,), BUREAU_ONLY),
    "meetings:close_poll": (lambda w: (w.poll.ref,), BUREAU_POSTS),
    "meetings:ask_seats": (lambda w: (w.poll.ref,), BUREAU_POSTS),
    "meetings:choose_candidate": (lambda w: (w.poll.candidates.get().ref,), BUREAU_POSTS),
    "meetings:attended": (lambda w: (w.cast.other.person.ref,), OF_THE_RING),
    "meetings:offer": (lambda w: (w.offer.ref,), OF_THE_RING),
    "meetings:change": (lambda w: (w.meeting.ref,), BUREAU_ONLY),
    "meetings:cancel": (lambda w: (w.meeting.ref,), BUREAU_ONLY),
    "meetings:terms": (none, OF_THE_RING),
    "meetings:prepare_term": (lambda w: ("credentials",), BUREAU_ONLY),
    "meetings:decide_term": (lambda w: (term(w).ref,), BUREAU_POSTS),
    "meetings:withdraw_term": (lambda w: (term(w).ref,), BUREAU_POSTS),
    "meetings:propose_item": (lambda w: (w.meeting.ref,), OF_THE_RING | {"local": 403}),
    "meetings:item": (lambda w: (item(w).ref,), OF_THE_RING),
    "meetings:change_item": (lambda w: (item(w).ref,), ITS_SEAT),
    "meetings:move_item": (lambda w: (item(w).ref,), BUREAU_POSTS),
    "meetings:postpone_item": (lambda w: (item(w).ref,), BUREAU_ONLY),
    "meetings:take_up_item": (lambda w: (item(w).ref,), BUREAU_ONLY),
    "meetings:withdraw_item": (lambda w: (item(w).ref,), ITS_SEAT),
    "meetings:send_agenda": (lambda w: (w.meeting.ref,), BUREAU_POSTS),
    "meetings:adopt_agenda": (lambda w: (w.meeting.ref,), BUREAU_POSTS),
    "meetings:announce_paper": (lambda w: (w.meeting.ref,), OF_THE_RING | {"local": 403}),
    "meetings:paper": (lambda w: (paper(w).ref,), OF_THE_RING),
    "meetings:change_paper": (lambda w: (paper(w).ref,), ITS_SEAT),
    "meetings:review_paper": (lambda w: (paper(w).ref,), BUREAU_POSTS),
    "meetings:put_in_book": (lambda w: (paper(w).ref,), BUREAU_POSTS),
    "meetings:withdraw_paper": (lambda w: (paper(w).ref,), codes(302, 404, 405, 405, 405)),
    "desk:agenda": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "desk:begin_agenda": (lambda w: (w.meeting.ref,), BUREAU_POSTS),
    "desk:agenda_paper": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "desk:book": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "desk:deliver_paper": (lambda w: (paper(w).ref,), ITS_SEAT),
    "desk:paper_file": (
        lambda w: (paper(w).ref,),
        codes(302, 404, 404, 404, 404),  # nothing was delivered yet
    ),
    "meetings:invite": (lambda w: (w.meeting.ref,), BUREAU_ONLY),
    "meetings:invitation": (lambda w: (w.invitee.invitation.ref,), BUREAU_ONLY),
    "meetings:change_invitation": (lambda w: (w.invitee.invitation.ref,), BUREAU_ONLY),
    "meetings:send_invitation": (lambda w: (w.invitee.invitation.ref,), BUREAU_POSTS),
    "meetings:send_update": (lambda w: (w.invitee.invitation.ref,), BUREAU_POSTS),
    "meetings:drop_invitation": (lambda w: (w.invitee.invitation.ref,), BUREAU_POSTS),
    "meetings:invitee": (lambda w: (w.invitee.ref,), OWN_LETTER),
    "meetings:note_reply": (lambda w: (w.invitee.ref,), BUREAU_ONLY),
    "meetings:resend_letter": (lambda w: (w.invitee.ref,), BUREAU_POSTS),
    "meetings:delegations": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_ONLY),
    "meetings:delegation": (_delegation, OWN_LETTER),
    "meetings:name_delegate": (_delegation, OWN_PEOPLE),
    "meetings:change_delegate": (lambda w: (w.delegate.ref,), OWN_PEOPLE),
    "meetings:give_message": (lambda w: (w.delegate.ref,), OWN_PEOPLE),
    "meetings:note_needs": (lambda w: (w.delegate.ref,), OWN_PEOPLE | {"chair": 403}),
    "meetings:withdraw_delegate": (lambda w: (w.delegate.ref,), codes(302, 404, 405, 405, 405)),
    "meetings:validate_delegate": (lambda w: (w.delegate.ref,), BUREAU_ONLY | {"chair": 403}),
    "desk:credentials": (lambda w: (w.delegate.ref,), OWN_PEOPLE),
    "meetings:participants": (lambda w: (w.delegate.delegation.meeting.ref,), OF_THE_RING),
    "meetings:arrange_delegations": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_ONLY),
    "meetings:draw_lot": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_POSTS),
    "meetings:settle_participants": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_POSTS),
    "publishing:participants": (lambda w: (w.delegate.delegation.meeting.ref, "pdf"), OF_THE_RING),
    "publishing:plates": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_ONLY),
    "publishing:badges": (lambda w: (w.delegate.delegation.meeting.ref,), BUREAU_ONLY),
    "meetings:letters": (none, WITH_A_MANDATE),
    "meetings:mails": (none, BUREAU_ONLY),
    "meetings:mail": (lambda w: (w.mail.ref,), BUREAU_ONLY),
    "meetings:mail_file": (lambda w: (w.mail.ref,), BUREAU_ONLY),
    "publishing:letter": (lambda w: (w.letter.ref, "pdf"), OWN_LETTER),
    "minutes:open": (lambda w: (w.meeting.ref,), BUREAU_POSTS),
    "minutes:record": (lambda w: (w.record.ref,), OF_THE_RING),
    "minutes:entry": (lambda w: (w.entry.ref,), OF_THE_RING),
    "minutes:edit_entry": (lambda w: (w.entry.ref,), BUREAU_ONLY),
    "minutes:move_entry": (lambda w: (w.entry.ref,), BUREAU_POSTS),
    "minutes:remove_entry": (lambda w: (w.entry.ref,), BUREAU_POSTS),
    "minutes:add_entry": (lambda w: (w.record.ref,), BUREAU_ONLY),
    "minutes:circulate": (lambda w: (w.record.ref,), BUREAU_ONLY),
    "minutes:close": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "minutes:round": (lambda w: (w.record.ref,), OF_THE_RING),
    "minutes:corrigendum": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "minutes:silence": (lambda w: (w.record.ref,), codes(302, 404, 404, 404, 200, officer=403)),
    # No silence runs, no window is open: whoever may ask is told so.
    "minutes:object": (lambda w: (w.record.ref,), codes(302, 404, 404, 422, 403, local=403)),
    "minutes:correct": (
        lambda w: (w.entry.ref,),
        codes(302, 404, 404, 403, 422, coordinator=422, substitute=422),
    ),
    "minutes:later": (lambda w: (w.entry.ref,), codes(302, 404, 404, 404, 422)),
    "minutes:accept": (lambda w: (correction(w).ref,), BUREAU_POSTS),
    "minutes:refuse": (lambda w: (correction(w).ref,), BUREAU_ONLY),
    "minutes:withdraw": (lambda w: (correction(w).ref,), codes(302, 404, 405, 405, 405)),
    "minutes:lag": (none, WITH_A_MANDATE),
    "minutes:approve": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "commitments:list": (none, WITH_A_MANDATE),
    "commitments:add": (none, BUREAU_ONLY),
    "commitments:decisions": (none, WITH_A_MANDATE),
    "commitments:review": (lambda w: (Decision.objects.get(entry__record=w.record).ref,), BUREAU_ONLY),
    "commitments:follow_up": (lambda w: (w.record.ref,), BUREAU_POSTS),
    "commitments:last_time": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "commitments:commitment": (lambda w: (w.commitment.ref,), OF_THE_RING),
    "commitments:assign": (lambda w: (w.commitment.ref,), BUREAU_ONLY),
    "commitments:report": (
        lambda w: (w.commitment.ref,),
        codes(302, 404, 404, 403, 200, coordinator=200, substitute=200),
    ),
    "commitments:ask": (lambda w: (w.commitment.ref,), BUREAU_POSTS),
    "archive:list": (none, BUREAU_ONLY),
    "archive:take_in": (none, BUREAU_POSTS),
    "archive:review": (lambda w: (w.reading.ref,), BUREAU_ONLY),
    "archive:read_again": (lambda w: (w.reading.ref,), BUREAU_POSTS),
    "archive:stop": (lambda w: (w.reading.ref,), BUREAU_POSTS),
    "archive:accept": (lambda w: (w.reading.ref,), BUREAU_POSTS),
    "archive:undo": (lambda w: (w.reading.ref,), BUREAU_POSTS),
    "archive:fact": (lambda w: (w.reading.ref, w.fact.key), BUREAU_ONLY),
    "archive:source": (lambda w: (w.source.ref,), OF_THE_RING),
    "archive:file": (lambda w: (w.source.ref,), OF_THE_RING),
    "archive:safe_copy": (lambda w: (w.source.ref,), codes(302, 404, 404, 422, 422)),  # a text needs none
    "archive:vouch": (lambda w: (w.source.ref,), BUREAU_POSTS),
    "archive:remove": (lambda w: (w.source.ref,), BUREAU_POSTS),
    "archive:origin": (lambda w: (w.entry.ref,), codes(302, 404, 404, 404, 404)),
    "publishing:excerpt": (lambda w: (Decision.objects.get(entry__record=w.record).ref, "pdf"), OF_THE_RING),
    "publishing:report": (lambda w: (w.meeting.ref, "pdf"), OF_THE_RING),
    "publishing:release": (lambda w: (w.meeting.ref,), BUREAU_ONLY),
    "publishing:publish": (lambda w: (w.draft.ref,), BUREAU_POSTS),
    "publishing:withdraw": (lambda w: (w.draft.ref,), BUREAU_POSTS),
    "rights:exceptions": (none, BUREAU_ONLY),
    "rights:openings": (none, codes(302, 403, 403, 403, 200, admin=200)),
    "rights:agree": (lambda w: ("opening-none",), codes(302, 405, 405, 405, 405)),
    "rights:refuse": (lambda w: ("opening-none",), codes(302, 405, 405, 405, 405)),
    "rights:withdraw": (lambda w: ("opening-none",), codes(302, 405, 405, 405, 405)),
    "rights:close": (lambda w: ("opening-none",), codes(302, 405, 405, 405, 405)),
    "rights:person": (lambda w: (w.cast.other.person.ref,), BUREAU_ONLY | {"chair": 403}),
    "rights:thing": (lambda w: (w.meeting.ref,), OF_THE_RING),
    "rights:release": (lambda w: (w.meeting.ref,), codes(302, 404, 404, 403, 200, officer=403)),
    "rights:narrow": (lambda w: (w.meeting.ref,), codes(302, 404, 404, 403, 200)),
    "account_login": (none, codes(200, 302, 302, 302, 302)),
    "account_logout": (none, codes(302, 200, 200, 200, 200)),
    "account_change_password": (none, codes(302, 302, 302, 302, 302)),
    "account_set_password": (none, SIGNED_IN),
    "account_reset_password": (none, EVERYBODY),
    "account_reset_password_done": (none, EVERYBODY),
    "account_reset_password_from_key": (lambda w: ("1", "no-key"), EVERYBODY),
    "account_reset_password_from_key_done": (none, EVERYBODY),
    "account_inactive": (none, EVERYBODY),
    "account_reauthenticate": (none, codes(302, 403, 403, 403, 403)),
    "mfa_authenticate": (none, codes(302, 302, 302, 302, 302)),
    "mfa_login_webauthn": (none, codes(302, 302, 302, 302, 302)),
    "mfa_reauthenticate": (none, codes(302, 403, 403, 403, 403)),
    "mfa_reauthenticate_webauthn": (none, codes(302, 403, 403, 403, 403)),
    "mfa_index": (none, SIGNED_IN),
    "mfa_add_webauthn": (none, SIGNED_IN),
    "mfa_activate_totp": (none, SIGNED_IN),
    "mfa_view_recovery_codes": (none, SIGNED_IN),
    "desk:next_step": (none, codes(302, 302, 302, 302, 302)),
    "desk:go_on": (none, codes(302, 302, 302, 302, 302)),
    "desk:end_other_sessions": (none, OWN_POSTS),
    "desk:end_session": (lambda w: ("0" * 16,), OWN_POSTS),
    "desk:remove_passkey": (lambda w: ("0" * 16,), OWN_POSTS),
    "desk:remove_code_app": (none, OWN_POSTS),
}


def names() -> set[str]:
    """Every named address of the program."""
    return {
        ":".join(part for part in (address_space, pattern.name) if part)
        for address_space, pattern in _patterns_with_space()
        if pattern.name
    }


def _patterns_with_space() -> list[tuple[str, object]]:
    from django.urls import URLResolver, get_resolver

    found = []
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            found += [(entry.namespace or "", pattern) for pattern in entry.url_patterns]
        else:
            found.append(("", entry))
    return found


def test_every_address_has_its_row() -> None:
    assert names() == set(TABLE)
    assert len(list(all_patterns())) == len(TABLE), "two addresses share a name"


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    return build_world(cast, tmp_path)


def _client(world: World, role: str) -> Client:
    return world.cast.public_client if role == "public" else getattr(world.cast, role).client


@pytest.mark.real_time
def test_everybody_gets_the_code_of_the_table_everywhere(world: World) -> None:
    wrong = []
    for name, (where, row) in TABLE.items():
        address = reverse(name, args=where(world))
        for role in ROLES:
            answer = _client(world, role).get(address)
            answer.close()
            code = answer.status_code
            if code != row[role]:
                to = answer.headers.get("Location", "")
                wrong.append(f"{name} for {role}: wanted {row[role]}, got {code} {to}".rstrip())
    assert wrong == []


@pytest.mark.real_time
def test_a_hidden_page_and_a_page_that_is_not_there_are_the_same_page(world: World) -> None:
    client = world.cast.observer.client
    hidden = client.get(reverse("desk:meeting", args=[world.meeting.ref]))
    missing = client.get(reverse("desk:meeting", args=["meeting-nowhere234"]))
    assert hidden.status_code == missing.status_code == 404

    def plain(response: object) -> str:
        return response.content.decode().split("<main", 1)[1]  # type: ignore[attr-defined]

    assert plain(hidden) == plain(missing)


@pytest.mark.real_time
def test_no_form_is_taken_without_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in_whole(client, world.cast.officer.account)
    # A browser sends its report of a broken policy by itself, without a form; it changes nothing.
    forms = {name: row for name, row in TABLE.items() if name != "policy_report"}
    for name, (where, _) in forms.items():
        answer = client.post(reverse(name, args=where(world)))
        assert answer.status_code in {403, 405}, f"{name} took a form without its token: {answer.status_code}"
