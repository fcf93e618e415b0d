"""What is compared: three ways from a question to a rendered message, on the same weights."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index import Article, default_article, split

TORCH_MODEL = "sentence-transformers"  # the folder of the bundled weights as its library saves them
DATA = "data"  # this project's DATA_DIR


class Pipeline(Protocol):
    """One way to answer, opened from what `build` left in a folder."""

    name: str

    def build(self, folder: Path) -> None:
        """Index the article: what an operator waits for once."""

    def open(self, folder: Path) -> None:
        """Make ready to answer."""

    def answer(self, question: str) -> str:
        """Return the rendered message."""

    def answers(self) -> Callable[[str], Any]:
        """Return a coroutine function that answers beside others, as a bot would."""


def sentences_of(article: Article) -> list[str]:
    """Return the sentences that every pipeline searches."""
    return [article.text[each.start : each.end] for each in split(article)]


class Verbatim:
    """This project, with all that the running bot has imported."""

    name = "Verbatim"

    def build(self, folder: Path) -> None:
        """Index the article with the exported model that is there."""
        from index import open_encoder
        from index.building import build_index

        encoder = open_encoder(folder / DATA)
        encoder.encode_passages(["Alep"])
        self.began = _now()
        build_index(folder / DATA, [default_article()], encoder)

    def open(self, folder: Path) -> None:
        """Open the index as `python -m bot` does."""
        import bot.app  # noqa: F401  # what serves Telegram counts, in memory and in time
        from bot.doorway import Doorway
        from bot.render import render_answer
        from bot.wording import load_wording
        from index import open_encoder, open_index

        words = load_wording().of("fr")
        index = open_index(folder / DATA, [], open_encoder(folder / DATA))
        self._doorway, self._index = Doorway(index), index
        self._render = lambda answer, asked: render_answer(answer, asked, words, index.articles)

    def answer(self, question: str) -> str:
        """Ask, and render."""
        return "\n".join(m.text for m in self._render(self._index.ask(question), question))

    def answers(self) -> Callable[[str], Any]:
        """Ask through the doorway, as every door of the bot does."""

        async def answer(question: str) -> str:
            found = await self._doorway.ask(question)
            return "\n".join(message.text for message in self._render(found, question))

        return answer


class _Torch(ABC):
    """What the two others share: sentence-transformers as its documentation shows it."""

    name = ""

    def _load(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder / TORCH_MODEL), device="cpu")
        article = default_article()
        self._sentences, self._title = sentences_of(article), article.title

    def _encode(self, texts: Sequence[str]) -> Any:
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def _message(self, sentence: str) -> str:
        return f"<blockquote>{escape(sentence)}</blockquote>\n{escape(self._title)}"

    @abstractmethod
    def answer(self, question: str) -> str:
        """Return the message of the best sentence."""

    def answers(self) -> Callable[[str], Any]:
        """Leave the event loop for a thread, as asyncio offers it."""
        import asyncio

        async def answer(question: str) -> str:
            return await asyncio.to_thread(self.answer, question)

        return answer


class SentenceTransformersFaiss(_Torch):
    """sentence-transformers in torch, and a FAISS flat index."""

    name = "sentence-transformers + FAISS"

    def build(self, folder: Path) -> None:
        """Embed the sentences and write the index."""
        import faiss

        self._load(folder)
        self._encode(["passage: Alep"])
        self.began = _now()
        vectors = self._encode([f"passage: {text}" for text in self._sentences])
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        faiss.write_index(index, str(folder / "flat.faiss"))
        (folder / "flat.json").write_text(json.dumps(self._sentences), "utf-8")

    def open(self, folder: Path) -> None:
        """Load the model and read the index."""
        import faiss

        self._load(folder)
        self._index = faiss.read_index(str(folder / "flat.faiss"))
        self._sentences = json.loads((folder / "flat.json").read_text("utf-8"))

    def answer(self, question: str) -> str:
        """Return the message of the nearest sentence."""
        _, places = self._index.search(self._encode([f"query: {question}"]), 3)
        return self._message(self._sentences[places[0][0]])


class LangChainFaiss(_Torch):
    """The same model behind LangChain's FAISS store."""

    name = "LangChain FAISS"

    def _embeddings(self) -> Any:
        from langchain_core.embeddings import Embeddings

        encode = self._encode

        class Prefixed(Embeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                rows: list[list[float]] = encode([f"passage: {text}" for text in texts]).tolist()
                return rows

            def embed_query(self, text: str) -> list[float]:
                row: list[float] = encode([f"query: {text}"])[0].tolist()
                return row

        return Prefixed()

    def build(self, folder: Path) -> None:
        """Embed the sentences and save the store."""
        from langchain_community.vectorstores import FAISS

        self._load(folder)
        self._encode(["passage: Alep"])
        self.began = _now()
        FAISS.from_texts(self._sentences, self._embeddings()).save_local(str(folder / "langchain"))

    def open(self, folder: Path) -> None:
        """Load the model and the store."""
        from langchain_community.vectorstores import FAISS

        self._load(folder)
        self._store = FAISS.load_local(
            str(folder / "langchain"), self._embeddings(), allow_dangerous_deserialization=True
        )

    def answer(self, question: str) -> str:
        """Return the message of the nearest sentence."""
        return self._message(self._store.similarity_search(question, k=3)[0].page_content)


def _now() -> float:
    import time

    return time.perf_counter()


PIPELINES: dict[str, Callable[[], Any]] = {
    each.name: each for each in (Verbatim, SentenceTransformersFaiss, LangChainFaiss)
}
