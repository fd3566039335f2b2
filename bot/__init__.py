"""The running bot: settings, command line, composition root, receiving, delivery, ticking."""
