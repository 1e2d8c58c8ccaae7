"""People, found by any form of their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.toolbox import clock
from secretariat.toolbox.names import Likeness, fold, likeness, loose_key

from ..models import Distinction, NameForm, Network, Person, Suspension, person_of
from ..rules import is_in_force
from .seats import MandateLine, mandate_line, visible_mandates


def zone_for(account: Account) -> str:
    """The zone in which somebody is told an hour: that of the network the person belongs to, as on its pages.
    At most two queries.
    """
    person = person_of(account)
    return person.network.zone if person else clock.HOME_ZONE


def visible_people(actor: Actor) -> QuerySet[Person]:
    """The people the actor may see, in alphabetical order across scripts. A person is never a seat's own."""
    return Person.objects.filter(visible(actor, seat=None))


def _where_bureau(actor: Actor, path: str) -> Q:
    """The filter for what Chair and Secretariat alone may know; ``path`` leads to the network's row id."""
    if actor.kind == "system":
        return Q()
    return Q(**{f"{path}__in": [n for n in actor.network_ids if actor.is_bureau(n)]})


def visible_accounts(actor: Actor) -> QuerySet[Account]:
    """Who signs in, by address: Chair and Secretariat see all of their network, others the people of their own
    seats, of today and before.
    """
    own = visible_mandates(actor).filter(seat_id__in=actor.seat_ids).order_by().values("person_id")
    return Account.objects.filter(_where_bureau(actor, "person__network_id") | Q(person__in=own))


def visible_suspensions(actor: Actor) -> QuerySet[Suspension]:
    """Who is or was suspended, for Chair and Secretariat, the latest first."""
    return Suspension.objects.filter(_where_bureau(actor, "person__network_id")).select_related("person")


def visible_distinctions(actor: Actor) -> QuerySet[Distinction]:
    """The pairs of people said to be two, for Chair and Secretariat."""
    return Distinction.objects.filter(_where_bureau(actor, "one__network_id"))


def find_people(actor: Actor, network: Network, name: str) -> list[tuple[Person, Likeness]]:
    """People of the network whose name is the same, likely the same, or alike; the likest first.

    Only a proposal: nobody is merged because of it. One query over all forms of all names, which is fine
    for the some thousand people a network meets in its life.
    Source: own choice, strict key, then loose key, then Jaro-Winkler, each a weaker word.
    """
    order = list(Likeness)
    best: dict[int, tuple[Person, Likeness]] = {}
    forms = NameForm.objects.filter(person__in=visible_people(actor).filter(network=network))
    for form in forms.select_related("person"):
        found = likeness(name, form.name)
        if found is Likeness.DIFFERENT:
            continue
        known = best.get(form.person_id)
        if known is None or order.index(found) < order.index(known[1]):
            best[form.person_id] = (form.person, found)
    return sorted(best.values(), key=lambda pair: (order.index(pair[1]), pair[0].sort_key))


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with the forms of the name and the mandates, newest first."""

    names: tuple[str, ...]
    mandates: tuple[MandateLine, ...]
    suspension: Suspension | None = None


def person_page(actor: Actor, person: Person, on: date) -> PersonPage:
    """What is known of a person; a suspension only for Chair and Secretariat. At most three queries."""
    mandates = sorted(
        visible_mandates(actor).filter(person=person),
        key=lambda m: m.starts_on or m.attested_on or date.min,
        reverse=True,
    )
    names = NameForm.objects.filter(person=person).exclude(name=person.name).order_by("name")
    shut = visible_suspensions(actor).filter(person=person, ended_at=None)
    return PersonPage(
        tuple(names.values_list("name", flat=True)),
        tuple(mandate_line(actor, m, on) for m in mandates),
        shut.first(),
    )


def people_list(actor: Actor, network: Network, words: str = "") -> list[Person]:
    """The people of a network whose name holds all the words, in any script and spelling; with their
    mandates. Three queries.

    Source: own choice, the folded name first, then the loose key, so that "Shukovic" finds "Šuković".
    """
    wanted = [(word, loose_key(word)) for word in fold(words).split()]
    people = (
        visible_people(actor)
        .filter(network=network)
        .prefetch_related(
            "name_forms", Prefetch("mandates", queryset=visible_mandates(actor), to_attr="seen_mandates")
        )
    )
    if not wanted:
        return list(people)
    return [person for person in people if any(_holds(form, wanted) for form in person.name_forms.all())]


def _holds(form: NameForm, wanted: list[tuple[str, str]]) -> bool:
    # A loose key of one or two letters would find nearly everybody.
    folded = fold(form.name)
    return all(word in folded or (len(loose) > 2 and loose in form.loose_key) for word, loose in wanted)


def alike_people(actor: Actor, person: Person) -> list[tuple[Person, Likeness]]:
    """Others whose name is the same, likely the same or alike, about whom nobody said yet that they are two.

    Two queries.
    """
    said = Distinction.objects.filter(Q(one=person) | Q(other=person)).values_list("one_id", "other_id")
    two = {pk for pair in said for pk in pair}
    found = find_people(actor, person.network, person.name)
    return [(other, word) for other, word in found if other.pk != person.pk and other.pk not in two]


@dataclass(frozen=True, slots=True)
class CastLine:
    """Somebody who can sign in, with the newest mandate in words."""

    name: str
    email: str
    seat: str
    function: str
    account: Account


def cast_lines(network: Network) -> list[CastLine]:
    """Everybody of a network who can sign in: for the machine's own list of the demo cast. Two queries."""
    people = Person.objects.filter(network=network, account__isnull=False).select_related("account")
    lines = []
    today = clock.today(network.zone)
    for person in people.prefetch_related("mandates__seat"):
        mandates = sorted(person.mandates.all(), key=lambda m: m.starts_on or date.min)
        last = mandates[-1] if mandates else None
        ended = last is not None and not is_in_force(today, last.starts_on, last.ends_on)
        function = f"{last.function}{', ended' if ended else ''}" if last else ""
        assert person.account is not None
        lines.append(
            CastLine(
                person.name, person.account.email, last.seat.label if last else "", function, person.account
            )
        )
    return lines
