"""Settings, root URLs, server entry points and the console script: what joins the rooms to a machine."""
