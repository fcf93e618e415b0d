"""Translate what Telegram delivers into questions; one file a door, and nothing else."""
