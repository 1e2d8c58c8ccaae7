"""Which step of signing in is still missing."""

from __future__ import annotations

import pytest

from secretariat.access.proof import CODE_APP, PASSKEY, RECOVERY, Step, next_step, why_kept

NONE: frozenset[str] = frozenset()
APP, KEY, CODES = frozenset({CODE_APP}), frozenset({PASSKEY}), frozenset({RECOVERY})


@pytest.mark.parametrize(
    ("held", "used", "step"),
    [
        (NONE, NONE, "set up"),
        (CODES, NONE, "set up"),
        (APP | CODES, NONE, "use"),
        (KEY | CODES, NONE, "use"),
        (APP | CODES, APP, ""),
        (APP | CODES, CODES, ""),
        (KEY | CODES, KEY, ""),
    ],
)
def test_everybody_sets_up_a_second_factor_and_uses_it(
    held: frozenset[str], used: frozenset[str], step: Step
) -> None:
    assert next_step(held, used, passkey_only=False) == step


@pytest.mark.parametrize(
    ("held", "used", "step"),
    [
        (NONE, NONE, "set up passkey"),
        (APP | CODES, NONE, "use"),
        (APP | CODES, APP, "set up passkey"),
        (APP | CODES, CODES, "set up passkey"),
        (APP | KEY | CODES, APP, "use passkey"),
        (KEY | CODES, NONE, "use passkey"),
        (KEY | CODES, CODES, "replace passkey"),
        (KEY | CODES, APP | CODES, "replace passkey"),
        (KEY | CODES, KEY, ""),
    ],
)
def test_chair_secretariat_and_administrator_do_it_by_passkey(
    held: frozenset[str], used: frozenset[str], step: Step
) -> None:
    assert next_step(held, used, passkey_only=True) == step


@pytest.mark.parametrize(
    ("kind", "passkeys", "has_code_app", "passkey_only", "is_kept"),
    [
        (PASSKEY, 1, False, False, True),
        (PASSKEY, 1, True, False, False),
        (PASSKEY, 1, True, True, True),
        (PASSKEY, 2, False, True, False),
        (CODE_APP, 0, True, False, True),
        (CODE_APP, 1, True, False, False),
        (CODE_APP, 1, True, True, False),
    ],
)
def test_the_last_way_in_is_kept(
    kind: str, passkeys: int, has_code_app: bool, passkey_only: bool, is_kept: bool
) -> None:
    reason = why_kept(kind, passkeys=passkeys, has_code_app=has_code_app, passkey_only=passkey_only)
    assert bool(reason) is is_kept
