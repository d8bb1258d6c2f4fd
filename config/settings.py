"""Load and validate the settings: defaults, then guus.toml, then the environment."""

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.errors import SettingsError

DEFAULTS = Path(__file__).with_name("guus.toml")


class Part(BaseModel):
    """A table of guus.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Municipality(Part):
    name: str
    phone: str
    contact_url: str
    languages: list[str]


class Crawler(Part):
    user_agent: str = Field(min_length=1)
    contact: str
    delay_seconds: float = Field(ge=0)
    concurrent_requests: int = Field(ge=1, le=64)
    timeout_seconds: float = Field(gt=0)
    max_page_bytes: int = Field(gt=0)
    max_pages_per_source: int = Field(gt=0)
    max_url_depth: int = Field(gt=0)
    private_hosts: list[str]


class Index(Part):
    encoder: str = Field(min_length=1)
    encoder_revision: str
    query_prompt: str
    passage_prompt: str
    dimensions: int = Field(ge=16, le=1024)
    keep_versions: int = Field(ge=2)


class Answer(Part):
    max_question_chars: int = Field(gt=0)
    see_also: int = Field(ge=0, le=10)
    decision: str


class Serve(Part):
    workers: int = Field(ge=1)
    ask_limit: str
    allowed_origins: list[str]


class Keep(Part):
    question_days: int = Field(ge=1)
    receipt_days: int = Field(ge=1)


class Settings(BaseSettings):
    """All settings, validated. Environment variables are GUUS_<TABLE>__<KEY>."""

    model_config = SettingsConfigDict(env_prefix="GUUS_", env_nested_delimiter="__", extra="forbid", frozen=True)

    data: Path
    database_url: str
    municipality: Municipality
    crawler: Crawler
    index: Index
    answer: Answer
    serve: Serve
    keep: Keep

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings  # the environment wins over the files


def load_settings(path: str | Path | None = None) -> Settings:
    """Settings from the defaults, `path` (or GUUS_CONFIG) and GUUS_* variables.

    Raises SettingsError with one sentence that names the key and what is wrong with it.
    """
    chosen = path or os.environ.get("GUUS_CONFIG")
    values = _read(DEFAULTS)
    if chosen:
        values = _merged(values, _read(Path(chosen)))
    try:
        return Settings(**values)
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"Setting '{key}' in {chosen or 'the environment'}: {first['msg']}.") from problem
    except ValueError as problem:
        raise SettingsError(f"A GUUS_ variable in the environment cannot be read: {problem}.") from problem


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise SettingsError(
            f"The settings file {path} does not exist; run 'guus init' or mend GUUS_CONFIG."
        ) from problem
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(f"The settings file {path} cannot be read: {problem}.") from problem


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merged(base[key], value) if both else value
    return merged
