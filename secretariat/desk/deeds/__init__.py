"""The record of deeds on pages: histories, the head of today, proofs, and the wiping of words."""
