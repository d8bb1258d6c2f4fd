"""The five outcomes of a question, and what they are made of."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.errors import NoSourceError
from config.signposts import Signpost
from crawler.pages import Block
from index.search import Hit

Reason = Literal["not_in_sources", "not_on_page", "personal_case", "other_authority", "not_a_question", "too_old"]


@dataclass(frozen=True)
class Evidence:
    """The hits for a question with the features that the decision looks at."""

    hits: tuple[Hit, ...]
    features: dict[str, float]
    classes: dict[str, float]


@dataclass(frozen=True)
class Citation:
    """The link from a quote to its page."""

    quote: tuple[Block, ...]
    url: str
    deep_link: str
    title: str
    heading_path: tuple[str, ...]
    fetched_at: str
    modified_at: str | None
    owner: str

    def as_json(self) -> dict[str, Any]:
        """As the API shows it."""
        return {
            **self.__dict__,
            "quote": [block.as_json() for block in self.quote],
            "heading_path": list(self.heading_path),
        }


@dataclass(frozen=True)
class Link:
    """A listed page that may help; no citation."""

    url: str
    title: str


@dataclass(frozen=True)
class Answer:
    """The municipality's own text. Raises NoSourceError without a citation."""

    citations: tuple[Citation, ...]
    see_also: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations or any(not citation.quote for citation in self.citations):
            raise NoSourceError("an answer needs at least one citation with a quote")


@dataclass(frozen=True)
class Clarify:
    """Several pages fit: the resident chooses. Each choice is a label and a question to send."""

    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Decline:
    """No answer, why, and where to look."""

    reason: Reason
    see_also: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Redirected:
    """Another body handles this, or it is urgent: a name and an official link."""

    outcome: Literal["signpost", "urgent"]
    to: Signpost


Outcome = Answer | Clarify | Decline | Redirected
