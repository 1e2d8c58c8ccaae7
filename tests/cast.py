"""The cast as tests meet it: each role with a signed-in client."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from secretariat.access.models import Account
from secretariat.access.rules import PUBLIC, Actor
from secretariat.desk.story.build import Cast as BuiltCast
from secretariat.desk.story.build import Role
from secretariat.members.models import Member, Network, Person, Seat

STILL_FRESH = 600
"""Seconds for which a client of the cast is taken as it is; after that it signs in anew."""


def sign_in_whole(client: Client, account: Account) -> Client:
    """Signs a client in as if the account had just used its passkey."""
    client.force_login(account)
    session = client.session
    proof = {"method": "mfa", "type": "webauthn", "id": 0, "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(account.pk)
    session.save()
    return client


class Player:
    """One role of the cast, with a client that is signed in as it."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self._client = Client()
        self._signed_in_at = 0.0

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

    @property
    def client(self) -> Client:
        """The browser of this role. Where the clock of a test has moved on, it has signed in again."""
        now = time.time()
        if not 0 <= now - self._signed_in_at < STILL_FRESH:
            self._client = sign_in_whole(Client(), self.account)
            self._signed_in_at = now
        return self._client


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
