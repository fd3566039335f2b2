"""The network's rules, free of Telegram, SQL and clocks."""
