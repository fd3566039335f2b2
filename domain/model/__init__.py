"""Pure model: frozen dataclasses and functions; time is an argument."""
