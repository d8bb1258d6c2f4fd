from pathlib import Path

import pytest

from index.errors import VersionError
from index.versions import Versions


def fill(text: str):  # type: ignore[no-untyped-def]
    def write(folder: Path) -> dict[str, object]:
        (folder / "passages.jsonl").write_text(text)
        return {"counts": {"pages": 1}}

    return write


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path)


def test_what_is_published_is_served_and_listed(versions: Versions) -> None:
    version = versions.publish(fill("a"), keep=5)
    assert versions.current() == version
    assert [manifest["version"] for manifest in versions.list()] == [version]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt])
def test_a_build_that_breaks_leaves_the_version_before_and_no_rubbish(
    versions: Versions, stop: type[BaseException]
) -> None:
    version = versions.publish(fill("a"), keep=5)

    def breaks(folder: Path) -> dict[str, object]:
        (folder / "half").write_text("x")
        raise stop

    with pytest.raises(stop):
        versions.publish(breaks, keep=5)
    assert versions.current() == version
    assert {path.name for path in versions.folder.iterdir()} == {version, "CURRENT"}


@pytest.mark.parametrize("harm", ["missing", "truncated", "altered"])
def test_a_harmed_version_is_refused(versions: Versions, harm: str) -> None:
    version = versions.publish(fill("abc"), keep=5)
    file = versions.folder / version / "passages.jsonl"
    if harm == "missing":
        file.unlink()
    else:
        file.write_text("ab" if harm == "truncated" else "abd")
    with pytest.raises(VersionError):
        versions.verify(version)


def test_a_name_that_leads_elsewhere_is_no_version(versions: Versions) -> None:
    with pytest.raises(VersionError):
        versions.verify("../../etc")


def test_rollback_serves_the_one_before(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    first = versions.publish(fill("a"), keep=5)
    older = versions.folder / f"20200101T000000-{first[-8:]}"
    (versions.folder / first).rename(older)
    manifest = older / "manifest.json"
    manifest.write_text(manifest.read_text().replace(first, older.name))
    versions.publish(fill("b"), keep=5)
    assert versions.rollback() == older.name == versions.current()
    with pytest.raises(VersionError, match="no older"):
        versions.rollback()


def test_only_the_newest_versions_are_kept(versions: Versions) -> None:
    for number in range(4):
        versions.publish(fill(str(number)), keep=2)
    assert len(versions.list()) == 2
