"""Leaving with one's memory: an export that needs no product to be read, and its way into another store."""
