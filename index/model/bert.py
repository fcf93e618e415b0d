"""The bundled weights → a sentence-transformers model: BERT, its tokenizer, mean pooling."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelError
from index.model.bundled import WEIGHTS_FILE, Weights

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel

# What torch.onnx traces without branches.
TRACEABLE = {"attn_implementation": "eager", "dtype": "float32"}
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def parameter_name(tensor: str) -> str:
    """Return the name in transformers' BertModel of a tensor of the weights file."""
    if tensor in EMBEDDINGS:
        return EMBEDDINGS[tensor]
    layer, part, kind = tensor.split(".")
    return f"encoder.layer.{layer[1:]}.{PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def make_bert(weights: Weights) -> "BertModel":
    """Return transformers' BertModel with these weights, in evaluation mode."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=weights.vocabulary,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.token_types,
        layer_norm_eps=weights.epsilon,
    )
    bert: Any = BertModel(config, add_pooling_layer=False)
    state = {parameter_name(name): torch.from_numpy(t) for name, t in weights.tensors.items()}
    missing, unexpected = bert.load_state_dict(state, strict=False)
    if unexpected or [name for name in missing if name != "embeddings.position_ids"]:
        names = ", ".join([*missing, *unexpected][:3])
        raise ModelError(f"{WEIGHTS_FILE}: its tensors are not those of BERT: {names}")
    bert.eval()
    made: BertModel = bert
    return made


def unit_means(hidden: "torch.Tensor", part: "torch.Tensor") -> "torch.Tensor":
    """Return the mean of the states of a part, (n, d) float32, rows of unit length.

    `part` is (n, tokens) bool, `hidden` (n, tokens, d).
    """
    import torch

    kept = part.unsqueeze(-1).float()
    return torch.nn.functional.normalize((hidden.float() * kept).sum(1) / kept.sum(1), dim=-1)


def make_tokenizer(weights: Weights) -> "Tokenizer":
    """Return the Unigram tokenizer: XLM-RoBERTa's, with its normalisation table as rules.

    The table is NFKC save for characters that it deletes and those that it makes blanks.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
    from tokenizers.models import Unigram
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(list(weights.pieces), weights.unknown, byte_fallback=False))
    deleted = [cp for cp, becomes in weights.normalisation.items() if not becomes]
    blanks = [cp for cp, becomes in weights.normalisation.items() if becomes == " "]
    steps: list[Any] = [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    for characters, becomes in ((blanks, " "), (deleted, "")):
        if characters:
            steps.insert(0, normalizers.Replace(Regex(_character_class(characters)), becomes))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    ids = {text: i for i, (text, _) in enumerate(weights.pieces)}
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])]
    )
    special = [name for name in ("<s>", "<pad>", "</s>", "<unk>", "<mask>") if name in ids]
    tokenizer.add_special_tokens([AddedToken(name, normalized=False) for name in special])
    return tokenizer


def _character_class(characters: Sequence[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(character):04X}}}" for character in characters) + "]"


def make_bundled_model(weights: Weights, scratch: Path) -> "SentenceTransformer":
    """Return the weights as a sentence-transformers model: mean pooling, unit length."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import PreTrainedTokenizerFast

    untyped: Any = PreTrainedTokenizerFast
    tokenizer = untyped(
        tokenizer_object=make_tokenizer(weights),
        bos_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        cls_token="<s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        model_max_length=weights.positions,
    )
    make_bert(weights).save_pretrained(scratch)
    tokenizer.save_pretrained(scratch)
    transformer = Transformer(
        str(scratch), model_kwargs=TRACEABLE, max_seq_length=weights.positions
    )
    modules = [transformer, Pooling(weights.hidden, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")
