"""Rights that can be seen: who sees a thing and why, what differs from the default, emergency openings."""
