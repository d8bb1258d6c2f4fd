"""guus: everything an administrator does, from the command line."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bot.store import tables as _bot_tables  # noqa: F401  # the tables exist before the engine makes them
from config.database import engine_for
from config.errors import GuusError
from config.settings import Settings, load_settings
from crawler import sources
from crawler.pages import PageStore

Context = click.Context
as_json = click.option("--json", "machine", is_flag=True, help="Print JSON for machines.")


class Guarded(click.Group):
    """Shows an error of ours as one sentence, with exit code 1."""

    def invoke(self, ctx: Context) -> Any:
        try:
            return super().invoke(ctx)
        except GuusError as problem:
            click.echo(f"guus: {problem}", err=True)
            sys.exit(1)


@click.group(cls=Guarded, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path), help="Settings file; otherwise GUUS_CONFIG.")
@click.pass_context
def main(ctx: Context, config: Path | None) -> None:
    """Guus answers residents from listed pages only, always with the source."""
    ctx.obj = load_settings(config)


@contextmanager
def progress(machine: bool) -> Iterator[Callable[[str], None]]:
    """A line that moves on a terminal; nothing for machines."""
    if machine or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status("starting") as status:
        done = 0

        def step(what: str) -> None:
            nonlocal done
            done += 1
            status.update(f"{done}: {what}")

        yield step


def show(data: Any, machine: bool, sentence: str) -> None:
    """Print for a machine or for a person."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=None if machine else 1) if machine else sentence)


@main.command()
@click.argument("file", type=click.Path(path_type=Path), default="guus.toml")
def init(file: Path) -> None:
    """Write a settings file to start from, and make the database."""
    if file.exists():
        raise GuusError(f"{file} exists already; nothing was changed.")
    file.write_text((Path(__file__).parents[1] / "config" / "guus.toml").read_text("utf-8"), encoding="utf-8")
    engine_for(load_settings(file))
    click.echo(f"Written: {file}. Next: guus whitelist import FILE, guus crawl, guus index, guus serve.")


@main.group()
def whitelist() -> None:
    """The list of sources."""


@whitelist.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def whitelist_import(settings: Settings, file: Path, machine: bool) -> None:
    """Replace the whitelist by FILE, as one new revision."""
    municipality, found = sources.parse(_read_text(file))
    revision = sources.save(engine_for(settings), municipality, found, author="command line")
    show({"revision": revision, "sources": len(found)}, machine, f"Revision {revision}: {len(found)} sources.")


