"""Words that do not belong here are questioned before they are saved, in every form with free text."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.template import engines
from django.urls import reverse

from secretariat.audit.declared import declarations, declare, declared
from secretariat.audit.models import Deed
from secretariat.meetings import actions as meetings
from secretariat.members.models import Network
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry
from secretariat.web.fields import NOT_HERE, HouseForm, is_free_text
from tests.cast import Cast
from tests.shape.source import modules

JMBG = "0101006500006"
MARKING = "EU RESTRICTED"


def house_forms() -> list[type[forms.Form]]:
    """Every form of the program, wherever it stands."""
    for module in modules():
        if "forms.Form)" in module.text or "HouseForm)" in module.text:
            importlib.import_module(module.name.removesuffix(".py").replace("/", "."))

    def below(cls: type[forms.Form]) -> Iterator[type[forms.Form]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    return sorted(
        {
            cls
            for cls in below(forms.Form)
            if cls.__module__.startswith("secretariat.")
            # Those of sign-in build on the library's; what a person calls a passkey only that person sees.
            and not any(base.__module__.startswith("allauth.") for base in cls.__mro__)
        },
        key=lambda cls: f"{cls.__module__}.{cls.__name__}",
    )


FREE = [
    (cls, name) for cls in house_forms() for name, field in cls.base_fields.items() if is_free_text(field)
]


def test_there_are_fields_to_look_through() -> None:
    assert len(FREE) > 15


@pytest.mark.parametrize("cls", house_forms(), ids=lambda cls: cls.__name__)
def test_a_form_with_free_text_is_a_form_of_the_house(cls: type[forms.Form]) -> None:
    source = next(m for m in modules() if m.name == cls.__module__.replace(".", "/") + ".py").text
    body = re.split(rf"^class {cls.__name__}\b", source, flags=re.M)[1].split("\nclass ")[0]
    is_free = any(is_free_text(field) for field in cls.base_fields.values())
    if is_free or ("forms.CharField(" in body and "self.fields[" in body):
        assert issubclass(cls, HouseForm), f"{cls.__name__} takes words and does not look through them"


def _without_rows(form: HouseForm, data: dict[str, str]) -> None:
    """The form by itself, without whatever its choices are filled with."""
    HouseForm.__init__(form, data)
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is None:
            field.queryset = Network.objects.none()


@pytest.mark.parametrize(("cls", "name"), FREE, ids=lambda x: getattr(x, "__name__", x))
def test_each_field_for_words_asks_and_refuses(cls: type[forms.Form], name: str) -> None:
    bare = type(cls.__name__, (cls,), {"__init__": _without_rows, "clean": HouseForm.clean})
    if cls.base_fields[name].max_length is not None and cls.base_fields[name].max_length < 13:
        return
    asked = bare({name: JMBG})
    assert "personal number" in str(asked.errors[name])
    assert asked.questions[name].ranges == ((0, 13),)
    kept = bare({name: JMBG, f"keep-{name}": asked.questions[name].token})
    assert name not in kept.errors
    refused = bare({name: MARKING, f"keep-{name}": asked.questions[name].token})
    assert "not accredited" in str(refused.errors[name])


class Words(HouseForm):
    words = forms.CharField(label="Words <b>", widget=forms.Textarea, required=False)
    email = forms.EmailField(required=False)


def _page(form: HouseForm) -> str:
    return (
        engines["django"].from_string("{% for f in form %}{% field f %}{% endfor %}").render({"form": form})
    )


def test_the_form_comes_back_with_the_words_marked_and_a_box() -> None:
    form = Words({"words": f"<i>She</i>, {JMBG}, came"})
    assert not form.is_valid()
    html = _page(form)
    assert f"&lt;i&gt;She&lt;/i&gt;, <mark>{JMBG}</mark>, came" in html
    assert "This is not about a victim, suspect or case: keep it" in html
    assert f'name="keep-words" value="{form.questions["words"].token}"' in html
    assert NOT_HERE in html


def test_a_box_ticked_for_some_words_keeps_no_others() -> None:
    first = Words({"words": f"number {JMBG}"})
    first.is_valid()
    token = first.questions["words"].token
    assert Words({"words": f"the number {JMBG} again", "keep-words": token}).is_valid()
    assert not Words({"words": "case no. 12/2020", "keep-words": token}).is_valid()
    assert not Words({"words": f"{JMBG} and case no. 12/2020", "keep-words": token}).is_valid()
    assert not Words({"words": JMBG, "keep-words": "on"}).is_valid()


def test_what_is_declared_counts_for_one_request_only() -> None:
    declare("lost")
    with declarations():
        assert declared() == ""
        declare("once")
        declare("once")
        declare("twice")
        assert declared() == "once; twice"
    assert declared() == ""


def test_an_empty_form_asks_nothing() -> None:
    assert Words({}).is_valid()
    assert "keep-words" not in _page(Words())


@pytest.mark.real_time
def test_the_question_the_box_and_the_deed_on_a_real_page(cast: Cast) -> None:
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Closed", starts_on=date(2026, 5, 30), place="Port Alba"
    )
    record = minutes.open_record(officer, meeting=meeting)
    address = reverse("minutes:add_entry", args=[record.ref])
    client = cast.officer.client
    data = {"kind": "statement", "text": f"About {JMBG}", "ring": record.ring}
    asked = client.post(address, data)
    assert asked.status_code == 422
    assert Entry.objects.filter(record=record).count() == 0
    box = re.search(r'name="(keep-[\w-]+)" value="(\w+)"', asked.content.decode())
    assert box is not None
    kept = client.post(address, data | {box[1]: box[2]})
    assert kept.status_code == 302
    entry = Entry.objects.get(record=record)
    deed = Deed.objects.get(thing_ref=entry.ref)
    assert deed.words is not None
    assert JMBG not in deed.words["declared"]
    history = client.get(reverse("desk:history", args=[entry.ref])).content.decode()
    assert "about no victim, suspect or case" in history
    client.post(address, {"kind": "statement", "text": "Another", "ring": record.ring})
    later = Deed.objects.order_by("-number").first()
    assert later is not None
    assert later.words is not None
    assert "declared" not in later.words
