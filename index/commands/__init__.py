"""What the command line does: a function a command, which prints what came of it."""
