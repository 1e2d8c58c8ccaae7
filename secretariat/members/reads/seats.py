"""Networks, members, seats and who sits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, SeatKind
from secretariat.audit.memory import remembered
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible
from secretariat.toolbox.names import fold

from ..models import Mandate, Member, Network, Seat
from ..rules import HOLDERS, KEPT_AS_FILE, has_left, is_in_force, may_read_letter, order_of_seats
from .actors import in_force_q


def visible_networks(actor: Actor) -> QuerySet[Network]:
    """Networks are known to everybody; what is in them is not."""
    return Network.objects.all()


def visible_members(actor: Actor) -> QuerySet[Member]:
    """The members the actor may see, by short name."""
    return Member.objects.filter(visible(actor, seat=None))


def visible_seats(actor: Actor) -> QuerySet[Seat]:
    """The seats the actor may see, with their members."""
    return Seat.objects.filter(visible(actor, seat="id")).select_related("member", "network")


def visible_mandates(actor: Actor) -> QuerySet[Mandate]:
    """The mandates of people the actor may see, with person and seat; the newest of a seat first."""
    return Mandate.objects.filter(
        visible(actor, network="seat__network_id", ring="person__ring", seat="seat_id")
    ).select_related("person", "seat", "seat__member")


def main_network(actor: Actor) -> Network | None:
    """The network a page is about: the one the actor sits in, else the oldest of this store. One query."""
    return remembered(("network", actor.network_ids[:1]), lambda: _main_network(actor))


def network_here(actor: Actor) -> Network:
    """The network a page is about. Raises NotVisible in a store that holds none yet. One query."""
    network = main_network(actor)
    if network is None:
        raise NotVisible
    return network


def words_of_ours() -> set[str]:
    """Names of networks and members, which no password may be built on; nobody reads them. Two queries."""
    networks = Network.objects.values_list("name", "short_name")
    members = Member.objects.values_list("short_name", "official_name")
    return {name for names in (*networks, *members) for name in names if name}


def _main_network(actor: Actor) -> Network | None:
    rows = Network.objects.order_by("pk")
    if actor.network_ids:
        rows = rows.filter(pk=actor.network_ids[0])
    return rows.first()


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


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat with whom it has today: the coordinator (or holder of the office) and the others."""

    seat: Seat
    holder: Mandate | None
    others: tuple[Mandate, ...]
    is_vacant: bool
    vacant_since: date | None
    to_come: tuple[Mandate, ...] = ()

    @property
    def is_acting(self) -> bool:
        """Whether the seat is held for the time being only."""
        return self.holder is not None and self.holder.function == "acting coordinator"

    @property
    def stands_in(self) -> Mandate | None:
        """The substitute who speaks for a vacant seat; it stays vacant, and its silence is no consent."""
        if not self.is_vacant:
            return None
        return next((m for m in self.others if m.function == "substitute"), None)


def order_of_seat(seat: Seat) -> tuple[int, str, str]:
    """Where a seat stands in the order of States, to be sorted by; as ``rules.order_of_seats``. No query for a seat
    with its member.
    """
    return order_of_seats(seat.kind, seat.member.short_name if seat.member else "", seat.label)


def member_seats(network: Network) -> list[Seat]:
    """The seats of the members of today, in the English alphabetical order of States. One query."""
    today = clock.today(network.zone)
    seats = Seat.objects.filter(network=network, kind=SeatKind.MEMBER).select_related("member", "network")
    here = (seat for seat in seats if seat.member is None or not has_left(today, seat.member.left_on))
    return sorted(here, key=order_of_seat)


def vacant_among(seats: list[Seat], on: date) -> list[Seat]:
    """Those of these seats that nobody holds on a day, in the order given. One query."""
    held = _held_seats(on, seats)
    return [seat for seat in seats if seat.pk not in held]


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
    return sorted(lines, key=lambda line: order_of_seat(line.seat))


def _held_seats(on: date, seats: list[Seat]) -> set[int]:
    """Which of these seats have a holder on the day, whoever it is."""
    rows = Mandate.objects.filter(in_force_q(on), seat__in=seats, function__in=HOLDERS)
    return set(rows.values_list("seat_id", flat=True))


def _seat_line(seat: Seat, mandates: list[Mandate], on: date, *, is_held: bool) -> SeatLine:
    now = [m for m in mandates if is_in_force(on, m.starts_on, m.ends_on)]
    # A coordinator comes before whoever acted until now, both before those who do not fill the seat.
    order = {function: place for place, function in enumerate(HOLDERS)}
    now.sort(key=lambda m: (order.get(m.function, len(order)), m.starts_on or on))
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
        tuple(m for m in mandates if m.starts_on is not None and m.starts_on > on),
    )


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate as history shows it; ``is_now`` on the day asked about, ``letter`` empty where it is not told."""

    mandate: Mandate
    is_now: bool
    letter: str
    paper_ref: str = ""
    """The letter in the archive, for whoever may open it there."""

    @property
    def is_helper(self) -> bool:
        """Whether the mandate helps to fill the seat and does not fill it: the seat itself can end it."""
        return self.mandate.function not in HOLDERS


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A seat with its holder today and all mandates, newest first, those only attested by papers last."""

    line: SeatLine
    history: tuple[MandateLine, ...]


def mandate_line(actor: Actor, mandate: Mandate, on: date) -> MandateLine:
    """A mandate that the caller found through its door, as history shows it. No query for one with its seat."""
    letter = mandate.nomination if may_read_letter(actor, mandate.seat) else ""
    _, is_file, paper = letter.partition(KEPT_AS_FILE)
    if is_file:
        letter, paper = "letter kept as a file", paper if actor.is_bureau(mandate.seat.network_id) else ""
    return MandateLine(mandate, is_in_force(on, mandate.starts_on, mandate.ends_on), letter, paper)


def seat_page(actor: Actor, seat: Seat, on: date) -> SeatPage:
    """Who holds and who held a seat. Two queries."""
    mandates = list(visible_mandates(actor).filter(seat=seat))
    mandates.sort(key=lambda m: m.starts_on or m.attested_on or date.min, reverse=True)
    lines = tuple(mandate_line(actor, m, on) for m in mandates)
    return SeatPage(_seat_line(seat, mandates, on, is_held=bool(_held_seats(on, [seat]))), lines)
