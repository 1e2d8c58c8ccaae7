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
    # How far a machine is with a paper is nobody's act.
    "secretariat/archive/actions.py": {"note_progress"},
    # How often a machine tries to send a letter is nobody's act.
    "secretariat/members/actions/notices.py": {"claim_notice", "note_problem"},
    # The search index says nothing that its things do not say; it follows deeds and is none itself.
    "secretariat/desk/actions.py": {"refresh_row"},
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
