"""Members: who sat there that day.

Question: who sits where, since when, by which letter, under which name?
Words: network, member (official names, footnote), seat (a member's or an office's), person (with all forms
of the name), mandate (a person at a seat from a day to a day).
Neighbours: ``access`` asks it for the mandates in force; every room above hangs its things on seats.
"""
