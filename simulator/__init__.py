"""A local Bot API server that refuses like Telegram."""
