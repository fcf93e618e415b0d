"""A trained cross-encoder → its int8 ONNX forms, beside the encoder whose table of words it shares."""

import tempfile
import warnings
from pathlib import Path

import numpy as np

from index.encoder import CROSS_FILE, CROSS_SIGNED_FILE, TABLE_FILE, file_sha256
from index.errors import ModelError
from index.model.bert import make_bert
from index.model.bundled import WEIGHTS_PACKAGE, apply_adapter, find_bundled_weights
from index.model.gate import probes
from index.model.graph import take_table_out
from index.model.pair_network import ADDED, Added, end_of_text, make_pair_network
from index.model.quantising import quantise, sign_weights, tame_outliers
from index.model.source import E5_PROMPTS, taught_weights
from index.tokens import WholeTokenizer

# Outlying channels are looked for on so many probe passages for each probe question, cut so.
PASSAGES_EACH, MAX_TOKENS = 5, 256


def write_cross_encoder(trained: Path, folder: Path) -> None:
    """Write a cross-encoder into the folder of an export, in both int8 forms.

    Raise ModelError where the file is none, or fits other weights.
    """
    with tempfile.TemporaryDirectory(prefix="cross-", dir=folder.parent) as scratch:
        plain, table = Path(scratch) / "fp32.onnx", Path(scratch) / TABLE_FILE
        _write_onnx(trained, plain)
        path = folder / CROSS_FILE
        tame_outliers(plain, path, _pairs(folder))
        quantise(path)
        take_table_out(path, table)
        if file_sha256(table) != file_sha256(folder / TABLE_FILE):
            raise ModelError(f"{trained}: its words are not those of the encoder beside it")
    sign_weights(path, folder / CROSS_SIGNED_FILE)


def read_added(trained: Path) -> Added:
    """Read what a cross-encoder has beside the factors of its matrices."""
    try:
        with np.load(trained, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in ADDED}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{trained}: not a cross-encoder ({error})") from error


def _write_onnx(trained: Path, path: Path) -> None:
    import torch
    from torch.jit._trace import TracerWarning

    found = find_bundled_weights()
    if found is None:
        raise ModelError(f"{WEIGHTS_PACKAGE} is not installed, whose weights {trained} goes with")
    weights = taught_weights(found)
    apply_adapter(weights.tensors, trained)
    network = make_pair_network(make_bert(weights), read_added(trained), end_of_text(weights))
    end = end_of_text(weights)
    ids = torch.tensor([[0, 5, end, 0, 6, 7, end], [0, 5, 6, end, 0, end, 1]])
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    axes = {0: "pairs", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as in index.model.graph
        warnings.simplefilter("ignore", TracerWarning)
        torch.onnx.export(
            network,
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["log_odds"],
            dynamic_axes={
                "input_ids": axes,
                "attention_mask": axes,
                "log_odds": {0: "pairs"},
            },
            opset_version=17,
            dynamo=False,
        )


def _pairs(folder: Path) -> list[list[int]]:
    tokenizer = WholeTokenizer(folder, MAX_TOKENS)
    questions, passages = ([tokenizer.ids(t) for t in texts] for texts in probes(E5_PROMPTS))
    return [
        question + passages[(number + step) % len(passages)]
        for number, question in enumerate(questions)
        for step in range(PASSAGES_EACH)
    ]
