"""A passkey without a device: signs what it is told to, right or wrong, so that each wrong can be tried."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ORIGIN, SITE = "http://localhost", "localhost"

Answer = dict[str, Any]


def _unchanged(content: bytes) -> bytes:
    return content


@dataclass
class SoftKey:
    """One passkey. What it says about itself can be bent by each call's arguments."""

    key_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    counter: int = 0
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _client_data(self, kind: str, challenge: str, origin: str, **more: object) -> bytes:
        words = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False, **more}
        return json.dumps(words).encode()

    def _head(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def make(
        self,
        challenge: str,
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        flags: int = PRESENT | VERIFIED | WITH_KEY,
        kind: str = "webauthn.create",
        public: dict[int, Any] | None = None,
        **client: object,
    ) -> Answer:
        """What the device answers when asked to make a passkey."""
        client_data = self._client_data(kind, challenge, origin, **client)
        key = ES256.from_cryptography_key(self.private.public_key()) if public is None else public
        body = self._head(site, flags)
        if flags & WITH_KEY:
            body += bytes(16) + len(self.key_id).to_bytes(2, "big") + self.key_id + cbor.encode(key)
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": body})
        return self._packed(
            {"clientDataJSON": websafe_encode(client_data), "attestationObject": websafe_encode(statement)}
        )

    def sign(
        self,
        challenge: str,
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        flags: int = PRESENT | VERIFIED,
        kind: str = "webauthn.get",
        holder: str | None = None,
        bend_client: Callable[[bytes], bytes] = _unchanged,
        bend_body: Callable[[bytes], bytes] = _unchanged,
        bend_signature: Callable[[bytes], bytes] = _unchanged,
        **client: object,
    ) -> Answer:
        """What the device answers when asked to prove that it is there. ``bend_…`` change what was signed."""
        self.counter += 1
        client_data = self._client_data(kind, challenge, origin, **client)
        body = self._head(site, flags)
        signed = body + hashlib.sha256(client_data).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._packed(
            {
                "clientDataJSON": websafe_encode(bend_client(client_data)),
                "authenticatorData": websafe_encode(bend_body(body)),
                "signature": websafe_encode(bend_signature(signature)),
                "userHandle": holder,
            }
        )

    def _packed(self, response: dict[str, Any]) -> Answer:
        name = websafe_encode(self.key_id)
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": response,
        }
