import random

import pytest

from bot.answering.decide import Example, Promise, fit, load_decision, save
from bot.errors import CalibrationError


def examples(count: int) -> list[Example]:
    draw = random.Random(1)
    made = []
    for number in range(count):
        right = number % 2 == 0
        features = {"score": draw.gauss(2 if right else 0, 1), "noise": draw.random()}
        made.append(Example(features, right, "" if right else "off_topic"))
    return made


def test_the_cut_off_keeps_the_promise_on_the_examples() -> None:
    decision = fit(examples(400), Promise(0.05, 0.1))
    false = [decision.probability(e.features) >= decision.threshold for e in examples(400) if e.kind]
    assert sum(false) / len(false) <= 0.08


def test_a_stricter_promise_gives_a_higher_cut_off() -> None:
    assert fit(examples(400), Promise(0.01, 1)).threshold > fit(examples(400), Promise(0.2, 1)).threshold


def test_one_class_only_is_a_clear_error() -> None:
    only = [Example(e.features, True) for e in examples(100)]
    with pytest.raises(CalibrationError, match="at least"):
        fit(only, Promise(0.05, 0.1))


def test_a_model_that_is_saved_loads_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    decision = fit(examples(200), Promise(0.05, 0.1))
    save(decision, tmp_path / "d.json")
    assert load_decision(str(tmp_path / "d.json")) == decision
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(CalibrationError):
        load_decision(str(tmp_path / "broken.json"))
