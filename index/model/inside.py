"""What a network computes on its way, by the names of its tensors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.onnx_runtime import onnx_runtime

FLOAT = 1  # onnx.TensorProto.FLOAT


def look_inside(
    model: Any, names: Sequence[str], feeds: Iterable[Mapping[str, Any]]
) -> Iterator[list[NDArray[np.float32]]]:
    """Yield for each of the feeds the tensors of these names, in their order.

    `model` is an onnx.ModelProto, and not changed; of a feed it takes what it reads.
    """
    import onnx

    runtime = onnx_runtime()
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    for name in names:
        shown.graph.output.append(onnx.helper.make_tensor_value_info(name, FLOAT, None))
    options = runtime.SessionOptions()
    options.log_severity_level = 3
    session = runtime.InferenceSession(
        shown.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    inputs = [each.name for each in session.get_inputs()]
    for feed in feeds:
        yield list(session.run(names, {name: feed[name] for name in inputs}))


def feed_of(ids: Sequence[int]) -> dict[str, Any]:
    """Return what an encoder is fed for one text of these token ids."""
    tokens = np.array([ids], np.int64)
    return {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
