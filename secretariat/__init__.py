"""Secretariat: the working memory of a network of national coordinators.

said → recorded → promised → done → shown, each shown sentence leading back to the one that was said.
The rooms and their directions are explained in docs/house.md.
"""
