"""States of a release, and who may let something out."""

from __future__ import annotations

from secretariat.access.rules import bureau_only, right

RELEASE_STATES = ("draft", "released", "withdrawn")

right("publishing.draft_release", sentence="{actor} prepared the {thing}")(bureau_only)
right("publishing.release_meeting", sentence="{actor} released the {thing}")(bureau_only)
right("publishing.withdraw_release", sentence="{actor} withdrew the {thing}")(bureau_only)
