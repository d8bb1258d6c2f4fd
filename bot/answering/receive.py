"""First step: a question that can be taken, or a clear refusal."""

import unicodedata
from dataclasses import dataclass

from bot.errors import BadQuestion
from config.settings import Settings
from config.texts import LANGUAGES

MAX_EARLIER = 3  # of the API's contract
VISIBLE = ("L", "N", "P", "S")  # Unicode categories that a reader can see


@dataclass(frozen=True)
class Question:
    """What is asked now, in which language, and what was asked before."""

    text: str
    language: str
    earlier: tuple[str, ...] = ()


def receive(data: object, settings: Settings) -> Question:
    """The question of a request body. Raises BadQuestion with a code and a sentence."""
    if not isinstance(data, dict):
        raise BadQuestion("not_an_object", "Send a JSON object with a 'question'.")
    text, language, earlier = data.get("question"), data.get("language", "nl"), data.get("earlier", [])
    if not isinstance(text, str):
        raise BadQuestion("question_missing", "'question' must be text.")
    if language not in LANGUAGES or language not in settings.municipality.languages:
        raise BadQuestion("unsupported_language", "This language is not supported.")
    if not isinstance(earlier, list) or len(earlier) > MAX_EARLIER or not all(isinstance(q, str) for q in earlier):
        raise BadQuestion("earlier_wrong", f"'earlier' must be a list of at most {MAX_EARLIER} texts.")
    longest = settings.answer.max_question_chars
    return Question(_clean(text, longest), language, tuple(_clean(q, longest) for q in earlier if q.strip()))


def _clean(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadQuestion("question_too_long", f"A question has at most {longest} characters.")
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] in (*VISIBLE, "M")
    )
    clean = " ".join(kept.split())
    if not any(unicodedata.category(c)[0] in VISIBLE for c in clean):
        raise BadQuestion("question_empty", "The question is empty.")
    return clean
