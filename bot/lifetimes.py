"""How long what the bot remembers lasts: the memory keeps to it, and /privacy says it."""

MINUTE_S, DAY_S = 60.0, 86_400.0
FOLLOW_UP_S = 10 * MINUTE_S
QUESTION_S = 30 * DAY_S  # as long as a button under a message finds its question
CHOICE_S = 365 * DAY_S  # which articles are asked in a chat
FEEDBACK_S = 365 * DAY_S
