"""Nobody goes round the two doors."""

from __future__ import annotations

import ast

import pytest

from secretariat.access.rules import all_rights
from tests.shape.source import FunctionNode, Module, calls, modules, named, statements

WRITERS_WITHOUT_A_DEED = {
    # The record itself cannot record that it records.
    # A signed head says nothing that the deeds do not say.
    "secretariat/audit/actions.py": {"record_deed", "keep_signed_head"},
    # That a personal link was answered by is said by the deed it was used for.
    "secretariat/members/actions/links.py": {"use_link"},
    # The correction that was accepted says it, in its own deed.
    "secretariat/minutes/actions/entries.py": {"write_words"},
    # How far a machine is with a paper is nobody's act.
    "secretariat/archive/actions.py": {"note_progress"},
    # A letter that tells of a deed is the program's: queue_notice records it, inside that deed's transaction.
    "secretariat/members/actions/telling.py": {
        "tell_the_others",
        "tell_of_mandate",
        "tell_of_end",
        "tell_of_suspension",
        "tell_of_lost_factors",
        "tell_of_export",
    },
    # A line for the morning is told by the deed that asks; its letter is queue_notice's deed.
    "secretariat/members/actions/digest.py": {"tell_seats", "take_back_lines", "queue_digests"},
    # How often a machine tries to send a letter is nobody's act; that its words are purged is the purge's deed.
    "secretariat/members/actions/notices.py": {"claim_notice", "note_problem", "forget_letters"},
    # The letters of a meeting or an invitation are wiped by its purge, which is the deed.
    "secretariat/meetings/actions/letters.py": {"wipe_letters_of"},
    # The search index says nothing that its things do not say; it follows deeds and is none itself.
    "secretariat/desk/actions.py": {"refresh_row"},
}

WRITERS_BESIDE_ACTIONS = {
    # Rows of sign-in, which belong to no network and are nobody's deed there.
    "secretariat/access/credentials.py": {
        "renamed_session",
        "end_sessions",
        "end_all_sessions",
        "forget_ended_sessions",
        "note_count",
        "take_away_factors",
        "rewrite_secrets",
        "ask_for_reset",
        "take_reset_requests",
    },
    # How Django makes an account.
    "secretariat/access/models.py": {"create_user"},
    # The longer half of archive/actions.py: it carries out one accepted plan.
    "secretariat/archive/entering.py": {"enter", "take_back"},
    # Two actions as one: what was said by a link, and that the link was used; a letter, and what it says.
    "secretariat/desk/personal/answers.py": {"take_answer"},
    "secretariat/desk/coming/letters.py": {"with_letter"},
    # A paper, and its file in the archive.
    "secretariat/desk/agenda/delivery.py": {"deliver"},
    # What was said in a meeting and what it promises: two rooms in one transaction.
    "secretariat/desk/rapporteur/taking.py": {"take_down"},
    # What was asked for is taken and answered, or neither.
    "secretariat/desk/sign_in/accounts.py": {"answer_reset_requests"},
    # An export comes in as whole tables; what goes out is read at one instant, and nothing is written.
    "secretariat/desk/leaving/entering.py": {"_enter_kind"},
    "secretariat/desk/leaving/record.py": {"write_network_record", "write_seat_record"},
    # Founding and the demo: many actions as one, and the administrator whom no page can make.
    "secretariat/desk/management/commands/demo.py": {"_load"},
    "secretariat/desk/management/commands/network.py": {"handle"},
    "secretariat/desk/story/build.py": {"build_network", "_engage"},
}

LISTENERS = {
    "secretariat/audit/actions.py": {"deed_recorded"},
    "secretariat/desk/reactions.py": {"deed_recorded"},
    # What happens inside the library of the sign-in it tells by its signals alone.
    "secretariat/desk/sign_in/factors.py": {"authenticator_added"},
    "secretariat/desk/sign_in/accounts.py": {"authentication_step_completed", "user_logged_in"},
    "secretariat/desk/sign_in/log.py": {
        "authentication_step_completed",
        "user_logged_out",
        "user_login_failed",
    },
    "secretariat/web/session_limits.py": {"user_logged_in"},
}


def public_actions() -> list[tuple[Module, FunctionNode]]:
    return [
        (module, function)
        for module in named("actions")
        for function in module.top_functions()
        if not function.name.startswith("_")
        and function.name not in WRITERS_WITHOUT_A_DEED.get(module.name, set())
    ]


