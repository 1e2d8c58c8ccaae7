"""The one signal of the house: a deed was recorded and its transaction is committed.

Sent with ``sender`` the thing's class and ``deed`` (name), ``thing`` (the row), ``actor``. An upper room
that must react listens in its ``reactions.py``; nothing may be required of a listener for the deed to hold.
"""

from django.dispatch import Signal

deed_recorded = Signal()
