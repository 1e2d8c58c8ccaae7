"""What holds for every template of every room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.shape.source import ROOT

TEMPLATES = sorted((ROOT / "secretariat").glob("*/templates/**/*.html"))
_TAG = re.compile(r"<[a-zA-Z][^>]*>", re.S)


def _name(file: Path) -> str:
    return file.as_posix().partition("/templates/")[2]


def _without_template_code(text: str) -> str:
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text, flags=re.S)


@pytest.fixture(params=TEMPLATES, ids=_name)
def template(request: pytest.FixtureRequest) -> Path:
    file: Path = request.param
    return file


def test_there_are_templates_to_check() -> None:
    assert len(TEMPLATES) > 10


def test_a_template_compiles_and_is_the_one_that_is_used(template: Path) -> None:
    origin = get_template(_name(template)).origin  # type: ignore[attr-defined]
    assert Path(origin.name) == template, "a package that stands earlier in INSTALLED_APPS hides it"


def test_a_template_holds_no_style_and_no_handler(template: Path) -> None:
    for tag in _TAG.findall(_without_template_code(template.read_text())):
        assert not re.search(r"\s(style|on[a-z]+|hx-on[:a-z-]*)\s*=", tag), tag


def test_a_script_is_a_file_of_ours(template: Path) -> None:
    text = template.read_text()
    assert "<style" not in text
    for tag, body in re.findall(r"(<script\b[^>]*>)(.*?)</script>", text, re.S):
        assert "src=\"{% static '" in tag, tag
        assert not body.strip(), body


def test_nothing_is_loaded_from_another_host(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"""(src|action|hx-[a-z]+)=["'](https?:)?//""", text)
    assert not re.search(r"""<link[^>]+href=["'](https?:)?//""", text)


def test_a_form_that_posts_carries_its_token(template: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", template.read_text(), re.S):
        if re.search(r"method=[\"']post", form):
            assert "{% csrf_token %}" in form or "slot body" in form, form[:120]


def test_a_template_says_nothing_is_safe(template: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape off", template.read_text())
