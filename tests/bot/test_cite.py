from bot.answering.cite import deep_link
from crawler.pages import Block


def test_a_short_text_is_named_whole_and_a_long_one_by_its_ends() -> None:
    short = deep_link("https://a.nl/x", "kosten", (Block("paragraph", "Het kost € 10, echt-waar."),))
    assert short == "https://a.nl/x#kosten:~:text=Het%20kost%20%E2%82%AC%2010%2C%20echt%2Dwaar."
    long = deep_link("https://a.nl/x", "", (Block("paragraph", " ".join(f"woord{n}" for n in range(30))),))
    assert long.startswith("https://a.nl/x#:~:text=woord0%20") and ",woord25" in long
