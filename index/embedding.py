"""What an encoder makes of a shelf's passages; that of articles that an index has is taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.background import Background, raw
from index.cross_encoder import CrossEncoder, Passage
from index.encoder import Encoder, Progress, TokenEncoder, Tokens, Vectors
from index.scenes import Stage
from index.shelf import Shelf
from index.token_rows import TokenRows

CONTEXTS = 1  # the kind of passage whose tokens a cross-encoder reads


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of sentences alone, in context and of their windows, (n, d) float32 each.

    `tokens` are the sentences' own, where there is a cross-encoder to read them.
    """

    alone: Vectors
    contexts: Vectors
    windows: Vectors
    tokens: TokenRows | None


def embed(
    shelf: Shelf,
    encoder: Encoder,
    reader: CrossEncoder | None,
    known: Stage | None,
    progress: Progress | None,
) -> Embedded:
    """Embed the passages of a shelf.

    Only what `known` does not have is embedded: an article is known by its text and its spans.
    """
    if known is not None and not _made_alike(known, encoder, reader):
        known = None
    kinds = (shelf.texts(), shelf.contexts(), shelf.windows())
    firsts = (shelf.firsts, shelf.firsts, _article_firsts(shelf))
    places = [_place_in(known, shelf, owner) for owner in range(len(shelf.articles))]

    def fresh(kind: int) -> Iterator[int]:
        for owner, place in enumerate(places):
            if place is None:
                yield from range(int(firsts[kind][owner]), int(firsts[kind][owner + 1]))

    rows, passages = _with_tokens(kinds, list(fresh(CONTEXTS)), encoder, reader, progress)
    texts = {kinds[kind][number] for kind in range(len(kinds)) for number in fresh(kind)}
    left = sorted(texts - rows.keys())
    if left:
        rows |= zip(left, encoder.encode_passages(left, progress), strict=True)
    results = [np.zeros((len(each), encoder.dimensions), np.float32) for each in kinds]
    tokens: list[TokenRows] = []
    width = reader.width if reader else 0
    for owner, place in enumerate(places):
        for kind, each in enumerate(kinds):
            span = slice(int(firsts[kind][owner]), int(firsts[kind][owner + 1]))
            if span.start == span.stop:
                continue
            if place is None:
                results[kind][span] = [rows[text] for text in each[span]]
            else:
                assert known is not None  # it is where the place is
                results[kind][span] = _known_rows(known, kind, place)
        first, last = int(shelf.firsts[owner]), int(shelf.firsts[owner + 1])
        if place is None:
            tokens.append(TokenRows.of([passages[n] for n in range(first, last) if reader], width))
        elif known is not None and known.tokens is not None:
            begin, end = known.shelf.firsts[place], known.shelf.firsts[place + 1]
            tokens.append(known.tokens.part(int(begin), int(end)))
    alone, contexts, windows = results
    return Embedded(alone, contexts, windows, TokenRows.joined(tokens, width) if reader else None)


def _with_tokens(
    kinds: Sequence[Sequence[str]],
    numbers: Sequence[int],
    encoder: Encoder,
    reader: CrossEncoder | None,
    progress: Progress | None,
) -> tuple[dict[str, Vectors], dict[int, Passage]]:
    """Return the vectors of contexts and, by number, what the reader keeps of their sentences."""
    if reader is None or not isinstance(encoder, TokenEncoder):
        return {}, {}
    texts, contexts = kinds[0], kinds[CONTEXTS]
    found: dict[int, Passage] = {}

    def visit(place: int, tokens: Tokens) -> None:
        found[numbers[place]] = reader.passage(tokens)

    passages = [contexts[number] for number in numbers]
    own = [texts[number] for number in numbers]
    vectors = encoder.encode_tokens(passages, own, visit, progress)
    return dict(zip(passages, vectors, strict=True)), found


def _made_alike(known: Stage, encoder: Encoder, reader: CrossEncoder | None) -> bool:
    digests = [each.digest if each else None for each in (known.reader, reader)]
    return known.encoder.fingerprint == encoder.fingerprint and digests[0] == digests[1]


def _place_in(known: Stage | None, shelf: Shelf, owner: int) -> int | None:
    """Return the place on the known shelf of the same text with the same spans."""
    if known is None:
        return None
    place = known.shelf.place_of(shelf.articles[owner].content_hash)
    if place is None or tuple(known.shelf.sentences[place]) != tuple(shelf.sentences[owner]):
        return None
    return place


def _known_rows(known: Stage, kind: int, place: int) -> Vectors:
    """Return an article's vectors of one kind as they were before they were centred."""
    index = (known.alone, known.contexts, known.windows)[kind]
    firsts = known.shelf.firsts if kind <= CONTEXTS else _article_firsts(known.shelf)
    means: Sequence[Vectors] = _means(known.background)
    return raw(index.rows(np.arange(firsts[place], firsts[place + 1])), means[kind])


def _means(background: Background) -> Sequence[Vectors]:
    return background.sentence, background.context, background.sentence


def _article_firsts(shelf: Shelf) -> NDArray[np.int64]:
    """Return the number of each article's first window, and last how many there are."""
    return shelf.window_firsts[shelf.firsts]
