"""The cast as tests meet it: each role with a signed-in client."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.test import Client

from secretariat.access.models import Account
from secretariat.access.rules import PUBLIC, Actor
from secretariat.desk.story.build import Cast as BuiltCast
from secretariat.desk.story.build import Role
from secretariat.members.models import Member, Network, Person, Seat


class Player:
    """One role of the cast, with a client that is signed in as it."""

    def __init__(self, role: Role) -> None:
        self.role = role

    @property
    def account(self) -> Account:
        return self.role.account

    @property
    def person(self) -> Person:
        return self.role.person

    @property
    def actor(self) -> Actor:
        return self.role.actor

    @property
    def seat(self) -> Seat:
        assert self.role.mandate is not None
        return self.role.mandate.seat

    @cached_property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.account)
        return client


@dataclass
class Cast:
    """``cast.officer``, ``cast.coordinator`` ... and the network they belong to."""

    built: BuiltCast

    def __post_init__(self) -> None:
        self.players = {key: Player(role) for key, role in self.built.roles.items()}
        self.public_client = Client()
        self.public_actor = PUBLIC

    def __getattr__(self, key: str) -> Player:
        try:
            return self.__dict__["players"][key]
        except KeyError:
            raise AttributeError(key) from None

    @property
    def network(self) -> Network:
        return self.built.network

    @property
    def members(self) -> dict[str, Member]:
        return self.built.members

    @property
    def seats(self) -> dict[str, Seat]:
        return self.built.seats
