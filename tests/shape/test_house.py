"""The plan of the house, held against the code."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.shape.source import HOUSE, ROOMS, ROOT, WINGS, Module, modules, named

FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc"}
LONGEST_FUNCTION = 60
LONGEST_VIEW = 30
LONGEST_FILE = 500


def test_no_file_has_a_name_that_says_nothing() -> None:
    found = [p for p in HOUSE.rglob("*") if p.stem in FORBIDDEN_NAMES]
    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_door_plate_of_at_most_fifteen_lines(room: str) -> None:
    plate = ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8")))
    assert plate, f"{room} has no door plate"
    assert len(plate.splitlines()) <= 15
    for word in ("Question:", "Words:", "Neighbours:"):
        assert word in plate, f"the door plate of {room} does not tell its {word}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_tests(room: str) -> None:
    assert list((ROOT / "tests" / room).glob("test_*.py")), f"tests/{room} is empty"


def test_functions_and_files_stay_short() -> None:
    long = [
        f"{m.name}:{f.lineno} {f.name}"
        for m in modules()
        for f in m.functions()
        if (f.end_lineno or f.lineno) - f.lineno + 1
        > (LONGEST_VIEW if m.layer == "views" else LONGEST_FUNCTION)
    ]
    assert long == []
    assert [m.name for m in modules() if m.text.count("\n") > LONGEST_FILE] == []


def _documented(module: Module) -> list[str]:
    return [
        f"{module.name}:{f.lineno} {f.name}"
        for f in module.top_functions()
        if not f.name.startswith("_") and not ast.get_docstring(f)
    ]


def test_public_functions_say_what_they_give() -> None:
    pure = [m for m in modules() if {"reading", "typeset", "toolbox"} & set(m.path.parts)]
    missing = [name for m in [*named("rules", "reads", "actions"), *pure] for name in _documented(m)]
    assert missing == []


def test_no_error_is_caught_and_dropped() -> None:
    dropped = [
        f"{m.name}:{n.lineno}"
        for m in modules()
        for n in ast.walk(m.tree)
        if isinstance(n, ast.ExceptHandler)
        and len(n.body) == 1
        and isinstance(n.body[0], ast.Pass | ast.Continue)
        and ast.unparse(n.type or ast.Constant("")) in {"Exception", "BaseException", "''"}
    ]
    assert dropped == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert [m.name for m in modules() if marks.search(m.text)] == []


def test_migrations_are_named_by_meaning_and_can_be_taken_back() -> None:
    for path in HOUSE.rglob("migrations/0*.py"):
        assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", path.stem), path.name
        assert "_auto_" not in path.stem, path.name
        text = path.read_text(encoding="utf-8")
        for call in (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)):
            if ast.unparse(call.func) == "migrations.RunPython":
                assert len(call.args) >= 2, f"{path.name} cannot be taken back"
            if ast.unparse(call.func) == "migrations.RunSQL":
                assert len(call.args) >= 2 or any(k.arg == "reverse_sql" for k in call.keywords), path.name


def test_no_file_of_the_project_names_a_place_that_is_not_in_it() -> None:
    word = "/wo" + "rk/"
    tracked = [
        p
        for folder in ("secretariat", "config", "tests", "bench", "docs", ".ci")
        for p in (ROOT / folder).rglob("*")
    ]
    texts = [
        p
        for p in [*tracked, ROOT / "README.md", ROOT / "do"]
        if p.is_file() and p.suffix in {".py", ".md", ".html", ".css", ".js", ".toml", ""}
    ]
    assert [str(p) for p in texts if word in p.read_text(encoding="utf-8", errors="replace")] == []


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").casefold()
    names = [re.split(r"[<>=\[~ ]", w, maxsplit=1)[0] for w in wanted]
    assert [n for n in names if f"`{n.casefold()}`" not in page] == []


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    found, open_pages = {ROOT / "README.md"}, [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        links = re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8"))
        new = {(page.parent / link).resolve() for link in links} - found
        found |= new
        open_pages += new
    assert set((ROOT / "docs").glob("*.md")) - found == set()


SANDWICH = frozenset({"urls", "views", "forms", "tasks", "api", "actions", "reads"})


def test_every_wing_is_held_to_the_sandwich_and_stands_on_the_plan() -> None:
    """A package of the desk that has views or reads is a wing, whether or not somebody wrote it down."""
    found = {
        p.name
        for p in (HOUSE / "desk").iterdir()
        if (p / "__init__.py").exists() and SANDWICH & {inside.stem for inside in p.iterdir()}
    }
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    held = {
        name.rpartition(".")[2]
        for contract in contracts["contracts"]
        for name in contract.get("containers", ())
        if name.startswith("secretariat.desk.")
    }
    plan = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert found == WINGS == held
    assert {wing for wing in found if f"`{wing}`" not in plan} == set()


def test_what_declares_rights_or_says_it_is_pure_is_held_to_know_no_django() -> None:
    """Rules outgrow ``rules.py``; what stands beside it by another name is bound by the same contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    pure = next(c for c in contracts["contracts"] if "no Django" in c["name"])["source_modules"]
    beside = {
        m.name.removesuffix(".py").replace("/", ".")
        for m in modules()
        if m.layer not in {"rules", "models", *SANDWICH}
        and m.room not in {"access", "web", "toolbox"}
        and (re.search(r"^@?right\(|^purpose\(", m.text, re.MULTILINE) or _is_imported_by_rules(m))
    }
    missing = sorted(beside - set(pure))
    assert missing == [], "write these into the contract of pyproject.toml: " + ", ".join(missing)


def _is_imported_by_rules(module: Module) -> bool:
    """Whether the rules or the models of its room stand on it: then it decides, and a rule without a table it is."""
    name = module.path.stem
    return any(
        isinstance(node, ast.ImportFrom) and node.level > 0 and (node.module or "") == name
        for other in modules()
        if other.room == module.room and other.layer in {"rules", "models"}
        for node in ast.walk(other.tree)
    )
