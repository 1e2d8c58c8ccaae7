"""The rapporteur's desk: live minutes by keyboard, the list of speakers, who is here, and the screen in the room."""
