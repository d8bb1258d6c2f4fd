"""The whitelist file, and the whitelist as the database keeps it: one revision per change."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import yaml
from sqlalchemy import Engine, func, insert, select

from crawler.tables import revisions
from crawler.whitelist import CrawlerError, RefusedUrl, Source, Whitelist, rule_key

MAX_FILE_CHARS = 5_000_000  # some 50,000 sources; larger is no whitelist


class WhitelistError(CrawlerError):
    """A whitelist file that cannot be used, with the line of it to mend."""


def parse(text: str) -> tuple[str, tuple[Source, ...]]:
    """The municipality's name and the sources of a whitelist file (YAML).

    Raises WhitelistError for unknown keys, bad URLs, duplicates and contradictions.
    """
    if len(text) > MAX_FILE_CHARS:
        raise WhitelistError("This file is too large for a whitelist.")
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise WhitelistError(f"This file is not valid YAML: {' '.join(str(problem).split())}") from problem
    if not isinstance(data, dict) or not isinstance(data.get("sources"), list):
        raise WhitelistError("A whitelist file holds 'municipality' and a list 'sources'.")
    for key in data.keys() - {"municipality", "sources"}:
        raise WhitelistError(f"Unknown key '{key}' in the whitelist file.")
    sources = tuple(_source(number, item) for number, item in enumerate(data["sources"], 1))
    _refuse_collisions(sources)
    return str(data.get("municipality") or ""), sources


def _source(number: int, item: object) -> Source:
    if not isinstance(item, Mapping):
        raise WhitelistError(f"Source {number} is not a set of keys and values.")
    names = {field.name for field in fields(Source)}
    for key in item:
        if key not in names:
            raise WhitelistError(f"Source {number}: unknown key '{key}'; known are {', '.join(sorted(names))}.")
    if not isinstance(item.get("url"), str):
        raise WhitelistError(f"Source {number} has no url.")
    _check_values(number, item)
    source = Source(**item)
    try:
        rule_key(source)
    except RefusedUrl as problem:
        raise WhitelistError(f"Source {number} ({source.url}): {problem}.") from problem
    return source


def _check_values(number: int, item: Mapping[str, Any]) -> None:
    for key, kind in get_type_hints(Source).items():
        choices = get_args(kind)
        if key not in item or key == "max_age_days":
            continue
        if choices and item[key] not in choices:
            raise WhitelistError(f"Source {number}: {key} is '{item[key]}', but must be one of {', '.join(choices)}.")
        if not choices and not isinstance(item[key], str):
            raise WhitelistError(f"Source {number}: {key} must be text.")
    age = item.get("max_age_days")
    if age is not None and (not isinstance(age, int) or isinstance(age, bool) or age < 1):
        raise WhitelistError(f"Source {number}: max_age_days must be a whole number of days, 1 or more.")


def _refuse_collisions(sources: tuple[Source, ...]) -> None:
    seen: dict[tuple[str, str, str], Source] = {}
    for source in sources:
        other = seen.setdefault(rule_key(source), source)
        if other is source:
            continue
        what = "listed twice" if other.action == source.action else "both allowed and denied"
        raise WhitelistError(f"{source.url} ({source.scope}) is {what}; keep one of the two.")


def render(municipality: str, sources: tuple[Source, ...]) -> str:
    """The whitelist file of these sources; keys with their default value are left out."""
    items = [
        {
            f.name: getattr(s, f.name)
            for f in fields(Source)
            if f.name in ("url", "scope") or getattr(s, f.name) != f.default
        }
        for s in sources
    ]
    data = {"municipality": municipality, "sources": items}
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def save(engine: Engine, municipality: str, sources: tuple[Source, ...], author: str) -> int:
    """Replace the whitelist; returns the new revision."""
    with engine.begin() as connection:
        last = connection.scalar(select(func.max(revisions.c.revision))) or 0
        now = datetime.now(UTC).replace(tzinfo=None)
        content = render(municipality, sources)
        connection.execute(insert(revisions).values(revision=last + 1, created_at=now, author=author, content=content))
    return last + 1


def load(engine: Engine) -> tuple[str, Whitelist]:
    """The municipality's name and the present whitelist; empty, so closed, when none was imported."""
    with engine.connect() as connection:
        row = connection.execute(select(revisions).order_by(revisions.c.revision.desc()).limit(1)).first()
    if row is None:
        return "", Whitelist()
    municipality, sources = parse(row.content)
    return municipality, Whitelist(sources, row.revision)


def revision(engine: Engine) -> int:
    """The number of the present revision; 0 when there is none."""
    with engine.connect() as connection:
        return connection.scalar(select(func.max(revisions.c.revision))) or 0
