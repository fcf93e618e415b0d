"""Text → token ids: those of the model's own tokenizer, in far less memory where possible.

The `tokenizers` library holds a Unigram model of 250,000 pieces in 300 MB. A tokenizer whose every
rule is known here is taken apart at export: the rules for a text before it is cut stay with
`tokenizers`, with one piece of vocabulary, and the pieces go into a trie and an array that are
memory-mapped: 1 and 3 MB, of which a question touches a few pages.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.arrays import write_array

TOKENIZER_FILE = "tokenizer.json"
RULES_FILE = "tokenizer.rules.json"  # the tokenizer without its vocabulary
PIECES_FILE = "tokenizer.pieces.marisa"
SCORES_FILE = "tokenizer.scores.npy"  # in the order of the trie
PARTS = (RULES_FILE, PIECES_FILE, SCORES_FILE)

SPACE = "▁"  # stands for a blank in pieces (U+2581)
UNKNOWN_PENALTY = 10.0  # below the lowest score; that of `tokenizers` and of sentencepiece
WORDS_KEPT = 4096  # of those cut last; 1 MB
_SCORED = np.dtype([("id", "<i4"), ("score", "<f8")])
_WORD = re.compile(f"{SPACE}[^{SPACE}]*")


class Tokenizer(Protocol):
    """Turns a text into what the model reads."""

    def ids(self, text: str) -> list[int]:
        """Return a text's token ids, cut at the limit, with those around every text."""


class WholeTokenizer:
    """The model's tokenizer as it is: any that `tokenizers` can read."""

    def __init__(self, folder: Path, limit: int) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(limit)

    def ids(self, text: str) -> list[int]:
        """Return a text's token ids, cut at the limit, with those around every text."""
        found: list[int] = self._tokenizer.encode(text).ids
        return found


class PieceTokenizer:
    """A Unigram tokenizer of words that begin with a blank, such as XLM-RoBERTa's.

    Scores are summed in double precision and ties broken as in `tokenizers`: sentencepiece sums in
    single precision, and cuts long words otherwise. Safe to use from several threads.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        from marisa_trie import Trie
        from tokenizers import Tokenizer

        table = json.loads((folder / RULES_FILE).read_text("utf-8"))
        rules = table["rules"]
        self._normaliser = Tokenizer.from_str(json.dumps(rules)).normalizer
        self._trie = Trie().mmap(str(folder / PIECES_FILE))
        # A memmap's own indexing is Python; the array that it is read through is not.
        self._scored = np.asarray(np.load(folder / SCORES_FILE, mmap_mode="r"))
        self._unknown = int(table["unknown"])
        self._unknown_score = float(table["lowest"]) - UNKNOWN_PENALTY
        self._longest = int(table["longest"])
        self._special = {each["content"]: each["id"] for each in rules["added_tokens"]}
        names = sorted(self._special, key=len, reverse=True)
        self._specials = re.compile(f"({'|'.join(map(re.escape, names))})") if names else None
        self._opening, self._closing = _around(rules)
        self._room = limit - len(self._opening) - len(self._closing)
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._cut)

    def ids(self, text: str) -> list[int]:
        """Return a text's token ids, cut at the limit, with those around every text."""
        inner: list[int] = []
        for part in self._specials.split(text) if self._specials else [text]:
            if len(inner) >= self._room:
                break
            special = self._special.get(part)
            if special is not None:
                inner.append(special)
                continue
            for word in self._words(part):
                inner += self._word(word)
        return [*self._opening, *inner[: self._room], *self._closing]

    def _words(self, text: str) -> Iterator[str]:
        """Yield the words of a text between two special tokens, each with the blank before it."""
        if self._normaliser:
            text = self._normaliser.normalize_str(text)
        text = text.replace(" ", SPACE)
        if text and text[0] != SPACE:
            text = SPACE + text
        return (match.group() for match in _WORD.finditer(text))

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the pieces of a word with the highest sum of scores: Viterbi's algorithm."""
        size = len(word)
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)  # from where, and with which piece
        for start in range(size):
            before, single = best[start], False
            ahead = word[start : start + self._longest]
            for piece, place in self._trie.iter_prefixes_with_ids(ahead):
                number, score = self._scored[place].item()
                end, single = start + len(piece), single or len(piece) == 1
                if before + score > best[end]:
                    best[end], came[end] = before + score, (start, number)
            if not single and before + self._unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = (
                    before + self._unknown_score,
                    (start, self._unknown),
                )
        return tuple(self._path(came))

    def _path(self, came: Sequence[tuple[int, int]]) -> list[int]:
        """Follow the best path back; unknown pieces in a row are one."""
        path: list[int] = []
        end = len(came) - 1
        while end:
            end, number = came[end]
            if number != self._unknown or path[-1:] != [number]:
                path.append(number)
        return path[::-1]


def _around(rules: dict[str, Any]) -> tuple[list[int], list[int]]:
    """Return the ids before and behind every text."""
    steps = rules["post_processor"]["single"]
    known = rules["post_processor"]["special_tokens"]
    middle = next(n for n, step in enumerate(steps) if "Sequence" in step)

    def ids(some: Sequence[dict[str, Any]]) -> list[int]:
        return [i for step in some for i in known[step["SpecialToken"]["id"]]["ids"]]

    return ids(steps[:middle]), ids(steps[middle + 1 :])


def open_tokenizer(folder: Path, limit: int, files: Collection[str]) -> Tokenizer:
    """Open an export's tokenizer, in parts where its files have them; `limit` is in tokens."""
    apart = all(name in files for name in PARTS)
    return PieceTokenizer(folder, limit) if apart else WholeTokenizer(folder, limit)


def take_apart(folder: Path) -> tuple[str, ...]:
    """Write a folder's tokenizer in parts where PieceTokenizer follows all its rules; name them."""
    from marisa_trie import Trie

    table = json.loads((folder / TOKENIZER_FILE).read_text("utf-8"))
    if not follows_known_rules(table):
        return ()
    model = table["model"]
    pieces: list[tuple[str, float]] = model["vocab"]
    trie = Trie(piece for piece, _ in pieces)
    scored = np.zeros(len(pieces), _SCORED)
    for number, (piece, score) in enumerate(pieces):
        scored[trie[piece]] = number, score
    (folder / PIECES_FILE).write_bytes(trie.tobytes())  # `save` may lack the last 4 KB
    write_array(folder / SCORES_FILE, scored)
    kept = {
        "unknown": model["unk_id"],
        "lowest": min(score for _, score in pieces),
        "longest": max(len(piece) for piece, _ in pieces),
        "rules": {**table, "model": {**model, "vocab": [pieces[model["unk_id"]]], "unk_id": 0}},
    }
    (folder / RULES_FILE).write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    return PARTS


def follows_known_rules(table: dict[str, Any]) -> bool:
    """Say whether a tokenizer.json has no rule but those that PieceTokenizer follows."""
    model, before = table["model"], table["pre_tokenizer"] or {}
    if model.get("type") != "Unigram" or model.get("unk_id") is None or model.get("byte_fallback"):
        return False
    pieces = [piece for piece, _ in model["vocab"]]
    metaspace = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always"}
    return (
        before == {**metaspace, "split": True}
        and (table["post_processor"] or {}).get("type") == "TemplateProcessing"
        and all(_is_plain(each) for each in table["added_tokens"])
        and len(set(pieces)) == len(pieces)
        and all(pieces)
    )


def _is_plain(added: dict[str, Any]) -> bool:
    """Say whether an added token is looked for in the raw text, and takes nothing beside it."""
    return not any(added[rule] for rule in ("single_word", "lstrip", "rstrip", "normalized"))
