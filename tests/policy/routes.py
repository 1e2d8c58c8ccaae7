"""Every address, declared: the kind of thing it is about and the right it asks. The codes follow from the policy."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from secretariat.access.policy import SEE, Policy
from tests.cast import Cast

Outcome = Literal["signs in", "hidden", "refused", "no such method", "let in", "anything"]
Where = Callable[[dict[str, Any], Cast], tuple[object, ...]]

BUREAU = frozenset({"chair", "secretariat"})
WITH_A_MANDATE = BUREAU | {"observer", "funder", "coordinator", "substitute", "adviser", "other_state"}
NOT_SIGNED_IN = frozenset({"anonymous", "suspended"})


@dataclass(frozen=True)
class Route:
    """One address.

    ``kind``: the thing named in it, which must be visible; ``get`` and ``post``: the rights its page and its
    form ask, of the thing itself or of the kind ``on``; ``only``: the one method it takes; ``found``: who
    finds it, where that is narrower than ring and door; ``may``: who is not refused, where no single right
    says so; ``never``: a made-up reference or token, hidden from all; ``form_names_one``: the form names a
    thing, so that an empty one asks for nothing that is there; ``is_library``: whether the page is the
    sign-in library's, of which only the door is ours.
    """

    kind: str = ""
    get: str = ""
    post: str = ""
    on: str = ""
    only: Literal["", "POST"] = ""
    found: Collection[str] | None = None
    may: Collection[str] | None = None
    never: bool = False
    form_names_one: bool = False
    is_library: bool = False
    absent: Collection[str] = ()
    where: Where | None = None

    def args(self, things: dict[str, Any], cast: Cast) -> tuple[object, ...]:
        """The words of the address in the world of one ring."""
        if self.where is not None:
            return self.where(things, cast)
        if not self.kind:
            return ()
        return (things[self.kind].ref if self.kind in things else f"{self.kind}-nowhere",)


def both(kind: str, right: str, **more: Any) -> Route:
    """A page whose form asks the same right as the page."""
    return Route(kind, right, right, **more)


def form(kind: str, right: str, **more: Any) -> Route:
    """An address that only takes a form."""
    return Route(kind, post=right, only="POST", **more)


def seen(kind: str, **more: Any) -> Route:
    """A page that shows one thing and does nothing."""
    return Route(kind, **more)


OPEN = Route()
LIBRARY = Route(is_library=True)
SEAT_OR_BUREAU = frozenset({"coordinator", "substitute", "adviser", "emergency"}) | BUREAU
FILLS = BUREAU | {"coordinator", "substitute"}
OF_MEMBERS = BUREAU | {"coordinator", "substitute", "adviser", "other_state", "emergency"}
NOMINATION = frozenset({"coordinator", "substitute"}) | BUREAU


def expected(route: Route, entrance: str, policy: Policy, column: str, ring: str, method: str) -> Outcome:
    """What the policy says must come back to a point of view for one method of an address in one ring."""
    away = _at_the_door(entrance, column, method)
    if away is not None:
        return away
    if route.is_library:
        return "anything"
    if route.only and method != route.only:
        return "no such method"
    if route.form_names_one and method == "POST":
        return "hidden"
    if route.never or not _finds(route, policy, column, ring):
        return "hidden"
    right = route.get if method == "GET" else route.post
    if right:
        kind = route.on or route.kind
        cell = policy.cells[kind, "public" if kind == "network" else ring, right][column]
        if cell != "yes":
            return "hidden" if cell == "." else "refused"
    return "let in" if route.may is None or column in route.may else "refused"


def _at_the_door(entrance: str, column: str, method: str) -> Outcome | None:
    if entrance == "public":
        return None
    if column in NOT_SIGNED_IN:
        return "signs in"
    if entrance == "person":
        return None
    if column == "emergency":
        return "refused" if method != "GET" else None
    inside = {"mandate": WITH_A_MANDATE, "bureau": BUREAU}[entrance]
    return None if column in inside else "hidden"


def _finds(route: Route, policy: Policy, column: str, ring: str) -> bool:
    if ring in route.absent:
        return False
    if route.kind:
        row = policy.cells.get((route.kind, ring, SEE))
        if row is None:
            return False
        if route.found is None or route.kind == "meeting":
            # Nobody finds more of a meeting than its ring shows, however narrow the page is.
            return row[column] == "yes" and (route.found is None or column in route.found)
    return route.found is None or column in route.found


def _own_delegation(things: dict[str, Any], cast: Cast) -> tuple[str, str]:
    return things["meeting"].ref, cast.seats["ab"].ref


ROUTES: dict[str, Route] = {
    "desk:home": OPEN,
    "desk:meeting": seen("meeting"),
    "desk:thread": seen("commitment"),
    "desk:timeline": OPEN,
    "desk:search": OPEN,
    "desk:history": seen("entry"),
    "desk:deeds": Route(found=BUREAU),
    "desk:head": OPEN,
    "desk:head_file": OPEN,
    "desk:verifier": OPEN,
    "desk:proof": Route(found=BUREAU, where=lambda t, c: (1,)),
    "desk:wipe": both("person", "audit.wipe_words"),
    "desk:purge": both("entry", "minutes.purge_entry"),
    "desk:propose": both("seat", "members.nominate_person"),
    "desk:seat_newcomer": both("seat", "members.seat_newcomer"),
    "desk:public_meeting": seen("release"),
    "desk:how_we_work": OPEN,
    "desk:answer": Route(never=True, where=lambda t, c: ("no-such-secret",)),
    "desk:feed": Route(never=True, where=lambda t, c: ("no-such-secret",)),
    "desk:my_feed": Route(form_names_one=True),
    "desk:welcome": OPEN,
    "desk:welcome_paper": OPEN,
    "desk:handover": Route(get="desk.read_handover", post="desk.read_handover", on="network"),
    "desk:handover_paper": Route(get="desk.read_handover", post="desk.read_handover", on="network"),
    "desk:links": OPEN,
    "desk:revoke_link": Route(never=True, only="POST", where=lambda t, c: ("link-nowhere",)),
    "desk:enter": Route(is_library=True, where=lambda t, c: ("no-such-token",)),
    "desk:next_step": LIBRARY,
    "desk:go_on": LIBRARY,
    "desk:end_other_sessions": LIBRARY,
    "desk:end_session": Route(is_library=True, where=lambda t, c: ("nothing",)),
    "desk:remove_passkey": Route(is_library=True, where=lambda t, c: ("nothing",)),
    "desk:remove_code_app": LIBRARY,
    "desk:live": Route("meeting", get="minutes.take_in_entry", post="minutes.take_in_entry", on="record"),
    "desk:live_entries": form("record", "minutes.take_in_entry"),
    "desk:live_floor": form("record", "minutes.give_floor"),
    "desk:live_now": both("record", "minutes.take_in_entry"),
    "desk:room": seen("meeting"),
    "desk:room_now": seen("meeting"),
    "members:list": OPEN,
    "members:add_member": Route(
        get="members.add_member_with_seat", post="members.add_member_with_seat", on="network"
    ),
    "members:people": OPEN,
    "members:add_person": Route(get="members.add_person", post="members.add_person", on="network"),
    "members:person": seen("person"),
    "members:add_name": both("person", "members.add_name_form"),
    "members:open_account": both("person", "members.send_activation"),
    "members:copy_link": form("person", "members.show_activation"),
    "members:remove_factors": both("person", "members.remove_factors"),
    "members:suspend": both("person", "members.suspend_account"),
    "members:restore": both("person", "members.restore_account"),
    "members:merge": both("person", "members.merge_people"),
    "members:seat": seen("seat"),
    "members:start_mandate": both("seat", "members.start_mandate"),
    "members:end_mandate": both("mandate", "members.end_mandate"),
    "members:dismiss": both("mandate", "members.dismiss_person", on="seat"),
    "members:nominations": OPEN,
    "members:nomination": seen("nomination", found=NOMINATION),
    "members:confirm": form("nomination", "members.confirm_nomination", found=NOMINATION),
    "members:refuse": form("nomination", "members.refuse_nomination", found=NOMINATION),
    "members:withdraw": form("nomination", "members.withdraw_nomination", on="seat", found=NOMINATION),
    "members:letters": Route(get="members.read_letters", post="members.read_letters", on="network"),
    "members:stop_letter": form("notice", "members.stop_notice", found={"secretariat"}),
    "members:activate": Route(never=True, where=lambda t, c: ("no-such-token",)),
    "members:renew": Route(is_library=True, where=lambda t, c: ("no-such-token",)),
    "members:member": seen("member"),
    "members:note_names": both("member", "members.note_names"),
    "meetings:list": OPEN,
    "meetings:add": Route(get="meetings.create_meeting", post="meetings.create_meeting", on="network"),
    "meetings:add_offer": Route(may=WITH_A_MANDATE - {"adviser"}),
    "meetings:ahead": OPEN,
    "meetings:outside": OPEN,
    "meetings:import_events": Route(
        get="meetings.import_events", post="meetings.import_events", on="network"
    ),
    "meetings:remove_calendar": Route(post="meetings.remove_calendar", only="POST", on="network"),
    "meetings:remove_event": form("event", "meetings.remove_event"),
    "meetings:add_free_days": Route(may=BUREAU | {"coordinator", "substitute", "other_state"}),
    "meetings:remove_free_days": form("freespan", "meetings.remove_free_days"),
    "meetings:add_poll": Route(get="meetings.open_poll", post="meetings.open_poll", on="network"),
    "meetings:poll": seen("poll"),
    "meetings:answer_poll": both("pollline", "meetings.answer_poll"),
    "meetings:add_candidate": both("poll", "meetings.add_candidate"),
    "meetings:reopen_poll": both("poll", "meetings.reopen_poll"),
    "meetings:close_poll": form("poll", "meetings.close_poll"),
    "meetings:ask_seats": form("poll", "meetings.ask_seats"),
    "meetings:choose_candidate": form(
        "poll", "meetings.choose_candidate", where=lambda t, c: (t["poll"].candidates.get().ref,)
    ),
    "meetings:offer": Route("offer", post="meetings.answer_offer"),
    "meetings:attended": seen("person"),
    "meetings:change": both("meeting", "meetings.change_meeting"),
    "meetings:cancel": both("meeting", "meetings.cancel_meeting"),
    "meetings:terms": Route(found=OF_MEMBERS),
    "meetings:prepare_term": Route(
        get="meetings.prepare_term",
        post="meetings.prepare_term",
        on="network",
        where=lambda t, c: ("credentials",),
    ),
    "meetings:decide_term": form("term", "meetings.decide_term"),
    "meetings:withdraw_term": form("term", "meetings.withdraw_term"),
    "meetings:propose_item": both("meeting", "meetings.propose_item"),
    "meetings:item": seen("item"),
    "meetings:change_item": both("item", "meetings.change_item"),
    "meetings:move_item": form("item", "meetings.place_item"),
    "meetings:postpone_item": both("item", "meetings.postpone_item"),
    "meetings:take_up_item": both("item", "meetings.take_up_item"),
    "meetings:withdraw_item": both("item", "meetings.withdraw_item"),
    "meetings:send_agenda": form("meeting", "meetings.send_agenda"),
    "meetings:adopt_agenda": form("meeting", "meetings.adopt_agenda"),
    "meetings:announce_paper": both("meeting", "meetings.announce_paper"),
    "meetings:paper": seen("paper"),
    "meetings:change_paper": both("paper", "meetings.change_paper"),
    "meetings:review_paper": form("paper", "meetings.review_paper"),
    "meetings:put_in_book": form("paper", "meetings.put_in_book"),
    "meetings:withdraw_paper": form("paper", "meetings.withdraw_paper"),
    "desk:agenda": seen("meeting"),
    "desk:begin_agenda": form("meeting", "meetings.begin_agenda"),
    "desk:agenda_paper": seen("meeting"),
    "desk:book": seen("meeting"),
    "desk:deliver_paper": both("paper", "meetings.deliver_paper"),
    # Nothing is delivered in this world; who opens a file is asked in tests/desk/agenda.
    "desk:paper_file": seen("paper", found=()),
    "meetings:invite": both("meeting", "meetings.draft_invitation"),
    "meetings:invitation": seen("invitation"),
    "meetings:change_invitation": both("invitation", "meetings.change_invitation"),
    "meetings:send_invitation": form("invitation", "meetings.send_invitation"),
    "meetings:send_update": form("invitation", "meetings.send_update"),
    "meetings:drop_invitation": form("invitation", "meetings.drop_invitation"),
    "meetings:invitee": Route("invitee", post="meetings.reply_to_invitation", found=SEAT_OR_BUREAU),
    "meetings:note_reply": Route("invitee", found=BUREAU | {"emergency"}, may=BUREAU),
    "meetings:resend_letter": Route("invitee", only="POST", found=BUREAU | {"emergency"}, may=BUREAU),
    "meetings:delegations": Route("meeting", "meetings.arrange_delegations"),
    "meetings:delegation": Route("meeting", found=SEAT_OR_BUREAU, where=_own_delegation),
    "meetings:name_delegate": Route("meeting", found=SEAT_OR_BUREAU, may=FILLS, where=_own_delegation),
    "meetings:change_delegate": Route("delegate", found=SEAT_OR_BUREAU, may=FILLS),
    "meetings:give_message": Route("delegate", found=SEAT_OR_BUREAU, may=FILLS),
    "meetings:note_needs": Route("delegate", found=SEAT_OR_BUREAU, may=FILLS - {"chair"}),
    "meetings:withdraw_delegate": Route("delegate", only="POST", found=SEAT_OR_BUREAU, may=FILLS),
    "meetings:validate_delegate": Route("delegate", found=BUREAU | {"emergency"}, may={"secretariat"}),
    "desk:credentials": Route("delegate", found=SEAT_OR_BUREAU, may=FILLS),
    "meetings:participants": seen("meeting", found=OF_MEMBERS),
    "meetings:arrange_delegations": both("meeting", "meetings.arrange_delegations"),
    "meetings:draw_lot": form("meeting", "meetings.draw_lot"),
    "meetings:settle_participants": form("meeting", "meetings.settle_participants"),
    "publishing:participants": seen(
        "meeting", found=OF_MEMBERS, where=lambda t, c: (t["meeting"].ref, "docx")
    ),
    "publishing:plates": Route("meeting", "meetings.arrange_delegations", "meetings.arrange_delegations"),
    "publishing:badges": Route("meeting", "meetings.arrange_delegations", "meetings.arrange_delegations"),
    "meetings:letters": OPEN,
    "meetings:mails": OPEN,
    "meetings:mail": Route("mail", post="meetings.settle_mail"),
    "meetings:mail_file": seen("mail"),
    "minutes:open": form("meeting", "minutes.open_record"),
    "minutes:entry": seen("entry"),
    "minutes:edit_entry": both("entry", "minutes.edit_entry"),
    "minutes:move_entry": form("entry", "minutes.move_entry"),
    "minutes:remove_entry": form("entry", "minutes.remove_entry"),
    "minutes:record": seen("record"),
    "minutes:add_entry": both("record", "minutes.add_entry"),
    "minutes:circulate": both("record", "minutes.circulate_record"),
    "minutes:close": form("record", "minutes.close_record"),
    "minutes:round": seen("record"),
    "minutes:corrigendum": form("record", "minutes.issue_corrigendum"),
    "minutes:silence": both("record", "minutes.open_silence"),
    "minutes:object": both("record", "minutes.object_to_record"),
    "minutes:correct": both("entry", "minutes.correct_entry"),
    "minutes:later": both("entry", "minutes.note_later_correction"),
    "minutes:accept": form("correction", "minutes.accept_correction", on="record", found=BUREAU),
    "minutes:refuse": both("correction", "minutes.refuse_correction", on="record", found=BUREAU),
    # It is the seat's own that asked; the bureau sees it and has to leave it.
    "minutes:withdraw": form(
        "correction", "minutes.withdraw_correction", on="entry", found=BUREAU, may=frozenset()
    ),
    "minutes:lag": OPEN,
    "minutes:approve": form("record", "minutes.approve_record"),
    "commitments:list": OPEN,
    "commitments:add": Route(
        get="commitments.note_commitment", post="commitments.note_commitment", on="network"
    ),
    "commitments:decisions": OPEN,
    "commitments:review": both("decision", "commitments.plan_review"),
    "commitments:follow_up": form("record", "commitments.follow_up_record"),
    "commitments:last_time": seen("meeting"),
    "commitments:commitment": seen("commitment"),
    "commitments:assign": both("commitment", "commitments.assign_commitment"),
    "commitments:report": both("commitment", "commitments.report_progress"),
    "commitments:ask": form("commitment", "commitments.ask_for_report"),
    "archive:list": OPEN,
    "archive:take_in": form("", "archive.take_in_source", on="network"),
    "archive:review": seen("reading"),
    "archive:read_again": form("reading", "archive.begin_reading"),
    "archive:stop": form("reading", "archive.stop_reading"),
    "archive:accept": form("reading", "archive.accept_reading"),
    "archive:undo": form("reading", "archive.undo_acceptance"),
    "archive:fact": Route(
        "reading",
        post="archive.settle_fact",
        where=lambda t, c: (t["reading"].ref if "reading" in t else "reading-nowhere", "header.title"),
    ),
    "archive:source": seen("source"),
    "archive:file": seen("source"),
    "archive:safe_copy": seen("source"),
    "archive:vouch": form("source", "archive.vouch_for_source"),
    "archive:remove": form("source", "archive.remove_source"),
    "archive:origin": seen("entry", absent={"seat"}),
    "publishing:excerpt": seen("decision", where=lambda t, c: (t["decision"].ref, "docx")),
    "publishing:report": seen("meeting", where=lambda t, c: (t["meeting"].ref, "docx")),
    "publishing:letter": seen(
        "letter",
        found=SEAT_OR_BUREAU,
        where=lambda t, c: (t["letter"].ref if "letter" in t else "letter-nowhere", "docx"),
    ),
    "publishing:release": both("meeting", "publishing.draft_release"),
    "publishing:publish": form("release", "publishing.release_meeting"),
    "publishing:withdraw": form("release", "publishing.withdraw_release"),
    "rights:exceptions": OPEN,
    "rights:openings": Route(get="members.see_openings", post="members.ask_opening", on="network"),
    "rights:agree": form("opening", "members.agree_to_opening"),
    "rights:refuse": form("opening", "members.refuse_opening"),
    "rights:withdraw": form("opening", "members.withdraw_opening", on="network"),
    "rights:close": form("opening", "members.close_opening"),
    "rights:person": both("person", "desk.see_rights"),
    "rights:thing": seen("meeting"),
    "rights:release": both("meeting", "publishing.release_ring"),
    "rights:narrow": both("meeting", "publishing.narrow_ring"),
    "account_login": LIBRARY,
    "account_logout": LIBRARY,
    "account_change_password": LIBRARY,
    "account_set_password": LIBRARY,
    "account_reset_password": LIBRARY,
    "account_reset_password_done": LIBRARY,
    "account_reset_password_from_key": Route(is_library=True, where=lambda t, c: ("1", "no-key")),
    "account_reset_password_from_key_done": LIBRARY,
    "account_inactive": LIBRARY,
    "account_reauthenticate": LIBRARY,
    "mfa_authenticate": LIBRARY,
    "mfa_login_webauthn": LIBRARY,
    "mfa_reauthenticate": LIBRARY,
    "mfa_reauthenticate_webauthn": LIBRARY,
    "mfa_index": LIBRARY,
    "mfa_add_webauthn": LIBRARY,
    "mfa_activate_totp": LIBRARY,
    "mfa_view_recovery_codes": LIBRARY,
    "policy_report": LIBRARY,
}