def _deed(call: ast.Call) -> str:
    argument = call.args[1]
    assert isinstance(argument, ast.Constant), "the deed is written out, so that it can be found"
    return str(argument.value)


@pytest.mark.parametrize(("module", "function"), public_actions(), ids=lambda x: getattr(x, "name", ""))
def test_every_action_asks_first_and_records_once(module: Module, function: FunctionNode) -> None:
    first = statements(function)[0]
    assert isinstance(first, ast.Expr), f"{module.name}:{function.lineno} does not begin with require(...)"
    asked = calls(first, "require")
    assert asked, f"{module.name}:{function.lineno} does not begin with require(...)"
    recorded = {_deed(call) for call in calls(function, "record_deed")}
    assert recorded == {_deed(asked[0])}, (
        f"{module.name}:{function.lineno} records another deed than it asked for"
    )
    names = {right.name for right in all_rights()}
    assert recorded <= names


@pytest.mark.parametrize(("module", "function"), public_actions(), ids=lambda x: getattr(x, "name", ""))
def test_every_action_is_one_transaction_with_keywords_only_after_the_actor(
    module: Module, function: FunctionNode
) -> None:
    decorators = {ast.unparse(d) for d in function.decorator_list}
    assert "transaction.atomic" in decorators, f"{module.name}:{function.lineno} is not one transaction"
    assert [a.arg for a in function.args.args] == ["actor"], f"{module.name}:{function.lineno}"


def test_tables_are_queried_only_in_reads_and_actions() -> None:
    # archive/entering.py is the longer half of archive/actions.py: it carries out one accepted plan.
    # access/credentials.py holds the rows of sign-in, which belong to no network and are nobody's deed there.
    # desk/leaving takes whole tables out, each through the door of its room, and puts them in again.
    allowed = {"reads", "actions", "models", "entering", "credentials", "leaving"}
    guilty = [
        f"{m.name}:{n.lineno}"
        for m in modules()
        if m.layer not in allowed
        for n in ast.walk(m.tree)
        if isinstance(n, ast.Attribute) and n.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert guilty == []


_MAKING = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def _writes(node: ast.AST) -> bool:
    """Whether a node writes to a table or makes a transaction. A file or a picture is saved by a place, a
    digest or a dictionary is updated by a value; a row and a query take names, or nothing.
    """
    if isinstance(node, ast.Attribute) and node.attr == "atomic":
        return True
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr in _MAKING:
        return True
    return not node.args and (
        node.func.attr in {"save", "delete"} or (node.func.attr == "update" and bool(node.keywords))
    )


def test_nothing_is_written_outside_actions_but_by_what_is_listed() -> None:
    found: dict[str, set[str]] = {}
    for module in modules():
        if module.layer == "actions":
            continue
        within = {node: f.name for f in module.functions() for node in ast.walk(f)}
        for node in ast.walk(module.tree):
            if _writes(node):
                found.setdefault(module.name, set()).add(within.get(node, "outside any function"))
    assert found == WRITERS_BESIDE_ACTIONS


def test_only_the_deed_and_the_library_of_sign_in_are_listened_to() -> None:
    found: dict[str, set[str]] = {}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] == "signals":
                found.setdefault(module.name, set()).update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom | ast.Import):
                whole = {alias.name for alias in node.names if alias.name.rpartition(".")[2] == "signals"}
                assert not whole, f"{module.name}:{node.lineno} takes a module of signals whole"
    assert found == LISTENERS


def test_requests_and_responses_stay_in_views_and_in_the_shell() -> None:
    guilty = [
        m.name
        for m in named("rules", "models", "actions", "tasks")
        for n in ast.walk(m.tree)
        if isinstance(n, ast.ImportFrom) and n.module == "django.http"
    ]
    assert guilty == []


def test_every_kind_of_thing_has_its_visible_door() -> None:
    rooms = {m.room for m in named("reads")} - {"access", "audit", "desk", "web"}
    for room in sorted(rooms):
        doors = [
            (module, function)
            for module in named("reads")
            for function in module.top_functions()
            if module.room == room and function.name.startswith("visible_")
        ]
        assert doors, f"{room} has no visible_… door"
        for module, door in doors:
            assert [a.arg for a in door.args.args][:1] == ["actor"], f"{module.name}:{door.lineno}"
