"""How long what the bot remembers lasts: the memory keeps to it, and /privacy says it."""

MINUTE_S, DAY_S = 60.0, 86_400.0
FOLLOW_UP_S = 10 * MINUTE_S
QUESTION_S = 30 * DAY_S  # as long as a button under a message finds its question
CHOICE_S = 365 * DAY_S  # which articles are asked in a chat
PENDING_S = 7 * DAY_S  # an article that an administrator sent and has not used
FEEDBACK_S = 365 * DAY_S
ASIDE_S = 7 * DAY_S  # a file of these that could not be used, for whoever runs the bot to look into
# How long what was received is worth an answer: whoever asked has gone on by then, and a query of
# Telegram's own has expired.
WAITING_S = 60 * MINUTE_S
PRESS_S = 60.0
TYPED_S = 10.0
# The numbers of updates are known for longer than Telegram keeps updates (a day), and for less than
# the week after which it goes on from a random number (core.telegram.org/bots/api#update).
KNOWN_S = 3 * DAY_S
