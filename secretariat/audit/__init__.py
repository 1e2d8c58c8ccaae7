"""Audit: the append-only record of deeds.

Question: who did what, when, and can anybody have changed the answer since?
Words: deed (one recorded act), chain (each deed carries the digest of the one before), head (the newest
digest, kept outside the database too), shredding (a deed's words are wiped, its digests stay).
Neighbours: every action of every room above records exactly one deed here, in its own transaction.
"""
