"""What keeps the program running: periodic work, the post, the prepared store, and the doctor."""
