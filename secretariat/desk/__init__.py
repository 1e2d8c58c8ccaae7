"""Desk: where do I start my day?

Question: what is asked of me, by when, and where is everything that belongs to one matter?
Words: desk (the first page), dossier (a page that joins rooms, such as a meeting with its threads), thread.
Neighbours: the top room: it joins all others and holds no fact of its own but the search index.
"""
