"""Who came in, who went, and that a try failed, as lines of the log: by the number of the account, never by name.

What somebody then did is in the record of deeds. A failed try has no account that could be named: the address
that was typed may be a password in the wrong field.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_out, user_login_failed

from secretariat.access.models import Account

log = logging.getLogger("secretariat.desk")


def _step(sender: object, user: Account, method: str, **_: Any) -> None:
    log.info("account %s proved itself by %s", user.pk, method)


def _went(sender: object, user: Account | None, **_: Any) -> None:
    if user is not None:
        log.info("account %s signed out", user.pk)


def _failed(sender: object, **_: Any) -> None:
    log.warning("a try to sign in failed")


authentication_step_completed.connect(_step, dispatch_uid="secretariat.desk.sign_in.log.step")
user_logged_out.connect(_went, dispatch_uid="secretariat.desk.sign_in.log.went")
user_login_failed.connect(_failed, dispatch_uid="secretariat.desk.sign_in.log.failed")
