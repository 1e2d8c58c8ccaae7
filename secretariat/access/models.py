"""The account: a sign-in and nothing else. What it may do follows from mandates, never from here."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """What Django's authentication asks of a manager."""

    def create_user(self, email: str, password: str | None = None) -> Account:
        """A new account; without a password it can sign in only by a link."""
        account = self.model(email=self.normalize_email(email).casefold())
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in, known by e-mail address."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    session_round = models.PositiveIntegerField(default=0)
    """Counted up to end every session of the account at once, wherever it is kept."""

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be one of this account: a new password or round makes all old ones void.

        Django's own hook for this; it follows the password alone.
        """
        seed = f"{self.password}:{self.session_round}"
        return salted_hmac("secretariat.access.session", seed, secret=secret, algorithm="sha256").hexdigest()


class ResetRequest(models.Model):
    """Somebody asked for a new password. Known and unknown addresses are kept alike and answered later, out of
    the request, so that neither the answer nor its time tells who has an account.
    """

    email = models.EmailField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked at {self.asked_at:%-d %B %Y, %H:%M}"


class CacheEntry(models.Model):
    """The table of ``cache.SharedCache``, with the columns that Django's database cache expects."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"

    def __str__(self) -> str:
        return self.cache_key
