"""Who comes: a nomination with its letter, and the newcomer who is seated."""
