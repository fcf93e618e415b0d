"""A fuzzer for long runs: `python -m tests.fuzz --inputs 100000`.

Each trial draws one hostile input and holds what becomes of it to the promises: whatever the bytes
and whatever the Unicode, no crash, quotes that still slice, messages that a strict Telegram takes.
"""
