"""What should never have been entered goes: what can be purged, its page, and no trace in the store."""