@whitelist.command("export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def whitelist_export(settings: Settings, file: Path | None) -> None:
    """Write the present whitelist to FILE or the screen."""
    municipality, found = sources.load(engine_for(settings))
    text = sources.render(municipality, found.sources)
    file.write_text(text, encoding="utf-8") if file else click.echo(text, nl=False)


@whitelist.command("check")
@click.argument("url", required=False)
@as_json
@click.pass_obj
def whitelist_check(settings: Settings, url: str | None, machine: bool) -> None:
    """May URL be used? Without URL: how each source stands."""
    found = sources.load(engine_for(settings))[1]
    if url:
        verdict = found.check(url)
        source = verdict.source.url if verdict.source else None
        data = {"allowed": verdict.allowed, "reason": verdict.reason, "url": verdict.url, "source": source}
        show(data, machine, f"{'yes' if verdict.allowed else 'no'}: {verdict.reason}")
        sys.exit(0 if verdict.allowed else 1)
    counts: dict[str, int] = {source.url: 0 for source in found.sources}
    for stored in PageStore(engine_for(settings)).served():
        source_of = found.check(stored.page.url).source
        if source_of:
            counts[source_of.url] += 1
    show(counts, machine, "\n".join(f"{count:6} pages  {source}" for source, count in counts.items()))


@main.command()
@click.option("--all", "everything", is_flag=True, help="Also pages that are not due.")
@as_json
@click.pass_obj
def crawl(settings: Settings, everything: bool, machine: bool) -> None:
    """Fetch the listed pages that are due."""
    from crawler.spider import crawl as run

    engine = engine_for(settings)
    with progress(machine) as step:
        report = run(sources.load(engine)[1], PageStore(engine), settings, everything, step)
    data = report.as_json()
    if machine:
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    click.echo(
        ", ".join(f"{key} {value}" for key, value in data.items() if isinstance(value, int) and key != "interrupted")
    )
    table = Table("state", "reason", "pages", "for example")
    for row in data["reasons"]:
        table.add_row(row["state"], row["reason"], str(row["count"]), row["examples"][0])
    Console().print(table)


@main.group("index", invoke_without_command=True)
@as_json
@click.pass_context
def index_group(ctx: Context, machine: bool) -> None:
    """Build and publish an index version; or list and roll back."""
    if ctx.invoked_subcommand is None:
        _build(ctx.obj, machine)


def _build(settings: Settings, machine: bool) -> None:
    from config.vocabulary import load_vocabulary
    from index.build import build

    engine = engine_for(settings)
    with progress(machine) as step:
        version = build(settings, PageStore(engine), sources.load(engine)[1], load_vocabulary(), step)
    show({"version": version}, machine, f"Published {version}.")


@index_group.command("list")
@as_json
@click.pass_obj
def index_list(settings: Settings, machine: bool) -> None:
    """The versions that are there."""
    from index.versions import Versions

    versions = Versions(settings.data)
    rows = [
        {
            "version": m["version"],
            "created": m["created"],
            "counts": m["counts"],
            "served": m["version"] == versions.current(),
        }
        for m in versions.list()
    ]
    show(
        rows,
        machine,
        "\n".join(f"{'*' if r['served'] else ' '} {r['version']}  {r['counts']['pages']} pages" for r in rows)
        or "There is no index yet.",
    )


@index_group.command("rollback")
@click.pass_obj
def index_rollback(settings: Settings) -> None:
    """Serve the version before the present one."""
    from index.versions import Versions

    click.echo(f"Serving {Versions(settings.data).rollback()}.")


@main.command()
@as_json
@click.pass_context
def refresh(ctx: Context, machine: bool) -> None:
    """Crawl what is due, then build and publish."""
    ctx.invoke(crawl, everything=False, machine=machine)
    _build(ctx.obj, machine)


@main.command()
@click.argument("question", required=False)
@click.option("--language", default="nl", help="Language of the messages.")
@click.option(
    "--file", "lines", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Many questions, JSONL."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the answers to --file go.")
@click.option("--explain", is_flag=True, help="Also the evidence and its features.")
@as_json
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    language: str,
    lines: Path | None,
    out: Path | None,
    explain: bool,
    machine: bool,
) -> None:
    """Ask one QUESTION, or all of a file."""
    from bot.service import Service

    service = Service(settings)
    if lines and out:
        answer_file(service, lines, out)
        return
    if not question:
        raise click.UsageError("Give a question, or --file and --out.")
    response, evidence = service.ask({"question": question, "language": language}, keep=False)
    if machine:
        click.echo(json.dumps(response, ensure_ascii=False))
    else:
        click.echo(f"{response['outcome']} {response['reason'] or ''}\n{response['message']}")
        for citation in response["citations"]:
            click.echo(f"{citation['deep_link']}\n{json.dumps(citation['quote'], ensure_ascii=False)}")
    if explain and evidence.features:
        click.echo(
            json.dumps(
                {
                    "probability": service.decision.probability(evidence.features),
                    "features": evidence.features,
                    "hits": [(h.passage.url, round(h.score, 3)) for h in evidence.hits[:5]],
                },
                indent=1,
            )
        )


