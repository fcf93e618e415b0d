"""The Telegram side of Verbatim: doors in, one renderer, one way out."""

import os

# python-telegram-bot gives times as timedelta only where this is set, and warns where it is not.
os.environ.setdefault("PTB_TIMEDELTA", "true")
