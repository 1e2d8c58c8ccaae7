"""Minutes: what was said.

Question: what was said, by whom, on whose behalf?
Words: record (the minutes of a meeting), entry (one thing said or done), revision (an entry as it stood).
Neighbours: stands on ``meetings``; what an entry promises is followed above, in ``commitments``.
"""
