"""Third step: answer or not? A calibrated model over the evidence; its cut-off follows from a promise."""

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.outcomes import Evidence, Reason
from bot.errors import CalibrationError

Shares = NDArray[np.float64]

SHIPPED = Path(__file__).with_name("decision.json")
CLARIFY_SHARE = 0.6  # of the cut-off: below it even a choice would be a guess
CLEAR_DECLINE = 0.5  # a class of messages to decline that has most of the probability names the reason
MISSING = ("missing_detail", "not_in_corpus")  # the classes of golden questions that the second promise is about
MIN_EXAMPLES = 30  # fewer golden questions of a kind say nothing


@dataclass(frozen=True)
class Decision:
    """A logistic model: the probability that the best page answers the question, and the cut-off."""

    names: list[str]
    means: list[float]
    scales: list[float]
    weights: list[float]
    intercept: float
    threshold: float

    def probability(self, features: dict[str, float]) -> float:
        """Between 0 and 1."""
        total = self.intercept
        for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True):
            total += weight * (features[name] - mean) / scale
        return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


@cache
def load_decision(path: str = "") -> Decision:
    """The model of `path`, or the shipped one."""
    try:
        return Decision(**json.loads((Path(path) if path else SHIPPED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as problem:
        raise CalibrationError(f"The decision model {path or SHIPPED.name} cannot be read: {problem}.") from problem


@dataclass(frozen=True)
class Example:
    """A golden question as the fit sees it; `kind` is the class of a question to decline, empty for the others."""

    features: dict[str, float]
    right: bool  # the best page is the right one
    kind: str = ""


@dataclass(frozen=True)
class Promise:
    """The largest share of questions to decline that may be answered."""

    false_answers: float  # off-topic, hostile, personal, other authority
    missing: float  # about the municipality, but not on its pages


def fit(examples: list[Example], promise: Promise) -> Decision:
    """Fit the probability that the best page answers, and the lowest cut-off that keeps the promise.

    The cut-off is judged on probabilities that were predicted for questions which the model had not seen
    (cross-validation). Raises CalibrationError when a kind of example is missing.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    right = np.array([example.right for example in examples])
    kinds = np.array([example.kind for example in examples])
    if min(right.sum(), (kinds != "").sum()) < MIN_EXAMPLES:
        raise CalibrationError(
            f"Calibration needs at least {MIN_EXAMPLES} golden questions that are found, and as many to decline."
        )
    names = sorted(examples[0].features)
    raw = np.array([[example.features[name] for name in names] for example in examples])
    means, scales = raw.mean(axis=0), np.maximum(raw.std(axis=0), 1e-6)
    values = (raw - means) / scales
    model = LogisticRegression(C=0.3, max_iter=1000)
    unseen = cross_val_predict(model, values, right, cv=5, method="predict_proba")[:, 1]
    missing = np.isin(kinds, MISSING)
    threshold = max(
        _cut_off(unseen[missing], promise.missing), _cut_off(unseen[(kinds != "") & ~missing], promise.false_answers)
    )
    model.fit(values, right)
    return Decision(
        names, means.tolist(), scales.tolist(), model.coef_[0].tolist(), float(model.intercept_[0]), threshold
    )


def _cut_off(wrong: Shares, limit: float) -> float:
    """The lowest probability at which at most the share `limit` of these is answered."""
    ordered = np.sort(wrong)[::-1]
    allowed = int(limit * len(ordered))
    return float(np.nextafter(ordered[allowed], 1)) if allowed < len(ordered) else 0.0


def save(decision: Decision, path: Path) -> None:
    """Write the model as JSON."""
    path.write_text(json.dumps(asdict(decision), indent=1) + "\n", encoding="utf-8")


def reason_of(evidence: Evidence) -> Reason:
    """Why there is no answer, from the class that the message belongs to most."""
    masses: dict[str, float] = {
        name: evidence.features[name] for name in ("off_topic", "personal", "hostile", "authorities")
    }
    name = max(masses, key=lambda key: masses[key])
    if masses[name] >= CLEAR_DECLINE:
        named: dict[str, Reason] = {
            "personal": "personal_case",
            "authorities": "other_authority",
            "hostile": "not_a_question",
            "off_topic": "not_in_sources",
        }
        return named[name]
    return "not_on_page" if evidence.hits and evidence.features["agreement"] >= CLEAR_DECLINE else "not_in_sources"
