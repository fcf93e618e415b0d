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

PART = 20_000  # sentences embedded at once: their vectors take 200 MB
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
) -> Iterator[Embedded]:
    """Yield what comes of the passages of a shelf, in its order, some articles at a time.

    Only what `known` does not have is embedded: an article is known by its text and its spans.
    """
    if known is not None and not _made_alike(known, encoder, reader):
        known = None
    parts = list(_parts(shelf))
    for number, owners in enumerate(parts, start=1):
        report = progress
        if progress is not None and len(parts) > 1:
            report = _in_part(progress, number, len(parts))
        yield _embed(shelf, owners, encoder, reader, known, report)


def _parts(shelf: Shelf) -> Iterator[range]:
    """Yield the places of articles that together have PART sentences or a little more."""
    first = 0
    while first < len(shelf.articles):
        last = int(np.searchsorted(shelf.firsts, shelf.firsts[first] + PART))
        last = min(max(last, first + 1), len(shelf.articles))
        yield range(first, last)
        first = last


def _in_part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda what, done, total: progress(f"{what}, part {number} of {parts}", done, total)


def _embed(
    shelf: Shelf,
    owners: range,
    encoder: Encoder,
    reader: CrossEncoder | None,
    known: Stage | None,
    progress: Progress | None,
) -> Embedded:
    kinds = (shelf.texts(owners), shelf.contexts(owners), shelf.windows(owners))
    bounds = slice(owners.start, owners.stop + 1)
    sentences, parts = shelf.firsts[bounds], _article_firsts(shelf)[bounds]
    firsts = [each - each[0] for each in (sentences, sentences, parts)]
    places = [_place_in(known, shelf, owner) for owner in owners]

    def span(kind: int, owner: int) -> slice:
        return slice(int(firsts[kind][owner]), int(firsts[kind][owner + 1]))

    new = [owner for owner, place in enumerate(places) if place is None]
    fresh = [n for owner in new for n in range(len(kinds[0]))[span(CONTEXTS, owner)]]
    rows, passages = _with_tokens(kinds, fresh, encoder, reader, progress)
    texts = [text for k, each in enumerate(kinds) for owner in new for text in each[span(k, owner)]]
    left = [text for text in dict.fromkeys(texts) if text not in rows]
    if left:
        rows |= zip(left, encoder.encode_passages(left, progress), strict=True)
    results = [np.zeros((len(each), encoder.dimensions), np.float32) for each in kinds]
    tokens: list[TokenRows] = []
    width = reader.width if reader else 0
    for owner, place in enumerate(places):
        for kind, each in enumerate(kinds):
            here = span(kind, owner)
            if here.start == here.stop:
                continue
            if place is None:
                results[kind][here] = [rows[text] for text in each[here]]
            else:
                assert known is not None  # it is where the place is
                results[kind][here] = _known_rows(known, kind, place)
        if reader is None:
            continue
        if place is None:
            numbers = range(len(kinds[0]))[span(CONTEXTS, owner)]
            tokens.append(TokenRows.of([passages[number] for number in numbers], width))
        elif known is not None and known.tokens is not None:
            first, last = known.shelf.firsts[place], known.shelf.firsts[place + 1]
            tokens.append(known.tokens.part(int(first), int(last)))
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
    if reader is None or not numbers or not isinstance(encoder, TokenEncoder):
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
    place = known.shelf.place_of(shelf.spans.hashes[owner].decode())
    if place is None or known.shelf.sentences_of(place) != shelf.sentences_of(owner):
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
