"""What a crawl did, for people and for machines."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 5  # URLs shown per reason


@dataclass
class Report:
    """Counts per state, and per reason with examples."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    interrupted: bool = False

    def add(self, state: str, url: str, reason: str = "") -> None:
        """Count one page."""
        self.counts[state] += 1
        if reason:
            self.reasons[state][reason] += 1
            seen = self.examples.setdefault((state, reason), [])
            if len(seen) < EXAMPLES:
                seen.append(url)

    @property
    def found(self) -> int:
        """Pages that have text now."""
        return sum(self.counts[state] for state in ("fetched", "changed", "unchanged"))

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        names = {"fetched": "new", "failing": "failed"}
        counts = {names.get(key, key): value for key, value in sorted(self.counts.items())}
        zero = dict.fromkeys(("fetched", "new", "changed", "unchanged", "gone", "refused", "failed"), 0)
        reasons = [
            {
                "state": names.get(state, state),
                "reason": reason,
                "count": count,
                "examples": self.examples[state, reason],
            }
            for state, found in self.reasons.items()
            for reason, count in found.most_common()
        ]
        return {**zero, **counts, "fetched": self.found, "reasons": reasons, "interrupted": self.interrupted}
