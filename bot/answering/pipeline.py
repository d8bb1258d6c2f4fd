"""From question to outcome, as a list of named steps. A step passes on, or ends with a named outcome."""

from datetime import UTC, datetime, timedelta

from bot.answering.cite import cite
from bot.answering.decide import CLARIFY_SHARE, Decision, reason_of
from bot.answering.outcomes import Answer, Clarify, Decline, Evidence, Link, Outcome, Redirected
from bot.answering.receive import Question
from bot.answering.retrieve import retrieve
from bot.answering.urgent import urgent
from config.signposts import Signpost, load_emergencies, load_signposts
from crawler.whitelist import Whitelist
from index.search import Hit, SearchIndex

CHOICES = 3  # more than three is a search page
MAX_SECTIONS, MAX_SHOWN_CHARS = 3, 900  # the right section is among the first three in 5 of 6 cases; some 150 words
MARGIN_OF_CHOICES = 0.12  # pages this near to the best one are worth offering


def answer(
    question: Question, index: SearchIndex, whitelist: Whitelist, decision: Decision, links: int
) -> tuple[Outcome, Evidence]:
    """The outcome of a question with the evidence that led to it."""
    if emergency := urgent(question.text, load_emergencies()):
        return Redirected("urgent", emergency), Evidence((), {}, {})
    evidence = retrieve(question, index, whitelist)
    outcome = _decide(evidence, decision, links) if evidence.hits else Decline("not_in_sources")
    if isinstance(outcome, Evidence):
        outcome = _compose(outcome.hits, whitelist, links)
    return outcome, evidence


def _decide(evidence: Evidence, decision: Decision, links: int) -> Outcome | Evidence:
    probability = decision.probability(evidence.features)
    if probability >= decision.threshold:
        return evidence
    reason = reason_of(evidence)
    if reason == "other_authority" and (signpost := _signpost(evidence.classes)):
        return Redirected("signpost", signpost)
    if (
        reason == "not_on_page"
        and probability >= CLARIFY_SHARE * decision.threshold
        and (choices := _choices(evidence.hits))
    ):
        return Clarify(choices)
    shown = reason in ("not_on_page", "personal_case", "not_in_sources") and evidence.features["concept"] >= 1 / 2
    return Decline(reason, _links(evidence.hits, links) if shown else ())


def _signpost(classes: dict[str, float]) -> Signpost | None:
    name = max(
        (label for label in classes if label.startswith("!authorities:")), key=lambda label: classes[label], default=""
    )
    return load_signposts().get(name.partition(":")[2])


def _choices(hits: tuple[Hit, ...]) -> tuple[tuple[str, str], ...]:
    near = [hit for hit in hits if hit.score >= hits[0].score - MARGIN_OF_CHOICES]
    titles = list(dict.fromkeys(hit.passage.title for hit in near))[:CHOICES]
    return tuple((title, title) for title in titles) if len(titles) > 1 else ()


def _compose(hits: tuple[Hit, ...], whitelist: Whitelist, links: int) -> Outcome:
    best = hits[0]
    if _too_old(best, whitelist):
        return Decline("too_old", _links(hits, links))
    shown = tuple(cite(hit, whitelist) for hit in _shown(hits))
    return Answer(shown, _links(tuple(h for h in hits if h.passage.url != best.passage.url), links))


def _shown(hits: tuple[Hit, ...]) -> list[Hit]:
    """The best section, and the next ones of the same page as long as a phone's screen or two can hold them."""
    page = [hit for hit in hits if hit.passage.url == hits[0].passage.url]
    shown, size = page[:1], len(page[0].passage.text())
    for hit in page[1:MAX_SECTIONS]:
        size += len(hit.passage.text())
        if size > MAX_SHOWN_CHARS:
            break
        shown.append(hit)
    return shown


def _too_old(hit: Hit, whitelist: Whitelist) -> bool:
    source = whitelist.check(hit.passage.url).source
    if source is None or source.max_age_days is None:
        return False
    fetched = datetime.fromisoformat(hit.passage.fetched_at)
    return datetime.now(UTC) - fetched > timedelta(days=source.max_age_days)


def _links(hits: tuple[Hit, ...], count: int) -> tuple[Link, ...]:
    titles = {hit.passage.url: hit.passage.title for hit in reversed(hits)}
    order = dict.fromkeys(hit.passage.url for hit in hits)
    return tuple(Link(url, titles[url]) for url in list(order)[:count])
