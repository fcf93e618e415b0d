"""A sentence-transformers model → its tokenizer, an ONNX graph, and the words' rows beside it."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import write_array
from index.model.answerability import Answerability
from index.sessions import ROWS_INPUT
from index.tokens import TOKENIZER_FILE, take_apart

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# What is put out: the texts' vectors, and what their answers' vectors are weighed by.
VECTORS, ANSWERABILITY = "sentence_embedding", "answerability"
# How the operations' names end that leave of all tokens those that are no padding, before a mean.
POOLED = "/pooling/Mul"


def write_tokenizer(model: "SentenceTransformer", folder: Path) -> int:
    """Write tokenizer.json; return the longest input in tokens."""
    tokenizer: Any = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER_FILE))
    take_apart(folder)
    transformer: Any = model[0]
    positions = getattr(transformer.auto_model.config, "max_position_embeddings", None)
    lengths = [model.max_seq_length, positions]
    return min([length for length in lengths if length], default=512)


def write_onnx(
    model: "SentenceTransformer", pooling: str, path: Path, judge: Answerability | None = None
) -> None:
    """Write the model with its pooling and normalisation as one ONNX graph, fp32.

    With an answerability it puts out besides what its tower makes of each text.
    """
    import torch
    from torch.jit._trace import TracerWarning

    transformer: Any = model[0]

    class Pooling(torch.nn.Module):
        def forward(self, tokens: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            return (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)

    class Sentence(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer.auto_model
            self.pooling = Pooling()
            self.tower = judge.tower if judge else None

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, ...]:
            ran = self.transformer(
                input_ids=input_ids,
                attention_mask=attention_mask,
                output_hidden_states=judge is not None,
            )
            tokens = ran[0]
            pooled = tokens[:, 0] if pooling == "cls" else self.pooling(tokens, attention_mask)
            vectors = torch.nn.functional.normalize(pooled, dim=-1)
            if judge is None or self.tower is None:
                return (vectors,)
            return vectors, self.tower(ran.hidden_states[judge.first_layer], attention_mask)

    ids = torch.ones((2, 7), dtype=torch.int64)
    mask = torch.ones((2, 7), dtype=torch.int64)
    mask[1, 5:] = 0
    axes = {0: "texts", 1: "tokens"}
    outputs = {VECTORS: {0: "texts"}}
    if judge is not None:
        outputs[ANSWERABILITY] = {0: "texts"}
    with torch.no_grad(), warnings.catch_warnings():
        # The tracing exporter is deprecated in favour of one that needs a further package
        # (onnxscript), and warns of shapes that are constant on purpose and of indices that could
        # be negative and never are; the gate compares what comes out.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)
        warnings.filterwarnings("ignore", "Exporting aten::index operator", UserWarning)
        torch.onnx.export(
            Sentence().eval(),
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=list(outputs),
            dynamic_axes={"input_ids": axes, "attention_mask": axes, **outputs},
            opset_version=17,
            dynamo=False,
        )


def take_table_out(network: Path, table: Path) -> None:
    """Move the words' rows out of a network into a file to be read row by row.

    They are four fifths of the bundled model, of which a question needs a dozen rows.
    """
    import onnx

    model = onnx.load(network)
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    looks_up = [
        node
        for node in graph.node
        if node.op_type == "Gather" and node.input[0] in stored and node.input[1] == "input_ids"
    ]
    if len(looks_up) != 1:
        return
    (node,) = looks_up
    tensor = stored[node.input[0]]
    rows = onnx.helper.make_tensor_value_info(
        ROWS_INPUT, tensor.data_type, ["texts", "tokens", tensor.dims[1]]
    )
    for other in graph.node:
        for place, name in enumerate(other.input):
            if name == node.output[0]:
                other.input[place] = ROWS_INPUT
    write_array(table, onnx.numpy_helper.to_array(tensor))
    graph.node.remove(node)
    graph.initializer.remove(tensor)
    graph.input.append(rows)
    onnx.save(model, network)
