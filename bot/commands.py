"""Commands: how a line is read as one, and which one somebody may have meant."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

COMMANDS: Final = ("/about", "/article", "/articles", "/ask", "/help", "/privacy", "/start")

# What people type in the place of a command, in our eight languages; Telegram itself knows commands
# in ASCII alone.
_ALIASES: Final = {
    "/about": "info information infos apropos acerca sobre über ueber informazioni",
    "/article": "artikel artículo artigo articolo статья مقال المقال",
    "/articles": "list liste lista artículos artigos articoli статьи список مقالات المقالات",
    "/ask": """
        search find query question chercher recherche demander buscar busca preguntar pregunta suche
        suchen frage fragen perguntar pergunta cerca cercare chiedi domanda поиск найти вопрос
        спросить بحث ابحث سؤال اسأل
    """,
    "/help": """
        aide ayuda hilfe ajuda aiuto помощь справка pomosh مساعدة commands commandes comandos
        befehle comandi команды menu меню faq
    """,
    "/privacy": """
        confidentialité privacidad datenschutz privacidade riservatezza конфиденциальность الخصوصية
    """,
    "/quit": "bye stop quitter salir beenden ende sair esci выход خروج",
    "/start": "begin hello commencer bonjour inicio hola hallo iniciar olá inizia ciao старт ابدأ",
}
_LIKE: Final = 0.75  # of 1, by difflib: at .7 /version is like "pregunta"


def read_command(line: str) -> tuple[str, str]:
    """Return a line's command and what stands behind it; a line that begins with none asks.

    As in Telegram, case does not matter, and the name of a bot may follow the command.
    """
    if not line.startswith("/"):
        return "/ask", line
    command, *rest = line.split(maxsplit=1)
    return command.lower().partition("@")[0], "".join(rest)


def likest(command: str, known: Sequence[str]) -> str | None:
    """Return the command that one which is not known stands for or looks like, None for none."""
    meant = {f"/{word}": each for each in known for word in _ALIASES.get(each, "").split()}
    meant |= {each: each for each in known}
    found = get_close_matches(command, meant, n=1, cutoff=_LIKE)
    return meant[found[0]] if found else None
