"""States of a reading and of its facts, and who may take in old papers."""

from __future__ import annotations

from secretariat.access.rules import bureau_only, right

READING_STATES = ("waiting", "reading", "read", "failed", "stopped", "accepted")
FACT_STATES = ("proposed", "accepted", "refused")

right("archive.take_in_source", sentence="{actor} took in the paper {thing}")(bureau_only)
right("archive.read_source", sentence="{actor} had a paper read: {thing}")(bureau_only)
right("archive.settle_fact", sentence="{actor} settled a fact of: {thing}")(bureau_only)
right("archive.accept_reading", sentence="{actor} accepted the {thing}")(bureau_only)
right("archive.undo_acceptance", sentence="{actor} took back the acceptance of the {thing}")(bureau_only)
right("archive.remove_source", sentence="{actor} removed the paper {thing}")(bureau_only)
