"""The likeliest sentences, read closely: a signal that is too costly to have of every one."""

from index.ranking import order, score
from index.signals import SIGNALS, Scene, Values
from index.weights import Regime

# Sentences that are read together with the question. The right one is among the first eight of the
# ranking without reading in 97 of 100 questions.
READ = 8
READING = "cross_encoder"  # the signal that it is
COLUMN = list(SIGNALS).index(READING)


def reranked(scene: Scene, values: Values, regime: Regime) -> Values:
    """Return the signals with what reading adds to the likeliest, (n, len(SIGNALS)) float32.

    The others count as the least likely one that was read: nothing speaks for them.
    """
    if scene.read is None or not regime.ranking:
        return values
    unread = values.copy()
    unread[:, COLUMN] = 0
    places = order(score(unread, regime))[:READ]
    logits = scene.read(places)
    unread[:, COLUMN] = logits.min()
    unread[places, COLUMN] = logits
    return unread
