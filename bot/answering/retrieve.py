"""Second step: the evidence for a question, from listed pages only."""

from dataclasses import replace

from bot.answering.facts import asked, held
from bot.answering.outcomes import Evidence
from bot.answering.receive import Question
from crawler.whitelist import Whitelist
from index.analysis import content_words, grams
from index.search import Found, Hit, SearchIndex

FACT_BONUS = 0.15  # within a page: the passage that holds the kind of fact asked goes first
DECLINES = ("off_topic", "personal", "hostile", "missing", "authorities")


def retrieve(question: Question, index: SearchIndex, whitelist: Whitelist) -> Evidence:
    """The hits on listed, public pages, best page first, and the features of the decision."""
    found = index.search(question.text, " ".join(question.earlier))
    listed = [hit for hit in found.hits if is_public(hit.passage.url, whitelist)]
    hits = _best_passage_first(question.text, listed)
    return Evidence(tuple(hits), _features(question.text, hits, found), found.classes)


def is_public(url: str, whitelist: Whitelist) -> bool:
    """May a resident see this page now?"""
    verdict = whitelist.check(url)
    return verdict.allowed and verdict.source is not None and verdict.source.audience == "public"


def _best_passage_first(question: str, hits: list[Hit]) -> list[Hit]:
    kinds = asked(question)
    order = {url: place for place, url in enumerate(dict.fromkeys(hit.passage.url for hit in hits))}
    weighed = [
        replace(hit, score=hit.score + FACT_BONUS * held(hit.passage.text(), kinds)) if kinds else hit for hit in hits
    ]
    return sorted(weighed, key=lambda hit: (order[hit.passage.url], -hit.score))


def _features(question: str, hits: list[Hit], found: Found) -> dict[str, float]:
    mass = {name: _mass(found.classes, name) for name in DECLINES}
    concepts = [share for name, share in found.classes.items() if not name.startswith("!")]
    features = {**mass, "concept": sum(concepts), "surest_concept": max(concepts, default=0.0)}
    features["words"] = min(len(content_words(question)), 12) / 12
    features["strength"] = found.lexical_strength / max(len(grams(question)), 1)
    return features | (_hit_features(question, hits) if hits else dict.fromkeys(HIT_FEATURES, 0.0))


HIT_FEATURES = (
    "lexical",
    "dense",
    "agreement",
    "margin",
    "score",
    "coverage",
    "section_coverage",
    "fact",
    "page_support",
)


def _hit_features(question: str, hits: list[Hit]) -> dict[str, float]:
    best = hits[0]
    page = [hit for hit in hits if hit.passage.url == best.passage.url]
    other = max((hit.score for hit in hits if hit.passage.url != best.passage.url), default=0.0)
    wanted, there = set(grams(question)), set(grams(" ".join(hit.passage.whole_text() for hit in page)))
    return {
        "lexical": best.lexical,
        "dense": best.dense,
        "agreement": best.concepts,
        "margin": max(hit.score for hit in page) - other,
        "score": best.score,
        "coverage": len(wanted & there) / max(len(wanted), 1),
        "section_coverage": len(wanted & set(grams(best.passage.text()))) / max(len(wanted), 1),
        "fact": held(best.passage.text(), asked(question)),
        "page_support": len(page) / len(hits),
    }


def _mass(classes: dict[str, float], name: str) -> float:
    return sum(share for label, share in classes.items() if label.partition(":")[0] == f"!{name}")
