"""An fp32 ONNX graph → its int8 forms: dynamic activations, weights with a scale for each channel.

Three things are done before and after ONNX Runtime's own quantisation, none of which changes what
is computed but for rounding: channels of the feed-forward that tower above the others give their
size to their weights, attention becomes one operation, and the weights are written twice, unsigned
and signed, for processors without VNNI and with it.
"""

import gc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.inside import FLOAT, feed_of, look_inside
from index.onnx_runtime import onnx_runtime

QUANTISATION = "int8, dynamic, per channel; towering channels scaled into their weights"
# A channel counts as outlying above this percentile of all channels' largest values: a few in a
# thousand reach ten to sixty times the others, and one scale for all leaves those three bits. On
# the bundled model the mean cosine to fp32 is .9955 with it, .9955 at 99, .9949 at 90, .9884
# without.
ORDINARY_PERCENTILE = 99.7
# Channels that tower by less cost a layer less than one bit of eight, and a division takes time.
TOWERING = 2.0
# Which inputs are the weights and their zero, of the operations that quantisation writes.
WEIGHTS_OF = {"MatMulInteger": (1, 3), "QAttention": (1, 7)}
MASK_OF_ATTENTION = 3  # the place of that input


def tame_outliers(source: Path, target: Path, texts: Sequence[Sequence[int]]) -> None:
    """Divide outlying channels that reach a narrowing matrix, and multiply its rows by as much.

    So what quantises them is set by the ordinary ones (Xiao et al., "SmoothQuant", 2023, which
    scales all channels; to scale the outliers alone keeps the weights' own scales).
    """
    import onnx

    model = onnx.load(source)
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    nodes = narrowing_products(model)
    uses = Counter(node.input[1] for node in nodes)
    nodes = [node for node in nodes if uses[node.input[1]] == 1]  # layers may share one (ALBERT)
    largest = _largest(model, [node.input[0] for node in nodes], texts) if nodes else []
    for node, values in zip(nodes, largest, strict=True):
        ordinary = max(float(np.percentile(values, ORDINARY_PERCENTILE)), 1e-6)
        scale = np.maximum(1, values / ordinary).astype(np.float32)
        if scale.max() < TOWERING:
            continue
        rows: NDArray[np.float32] = onnx.numpy_helper.to_array(stored[node.input[1]])
        scaled = onnx.numpy_helper.from_array(rows * scale[:, np.newaxis], node.input[1])
        stored[node.input[1]].CopyFrom(scaled)
        names = [f"{node.name}_{part}" for part in ("scale", "tamed")]
        graph.initializer.append(onnx.numpy_helper.from_array(1 / scale, names[0]))
        divided = onnx.helper.make_node("Mul", [node.input[0], names[0]], [names[1]], names[1])
        graph.node.insert(list(graph.node).index(node), divided)
        node.input[0] = names[1]
    onnx.save(model, target)


def narrowing_products(model: Any) -> list[Any]:
    """Return the matrix products that shorten their rows: they close the feed-forwards."""
    shapes = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "MatMul"]
    weighed = [(node, shapes.get(node.input[1], ())) for node in products]
    return [node for node, shape in weighed if len(shape) == 2 and shape[0] > shape[1]]


def _largest(
    model: Any, names: Sequence[str], texts: Sequence[Sequence[int]]
) -> list[NDArray[np.float32]]:
    """Return for each tensor the largest absolute value of each channel over the texts, (d,)."""
    found = look_inside(model, names, map(feed_of, texts))
    seen = [[np.abs(v).reshape(-1, v.shape[-1]).max(axis=0) for v in each] for each in found]
    return [np.max(each, axis=0) for each in zip(*seen, strict=True)]


def fuse_attention(network: Path, heads: int, width: int) -> None:
    """Make one operation of the two dozen that attention is, where ONNX Runtime knows the pattern.

    What is quantised encodes one text a run, so that nothing is masked. Nothing else is fused: its
    normalisation joined to the addition before it takes four times as long as both by themselves.
    """
    onnx_runtime()
    from onnxruntime.transformers import fusion_options, optimizer

    options = fusion_options.FusionOptions("bert")
    options.enable_embed_layer_norm = options.enable_bias_gelu = False
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    fused = optimizer.optimize_model(
        str(network), "bert", heads, width, optimization_options=options, opt_level=0
    )
    for node in fused.model.graph.node:
        if node.op_type == "Attention":
            node.input[MASK_OF_ATTENTION] = ""
    fused.save_model_to_file(str(network))
    del fused
    gc.collect()  # it holds itself, and three times the model's size with it


def quantise(network: Path) -> None:
    """Make a network's matrices int8, unsigned.

    Products of unsigned activations and signed weights saturate on processors without VNNI (mean
    cosine .9885 there, .9954 with unsigned ones).
    """
    onnx_runtime()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        network,
        network,
        per_channel=True,
        weight_type=QuantType.QUInt8,
        extra_options={"DefaultTensorType": FLOAT},  # shapes are not inferred past what is fused
    )


def sign_weights(source: Path, target: Path) -> None:
    """Write a quantised network with signed weights: the same integers less 128, as their zero is.

    What comes out is the same to the bit. With VNNI, products with signed weights take half the
    time.
    """
    import onnx

    model = onnx.load(source)
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    weights = {
        node.input[place]
        for node in model.graph.node
        for place in WEIGHTS_OF.get(node.op_type, ())
        if len(node.input) > place
    }
    for name in weights & stored.keys():
        values: NDArray[Any] = onnx.numpy_helper.to_array(stored[name])
        signed = (values.astype(np.int16) - 128).astype(np.int8)
        stored[name].CopyFrom(onnx.numpy_helper.from_array(signed, name))
    onnx.save(model, target)
