"""What kind of fact is asked for, and whether a text holds one."""

import re

_ASKED = {
    "price": """kost kosten prijs tarief "duur is" betalen "hoeveel geld" gratis euro "how much" cost price kostet
        kosztuje ücret "kaç para" коштує "كم يكلف" """,
    "duration": """hoelang "hoe lang" "hoeveel tijd" "hoeveel dagen" "hoeveel weken" duurt wachttijd "how long"
        "wie lange" "jak długo" "ne kadar sürer" """,
    "time": """wanneer hoelaat "hoe laat" open dicht openingstijd openingstijden "welke dag" when "what time" wann
        kiedy "saat kaçta" коли""",
    "phone": 'telefoon telefoonnummer bellen nummer "bel ik" phone call telefon',
    "place": 'waar adres "welke plek" waarheen where wo gdzie nerede де',
    "bring": 'meenemen meebrengen nodig "welke papieren" documenten bring mitbringen',
}
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag"
_NUMBER = r"\d+|een|één|twee|drie|vier|vijf|zes|acht|tien|twaalf"
HELD = {
    "price": r"€|\beuro\b|\bgratis\b|\bkosteloos\b|geen kosten",
    "duration": rf"\b({_NUMBER})\s+(werk)?(dag|dagen|week|weken|maand|maanden|jaar|uur|minuten)\b",
    "time": rf"\b\d{{1,2}}[.:]\d{{2}}\b|\b\d{{1,2}} uur\b|{_DAYS}|\b({_MONTHS})\b",
    "phone": r"\b(0\d{1,3}[ -]?\d|14 ?0\d\d|088|0800|0900|\+31)",
    "place": r"\b\d{4} ?[A-Z]{2}\b|(straat|weg|plein|laan|kade|dijk|gemeentehuis|balie|loket|milieustraat|locatie)",
    "bring": r"meenemen|neem .* mee|meebrengen|nodig|u hebt|bewijs|pasfoto|kopie",
}


def _any_of(words: str) -> re.Pattern[str]:
    found = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', words)]
    return re.compile(rf"\b({'|'.join(map(re.escape, found))})\b", re.I)


ASKED = {kind: _any_of(words) for kind, words in _ASKED.items()}


def asked(question: str) -> frozenset[str]:
    """The kinds of fact that the question asks for; empty when none is recognised."""
    return frozenset(kind for kind, pattern in ASKED.items() if pattern.search(question))


def held(text: str, kinds: frozenset[str]) -> float:
    """The share of `kinds` that the text holds; 1 when none is asked."""
    return sum(bool(re.search(HELD[kind], text, re.I)) for kind in kinds) / len(kinds) if kinds else 1.0
