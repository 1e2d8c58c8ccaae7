"""Every query about releases (``releases``), and a meeting's record as the typesetter takes it (``reports``)."""

from .releases import (
    Draft,
    draft_of,
    ring_changes,
    ring_changes_of,
    rings_around,
    visible_releases,
    visible_ring_changes,
    visible_sentences,
)
from .reports import VERSIONS, excerpt_data, reader_of_version, report_data, speaker_in_words, spoken_for

__all__ = [
    "VERSIONS",
    "Draft",
    "draft_of",
    "excerpt_data",
    "reader_of_version",
    "report_data",
    "ring_changes",
    "ring_changes_of",
    "rings_around",
    "speaker_in_words",
    "spoken_for",
    "visible_releases",
    "visible_ring_changes",
    "visible_sentences",
]
