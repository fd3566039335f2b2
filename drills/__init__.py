"""Drills: the real bot is killed, starved and lied to on purpose, and must lose nothing."""
