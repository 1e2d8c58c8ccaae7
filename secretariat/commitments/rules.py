"""What a commitment lacks, when it is late, and who may say how far it is."""

from __future__ import annotations

from secretariat.access.rules import bureau_only, bureau_or_own_seat, right

STATES = ("open", "under way", "done", "dropped")
STANDING = frozenset({"open", "under way"})
"""States in which something is still owed."""

right("commitments.note_commitment", sentence="{actor} put on the follow-up list: {thing}")(bureau_only)
right("commitments.assign_commitment", sentence="{actor} gave an owner and a date to: {thing}")(bureau_only)
right("commitments.remove_commitment", sentence="{actor} took off the follow-up list: {thing}")(bureau_only)
right("commitments.report_progress", sentence="{actor} reported on: {thing}")(bureau_or_own_seat)
right("commitments.number_decision", sentence="{actor} numbered {thing}")(bureau_only)
right("commitments.remove_decision", sentence="{actor} took back {thing}")(bureau_only)
