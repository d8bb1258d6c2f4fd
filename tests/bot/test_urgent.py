import pytest

from bot.answering.urgent import urgent
from config.signposts import load_emergencies


@pytest.mark.parametrize(
    "text",
    ["er is brand in mijn huis", "ik wil niet meer leven", "ik ruik gas in de keuken", "mijn man slaat mij",
     "there is a fire in my house", "ich will nicht mehr leben"],
)  # fmt: skip
def test_an_emergency_is_recognised(text: str) -> None:
    assert urgent(text, load_emergencies())


@pytest.mark.parametrize(
    "text",
    ["mag ik een vuurkorf branden in de tuin", "wat kost een gasaansluiting", "brandgang achter mijn huis is vies"],
)
def test_an_ordinary_question_is_no_emergency(text: str) -> None:
    assert urgent(text, load_emergencies()) is None
