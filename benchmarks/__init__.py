"""Commands that measure, and print the tables of docs/."""