def answer_file(service: Any, lines: Path, out: Path) -> None:
    """Answer a JSONL file; a line that cannot be taken gets an error in its place."""
    from bot.errors import BadQuestion

    with out.open("w", encoding="utf-8") as file:
        for number, line in enumerate(_read_text(lines).splitlines(), 1):
            if not line.strip():
                continue
            try:
                data = json.loads(line)
                request = {
                    "question": data["question"],
                    "language": data.get("lang", "nl"),
                    "earlier": data.get("earlier") or [],
                }
                response = service.ask(request, keep=False)[0]
            except BadQuestion as problem:
                response = {"error": {"code": problem.code, "message": str(problem)}}
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                raise GuusError(
                    f"{lines}, line {number}: not a question with 'id' and 'question' ({problem})."
                ) from problem
            file.write(json.dumps({**response, "question_id": data.get("id")}, ensure_ascii=False) + "\n")


@main.command("eval")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def evaluate(settings: Settings, file: Path, machine: bool) -> None:
    """How well the golden questions of FILE are answered."""
    from bot.quality import evaluate as run
    from bot.service import Service

    figures = run(Service(settings), _golden(file))
    show(figures, machine, json.dumps(figures, indent=1, ensure_ascii=False))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--max-false-answers", default=0.02, type=click.FloatRange(0, 1), help="Of what must never be answered.")
@click.option("--max-missing", default=0.10, type=click.FloatRange(0, 1), help="Of what the pages do not state.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where the model goes; default: decision.json in the data folder."
)
@click.pass_obj
def calibrate(
    settings: Settings, files: tuple[Path, ...], max_false_answers: float, max_missing: float, out: Path | None
) -> None:
    """Fit the decision on golden questions."""
    from bot.answering.decide import Promise, save
    from bot.quality import calibrate as run
    from bot.service import Service

    golden = [question for file in files for question in _golden(file)]
    decision = run(Service(settings), golden, Promise(max_false_answers, max_missing))
    save(decision, out or settings.data / "decision.json")
    click.echo(f"Cut-off {decision.threshold:.3f}. Name the file in [answer] decision to use it.")


def _golden(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in _read_text(file).splitlines() if line.strip()]
    except ValueError as problem:
        raise GuusError(f"{file} is not JSONL: {problem}.") from problem


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise GuusError(f"{file} cannot be read as UTF-8 text: {problem}.") from problem


@main.command()
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1")
@click.option("--debug", is_flag=True, help="Flask's own server, for developers.")
@click.pass_obj
def serve(settings: Settings, port: int, host: str, debug: bool) -> None:
    """Serve the API, the widget and the question page."""
    from bot.serving import run

    run(settings, host, port, debug)


@main.command()
@as_json
@click.pass_obj
def purge(settings: Settings, machine: bool) -> None:
    """Erase questions and receipts past their time."""
    from bot.store.records import purge as run

    counts = run(engine_for(settings), settings)
    show(counts, machine, ", ".join(f"{name}: {count} erased" for name, count in counts.items()))


@main.command()
@click.argument("what", type=click.Choice(["questions"]))
@as_json
@click.pass_obj
def export(settings: Settings, what: str, machine: bool) -> None:
    """The questions that got no answer, redacted."""
    from bot.store.records import unanswered

    rows = unanswered(engine_for(settings))
    show(
        rows,
        machine,
        "\n".join(f"{row['created_at']}  {row['outcome']}/{row['reason']}  {row['question']}" for row in rows)
        or "No questions.",
    )


@main.command()
@as_json
@click.pass_obj
def doctor(settings: Settings, machine: bool) -> None:
    """What is wrong, and what to do."""
    from index.errors import VersionError
    from index.versions import Versions

    versions, problems = Versions(settings.data), []
    try:
        versions.verify(versions.current() or "")
    except VersionError as problem:
        problems.append(str(problem))
    if not sources.load(engine_for(settings))[1].sources:
        problems.append("The whitelist is empty; run 'guus whitelist import FILE'.")
    show(problems, machine, "\n".join(problems) or "All is well.")
    sys.exit(1 if problems else 0)
