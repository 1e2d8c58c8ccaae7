"""Secret addresses: an answer by a personal link, the calendar feed, the links that were sent."""
