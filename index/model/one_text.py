"""An exported network for batches → the same for one text a run, in fewer operations.

Each of those takes some microseconds, however little it computes, and a text alone has no padding
to keep out: forty of two hundred operations say so in many words.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.graph import POOLED
from index.model.inside import feed_of, look_inside
from index.sessions import ROWS_INPUT

# What is new in the graph.
PLACES, COUNT, NONE, MEAN = (f"one_text_{name}" for name in ("places", "count", "none", "mean"))
NORMALISATION = "LayerNormalization"


def settle(network: Path, ids: Sequence[int]) -> None:
    """Make a network whose table of words was taken out one for a text alone, of at most len(ids).

    What is added to the words' rows becomes rows of tables, which are read off the network for
    these `ids`: in a text without padding they depend on the place alone. A mean is one of all
    tokens. What nothing needs any more goes.
    """
    import onnx

    model = onnx.load(network)
    _take_plain_means(model.graph)
    _look_places_up(model, ids)
    _drop_unused(model.graph)
    onnx.save(model, network)


def take_out(network: Path, outputs: Sequence[str]) -> None:
    """Leave of a network what puts out these alone."""
    import onnx

    model = onnx.load(network)
    kept = [output for output in model.graph.output if output.name in outputs]
    del model.graph.output[:]
    model.graph.output.extend(kept)
    _drop_unused(model.graph)
    onnx.save(model, network)


def _take_plain_means(graph: Any) -> None:
    """Put a plain mean and its normalisation in the place of each one that heeds padding."""
    from onnx.helper import make_node

    pooled = [node for node in graph.node if node.name.endswith(POOLED)]
    for number, masked in enumerate(pooled):
        normalised = _next(graph, _next(graph, _next(graph, masked, "ReduceSum"), "Div"), "Div")
        if normalised is None:  # a network of another make
            continue
        mean, unit = f"{MEAN}_{number}", normalised.output[0]
        place = list(graph.node).index(normalised)
        graph.node[place].output[0] = f"{unit}_masked"
        graph.node.insert(place, make_node("LpNormalization", [mean], [unit], axis=-1, p=2))
        averaged = make_node("ReduceMean", masked.input[:1], [mean], axes=[1], keepdims=0)
        graph.node.insert(place, averaged)


def _next(graph: Any, node: Any, kind: str) -> Any:
    """Return the one operation of a kind that reads what this one puts out, if there is one."""
    found = [] if node is None else _users(graph, node.output[0])
    of_kind = [each for each in found if each.op_type == kind]
    return of_kind[0] if len(of_kind) == 1 else None


def _users(graph: Any, name: str) -> list[Any]:
    return [node for node in graph.node if name in _read_by(node)]


def _look_places_up(model: Any, ids: Sequence[int]) -> None:
    """Look up what is added to the words' rows, in the same order: so the sums are the same."""
    from onnx.helper import make_node
    from onnx.numpy_helper import from_array

    graph = model.graph
    stored = {tensor.name for tensor in graph.initializer}
    added = [name for name in _added_to_words(graph) if name not in stored]
    if not added:
        return
    tables = _tables(model, added, ids)
    graph.node.insert(0, make_node("Shape", [ROWS_INPUT], [COUNT], start=1, end=2))
    graph.initializer.append(from_array(np.zeros(1, np.int64), NONE))
    for number, (name, table) in enumerate(tables.items()):
        (maker,) = (node for node in graph.node if name in node.output)
        maker.output[list(maker.output).index(name)] = f"{name}_of_any"
        if (table == table[0]).all():
            graph.initializer.append(from_array(table[:1], name))
        else:
            places = f"{PLACES}_{number}"
            graph.initializer.append(from_array(table, places))
            graph.node.insert(1, make_node("Slice", [places, NONE, COUNT], [name]))


def _added_to_words(graph: Any) -> list[str]:
    """Return the names of what is added to the words' rows before they are normalised.

    None where a network is built otherwise: it stays as it is then.
    """
    added: list[str] = []
    reached = ROWS_INPUT
    while True:
        users = _users(graph, reached)
        if len(users) != 1 or users[0].op_type not in ("DequantizeLinear", "Add", NORMALISATION):
            return []
        (user,) = users
        if user.op_type == NORMALISATION:
            return added
        if user.op_type == "Add":
            added += [name for name in user.input if name != reached]
        reached = user.output[0]


def _tables(model: Any, names: Sequence[str], ids: Sequence[int]) -> dict[str, NDArray[np.float32]]:
    """Return what the network computes for each place of a text, (len(ids), d), by name."""
    import onnx

    (rows,) = (each.type.tensor_type for each in model.graph.input if each.name == ROWS_INPUT)
    nothing = np.zeros(
        (1, len(ids), rows.shape.dim[2].dim_value),
        onnx.helper.tensor_dtype_to_np_dtype(rows.elem_type),
    )
    (found,) = look_inside(model, names, [feed_of(ids) | {ROWS_INPUT: nothing}])
    return {
        name: np.broadcast_to(values, (1, len(ids), values.shape[-1]))[0]
        for name, values in zip(names, found, strict=True)
    }


def _read_by(node: Any) -> set[str]:
    """Return the names of all that an operation reads, in the graphs that it may hold too."""
    inside = (inner for each in node.attribute for inner in each.g.node)
    return set(node.input).union(*map(_read_by, inside))


def _drop_unused(graph: Any) -> None:
    """Drop the operations, inputs and weights that no output depends on."""
    wanted = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):
        if wanted & set(node.output):
            kept.append(node)
            wanted |= _read_by(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    for those in (graph.input, graph.initializer):
        wanted_ones = [each for each in those if each.name in wanted]
        del those[:]
        those.extend(wanted_ones)
