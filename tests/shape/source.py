"""The source of the house, parsed once, for tests that look at its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "secretariat"
ROOMS = tuple(sorted(p.name for p in HOUSE.iterdir() if (p / "__init__.py").exists()))

WINGS = frozenset(
    {"agenda", "coming", "deeds", "packs", "personal", "purging", "rapporteur", "rights", "sign_in"}
)
"""Packages inside a room with reads, forms, views and addresses of their own: ``desk/rights``."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str:
        return self.path.relative_to(HOUSE).parts[0]

    @property
    def layer(self) -> str:
        """Its place in the sandwich: ``actions`` for ``<room>/actions.py`` and ``<room>/actions/people.py``.

        A wing of a room (``WINGS``) has a sandwich of its own. Empty for the opening of a room or of such a
        package, and deeper down.
        """
        inside = self.path.relative_to(HOUSE).with_suffix("").parts[1:]
        if inside[:1] and inside[0] in WINGS:
            inside = inside[1:]
        if inside[-1:] == ("__init__",) or len(inside) > 2:
            return ""
        return inside[0] if inside else ""

    def functions(self) -> Iterator[FunctionNode]:
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode):
                yield node

    def top_functions(self) -> Iterator[FunctionNode]:
        for node in self.tree.body:
            if isinstance(node, FunctionNode):
                yield node


@cache
def modules() -> tuple[Module, ...]:
    paths = (p for p in HOUSE.rglob("*.py") if "migrations" not in p.parts)
    return tuple(
        Module(path, text, ast.parse(text))
        for path in sorted(paths)
        for text in [path.read_text(encoding="utf-8")]
    )


def named(*layers: str) -> list[Module]:
    return [m for m in modules() if m.layer in layers]


def calls(node: ast.AST, name: str) -> list[ast.Call]:
    """Calls of a function by that bare name inside the node."""
    return [
        n
        for n in ast.walk(node)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name
    ]


def statements(function: FunctionNode) -> list[ast.stmt]:
    """The statements of a function after its docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else list(function.body)
