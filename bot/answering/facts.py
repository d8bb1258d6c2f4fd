"""What kind of fact is asked for, and whether a text holds one."""

import re

ASKED = {
    "price": r"\b(kost(en)?|prijs|tarief|duur is|betalen|hoeveel geld|gratis|euro|how much|cost|price|kostet|kosztuje|ücret|kaç para|коштує|كم يكلف)\b",
    "duration": r"\b(hoe ?lang|hoeveel (tijd|dagen|weken)|duurt|wachttijd|how long|wie lange|jak długo|ne kadar sürer)\b",
    "time": r"\b(wanneer|hoe ?laat|open|openingstijd\w*|dicht|welke dag|when|what time|wann|kiedy|saat kaçta|коли)\b",
    "phone": r"\b(telefoon\w*|bellen|nummer|bel ik|phone|call|telefon)\b",
    "place": r"\b(waar|adres|welke plek|waarheen|where|wo|gdzie|nerede|де)\b",
    "bring": r"\b(meenemen|meebrengen|nodig|welke papieren|documenten|bring|mitbringen)\b",
}
HELD = {
    "price": r"€|\beuro\b|\bgratis\b|\bkosteloos\b|geen kosten",
    "duration": r"\b(\d+|een|één|twee|drie|vier|vijf|zes|acht|tien|twaalf)\s+(werk)?(dag|dagen|week|weken|maand|maanden|jaar|uur|minuten)",
    "time": r"\b\d{1,2}[.:]\d{2}\b|\b\d{1,2} uur\b|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|\b(januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b",
    "phone": r"\b(0\d{1,3}[ -]?\d|14 ?0\d\d|088|0800|0900|\+31)",
    "place": r"\b\d{4} ?[A-Z]{2}\b|(straat|weg|plein|laan|kade|dijk|gemeentehuis|balie|loket|milieustraat|locatie)",
    "bring": r"meenemen|neem .* mee|meebrengen|nodig|u hebt|bewijs|pasfoto|kopie",
}


def asked(question: str) -> frozenset[str]:
    """The kinds of fact that the question asks for; empty when none is recognised."""
    return frozenset(kind for kind, pattern in ASKED.items() if re.search(pattern, question, re.I))


def held(text: str, kinds: frozenset[str]) -> float:
    """The share of `kinds` that the text holds; 1 when none is asked."""
    return sum(bool(re.search(HELD[kind], text, re.I)) for kind in kinds) / len(kinds) if kinds else 1.0
