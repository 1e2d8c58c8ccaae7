"""Commitments: what was promised, is it done?

Question: what was promised, by which seat, until when, and how far is it?
Words: decision (numbered), commitment (one seat's line: owner, due day, state), progress (with evidence).
Neighbours: grows out of entries of ``minutes``; ``publishing`` and ``desk`` above show it.
"""
