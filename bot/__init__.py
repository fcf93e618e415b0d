"""The Telegram side of Verbatim: doors in, one renderer, one way out."""

import os

# python-telegram-bot gives times as timedelta only where this is set, and warns where it is not.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# OpenBLAS reads it when NumPy is loaded. The products of a question are small: threads of its own
# wait for each other in a loop, and for those of the network (docs/performance.md).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
