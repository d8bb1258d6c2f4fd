import json
from pathlib import Path

from tests.conftest import Guus, Town


def test_every_command_has_help(guus: Guus) -> None:
    commands = (
        "init",
        "whitelist",
        "crawl",
        "index",
        "refresh",
        "serve",
        "ask",
        "eval",
        "calibrate",
        "purge",
        "export",
    )
    for command in (*commands, "doctor"):
        assert guus.run(command, "--help").returncode == 0, command


def test_wrong_use_is_2_and_failure_is_1_with_one_sentence(guus: Guus) -> None:
    assert guus.run("nonsense").returncode == 2
    failed = guus.run("index")
    assert failed.returncode == 1 and failed.stderr.startswith("guus: ") and len(failed.stderr.splitlines()) == 1


def test_many_questions_are_answered_line_by_line(town: Town, tmp_path: Path) -> None:
    lines = [{"id": "a", "question": "wanneer is het gemeentehuis open"}, {"id": "b", "question": ""}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = town.guus.run("ask", "--file", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    assert done.returncode == 0, done.stderr
    first, second = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert first["question_id"] == "a" and first["outcome"]
    assert second["question_id"] == "b" and second["error"]["code"]


def test_the_whitelist_comes_out_as_it_went_in(town: Town, tmp_path: Path) -> None:
    assert town.guus.run("whitelist", "export", str(tmp_path / "out.yaml")).returncode == 0
    checked = town.guus.json("whitelist", "check", f"{town.site_url}/paspoort")
    assert checked["allowed"] is True
    assert town.guus.run("whitelist", "check", f"{town.site_url}/nieuws/2026/x").returncode == 1


def test_the_index_lists_and_doctor_is_content(town: Town) -> None:
    assert town.guus.run("index", "list").returncode == 0
    assert town.guus.run("doctor").returncode == 0
