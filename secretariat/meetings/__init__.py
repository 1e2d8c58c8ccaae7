"""Meetings: when, where, with whom.

Question: when and where do we meet, inside what, and who was there?
Words: meeting (may lie within another), hosting offer (period, firmness, parent event), attendance.
Neighbours: stands on seats and people of ``members``; the record of what was said is next door, above,
in ``minutes``.
"""
