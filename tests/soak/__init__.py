"""What the bot is put through for hours: load, faults, kills; `make soak` runs all of it."""
