"""Hostile files, made here and nowhere stored: named fixtures by class, and mutants of sound papers."""
