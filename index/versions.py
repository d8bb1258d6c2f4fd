"""Publish, load, list and roll back index versions. A version is complete or absent."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import VersionError

NAME = re.compile(r"^\d{8}T\d{6}-[0-9a-f]{8}$")


class Versions:
    """The folder of index versions."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "index"
        self._current = self.folder / "CURRENT"

    def publish(self, write: Callable[[Path], dict[str, Any]], keep: int) -> str:
        """Let `write` fill a new folder and return facts for its manifest; then serve it. Returns the version.

        Everything is on disk before CURRENT changes in one step; a kill at any moment leaves the previous version.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=self.folder))
        try:
            facts = write(work)
            files = {str(path.relative_to(work)): _hash(path) for path in sorted(work.rglob("*")) if path.is_file()}
            version = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{hashlib.sha256(json.dumps(files).encode()).hexdigest()[:8]}"
            manifest = {
                "version": version,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                **facts,
                "files": files,
            }
            (work / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
            _sync(work)
            work.chmod(0o755)
            work.rename(self.folder / version)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        self.serve(version)
        self._prune(keep)
        return version

    def serve(self, version: str) -> None:
        """Make `version` the served one. Raises VersionError when it is absent or altered."""
        self.verify(version)
        temporary = self.folder / f".CURRENT-{os.getpid()}"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(version)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._current)

    def current(self) -> str | None:
        """The served version, or None before the first."""
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def list(self) -> list[dict[str, Any]]:
        """The manifests of all complete versions, newest first."""
        names = sorted((path.name for path in self.folder.glob("*") if NAME.match(path.name)), reverse=True)
        return [json.loads((self.folder / name / "manifest.json").read_text("utf-8")) for name in names]

    def verify(self, version: str) -> Path:
        """The folder of a version whose files all have the hash of the manifest, or VersionError."""
        folder = self.folder / version
        if not NAME.match(version) or not (folder / "manifest.json").is_file():
            raise VersionError(f"There is no index version '{version}'; see 'guus index list'.")
        try:
            files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
            wrong = [name for name, digest in files.items() if _hash(folder / name) != digest]
        except (OSError, ValueError, KeyError) as problem:
            raise VersionError(f"Index version '{version}' is incomplete: {problem}.") from problem
        if wrong:
            raise VersionError(f"Index version '{version}' was altered ({wrong[0]}); roll back or run 'guus index'.")
        return folder

    def rollback(self) -> str:
        """Serve the newest version before the present one; returns it."""
        now = self.current() or ""
        for manifest in self.list():
            if manifest["version"] < now:
                self.serve(manifest["version"])
                return str(manifest["version"])
        raise VersionError("There is no older version to go back to.")

    def _prune(self, keep: int) -> None:
        served = self.current()
        for manifest in self.list()[keep:]:
            if manifest["version"] != served:
                shutil.rmtree(self.folder / manifest["version"], ignore_errors=True)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
