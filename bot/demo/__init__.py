"""The main job as a story in the terminal: the real bot, real HTTP, a database file, people with phones."""
