"""How good the answers are, on golden questions; and the decision fitted on them."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from bot.answering.decide import Decision, Example, Promise, fit
from bot.answering.outcomes import Evidence
from bot.service import Service

Golden = dict[str, Any]


def evaluate(service: Service, golden: list[Golden]) -> dict[str, Any]:
    """Shares: right source first / among three, answered and right, false answers per class, and every failure."""
    ranks: list[int | None] = []
    right: list[bool] = []
    answered: dict[str, list[bool]] = defaultdict(list)
    failures: list[dict[str, Any]] = []
    for question in golden:
        response, evidence = _ask(service, question)
        shown = [citation["url"] for citation in response["citations"]]
        if question["answerable"]:
            ranks.append(_rank(evidence, question["gold"]))
            right.append(
                any(_is_gold(url, question["gold"]) for url in shown)
                and _holds(response, question.get("must_contain", []))
            )
        else:
            answered[question["class"]].append(bool(shown))
        if (question["answerable"] and not right[-1]) or (not question["answerable"] and shown):
            failures.append(
                {
                    "question": question["question"],
                    "expected": question.get("gold") or question["class"],
                    "outcome": response["outcome"],
                    "reason": response["reason"],
                    "shown": shown,
                }
            )
    return {
        "answerable": len(ranks),
        "source_at_1": _share([r == 0 for r in ranks]),
        "source_at_3": _share([r is not None and r < 3 for r in ranks]),
        "answered_and_right": _share(right),
        "false_answers": {name: {"n": len(found), "share": _share(found)} for name, found in sorted(answered.items())},
        "failures": failures,
    }


def calibrate(service: Service, golden: list[Golden], promise: Promise) -> Decision:
    """The decision fitted on these questions with the present index. Raises CalibrationError."""
    examples = []
    for question in golden:
        evidence = service.evidence(_request(question))
        if evidence.features:
            right = bool(question["answerable"]) and _rank(evidence, question["gold"]) == 0
            kind = "" if question["answerable"] else question["class"]
            examples.append(Example(evidence.features, right, kind))
    return fit(examples, promise)


def _ask(service: Service, question: Golden) -> tuple[dict[str, Any], Evidence]:
    return service.ask(_request(question), keep=False)


def _request(question: Golden) -> dict[str, Any]:
    return {
        "question": question["question"],
        "language": question.get("lang", "nl"),
        "earlier": question.get("earlier", []),
    }


def _rank(evidence: Evidence, gold: list[str]) -> int | None:
    urls = list(dict.fromkeys(hit.passage.url for hit in evidence.hits))
    return next((place for place, url in enumerate(urls) if _is_gold(url, gold)), None)


def _is_gold(url: str, gold: list[str]) -> bool:
    parts = urlsplit(url)
    return any(wanted.rstrip("/") in (url.rstrip("/"), parts.path.rstrip("/")) for wanted in gold)


def _holds(response: dict[str, Any], facts: list[str]) -> bool:
    shown = " ".join(str(citation["quote"]) for citation in response["citations"])
    return all(fact in shown for fact in facts)


def _share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 3) if found else 0.0
