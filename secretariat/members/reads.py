"""Every query about networks, members, seats, people and mandates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.reads import visible
from secretariat.access.rules import Actor, SeatKind, Standing
from secretariat.audit.memory import remembered
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible
from secretariat.toolbox.names import Likeness, fold, likeness, loose_key

from .models import Distinction, Mandate, Member, NameForm, Network, Person, Seat
from .rules import HOLDERS, is_in_force, order_of_seats


def in_force_q(on: date, path: str = "") -> Q:
    """The filter twin of ``rules.is_in_force``; ``path`` leads to the mandate (``mandates__``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    )


def actor_for_account(account: Account) -> Actor:
    """The actor behind an account, with the mandates in force today. Two queries, one if remembered."""
    today = clock.today()
    key = ("actor", account.pk, account.email, account.is_administrator, today)
    return remembered(key, lambda: _actor(account, today))


def _actor(account: Account, today: date) -> Actor:
    rows = (
        Mandate.objects.filter(in_force_q(today), person__account=account)
        .select_related("person", "seat", "seat__network")
        .order_by("starts_on", "pk")
    )
    mandates = list(rows)
    person = mandates[0].person if mandates else None
    return Actor(
        kind="person",
        label=person.name if person else account.email,
        account_id=account.pk,
        person_id=person.pk if person else None,
        standings=tuple(
            Standing(
                network_id=m.seat.network_id,
                network_slug=m.seat.network.slug,
                seat_id=m.seat_id,
                seat_code=m.seat.code,
                seat_label=m.seat.label,
                seat_kind=SeatKind(m.seat.kind),
                function=m.function,
            )
            for m in mandates
        ),
        is_administrator=account.is_administrator,
    )


def visible_networks(actor: Actor) -> QuerySet[Network]:
    """Networks are known to everybody; what is in them is not."""
    return Network.objects.all()


def visible_members(actor: Actor) -> QuerySet[Member]:
    """The members the actor may see, by short name."""
    return Member.objects.filter(visible(actor, seat=None))


def visible_seats(actor: Actor) -> QuerySet[Seat]:
    """The seats the actor may see, with their members."""
    return Seat.objects.filter(visible(actor, seat="id")).select_related("member", "network")


def visible_people(actor: Actor) -> QuerySet[Person]:
    """The people the actor may see, in alphabetical order across scripts. A person is never a seat's own."""
    return Person.objects.filter(visible(actor, seat=None))


def visible_mandates(actor: Actor) -> QuerySet[Mandate]:
    """The mandates of people the actor may see, with person and seat; the newest of a seat first."""
    return Mandate.objects.filter(
        visible(actor, network="seat__network_id", ring="person__ring", seat="seat_id")
    ).select_related("person", "seat", "seat__member")


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
class SeatLine:
    """A seat with whom it has today: the coordinator (or holder of the office) and the others."""

    seat: Seat
    holder: Mandate | None
    others: tuple[Mandate, ...]
    is_vacant: bool
    vacant_since: date | None


def seats_with_holders(actor: Actor, network: Network, on: date) -> list[SeatLine]:
    """Every visible seat with its holders on a day; a seat without one is vacant, and says since when.

    In the order of States: English alphabetical by short name, offices after the members. A seat whose
    holder the actor may not see is not vacant: it has a holder who is not named. Three queries.
    """
    seats = list(visible_seats(actor).filter(network=network))
    by_seat: dict[int, list[Mandate]] = {}
    for mandate in visible_mandates(actor).filter(seat__network=network):
        by_seat.setdefault(mandate.seat_id, []).append(mandate)
    held = _held_seats(on, seats)
    lines = [_seat_line(seat, by_seat.get(seat.pk, []), on, is_held=seat.pk in held) for seat in seats]
    return sorted(
        lines,
        key=lambda line: order_of_seats(
            line.seat.kind, line.seat.member.short_name if line.seat.member else "", line.seat.label
        ),
    )


def _held_seats(on: date, seats: list[Seat]) -> set[int]:
    """Which of these seats have a holder on the day, whoever it is."""
    rows = Mandate.objects.filter(in_force_q(on), seat__in=seats, function__in=HOLDERS)
    return set(rows.values_list("seat_id", flat=True))


def _seat_line(seat: Seat, mandates: list[Mandate], on: date, *, is_held: bool) -> SeatLine:
    now = [m for m in mandates if is_in_force(on, m.starts_on, m.ends_on)]
    now.sort(key=lambda m: (m.function not in HOLDERS, m.starts_on or on))
    holder = now[0] if now and now[0].function in HOLDERS else None
    ended = [
        m.ends_on for m in mandates if m.function in HOLDERS and m.ends_on is not None and m.ends_on < on
    ]
    return SeatLine(
        seat,
        holder,
        tuple(m for m in now if m is not holder),
        not is_held,
        None if is_held else max(ended, default=None),
    )


def member_by_words(network: Network) -> Callable[[str], Member | None]:
    """A look-up of the network's members by any name of theirs in words, folded. One query in all."""
    known: dict[str, Member] = {}
    for member in Member.objects.filter(network=network):
        forms = [member.short_name, member.official_name, member.code]
        forms += [form for names in member.names.values() for form in names.values()]
        for form in forms:
            known[_plain(form)] = member

    def look_up(words: str) -> Member | None:
        return known.get(_plain(words))

    return look_up


def _plain(words: str) -> str:
    flat = " ".join(fold(words).replace("*", " ").split())
    return flat.removeprefix("the ").removeprefix("republic of ")


def main_network(actor: Actor) -> Network | None:
    """The network a page is about: the one the actor sits in, else the oldest of this store. One query."""
    return remembered(("network", actor.network_ids[:1]), lambda: _main_network(actor))


def network_here(actor: Actor) -> Network:
    """The network a page is about. Raises NotVisible in a store that holds none yet. One query."""
    network = main_network(actor)
    if network is None:
        raise NotVisible
    return network


def _main_network(actor: Actor) -> Network | None:
    rows = Network.objects.order_by("pk")
    if actor.network_ids:
        rows = rows.filter(pk=actor.network_ids[0])
    return rows.first()


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate as history shows it; ``is_now`` on the day asked about."""

    mandate: Mandate
    is_now: bool


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A seat with its holder today and all mandates, newest first, those only attested by papers last."""

    line: SeatLine
    history: tuple[MandateLine, ...]


def seat_page(actor: Actor, seat: Seat, on: date) -> SeatPage:
    """Who holds and who held a seat. Two queries."""
    mandates = list(visible_mandates(actor).filter(seat=seat))
    mandates.sort(key=lambda m: m.starts_on or m.attested_on or date.min, reverse=True)
    lines = tuple(MandateLine(m, is_in_force(on, m.starts_on, m.ends_on)) for m in mandates)
    return SeatPage(_seat_line(seat, mandates, on, is_held=bool(_held_seats(on, [seat]))), lines)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with the forms of the name and the mandates, newest first."""

    names: tuple[str, ...]
    mandates: tuple[MandateLine, ...]


def person_page(actor: Actor, person: Person, on: date) -> PersonPage:
    """What is known of a person. Two queries."""
    mandates = sorted(
        visible_mandates(actor).filter(person=person),
        key=lambda m: m.starts_on or m.attested_on or date.min,
        reverse=True,
    )
    names = NameForm.objects.filter(person=person).exclude(name=person.name).order_by("name")
    return PersonPage(
        tuple(names.values_list("name", flat=True)),
        tuple(MandateLine(m, is_in_force(on, m.starts_on, m.ends_on)) for m in mandates),
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
