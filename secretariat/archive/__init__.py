"""Archive: what the old papers say.

Question: what do the old papers say?
Words: source (a stored file), reading (what the machine understood, a proposal), fact, span, acceptance.
Neighbours: reads files in ``archive/reading`` (pure Python, knows no Django); an acceptance builds
meetings, people, records and commitments through the actions of those rooms.
"""
