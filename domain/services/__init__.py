"""One verb per use case, over the ports."""
