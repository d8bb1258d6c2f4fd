"""What several tests need: settings over a temporary folder, and a town that was crawled and indexed once."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from config.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from demo.site import create_site  # noqa: E402  # the demo is no installed package

TOWN = ROOT / "demo" / "waterveen"


@dataclass(frozen=True)
class Guus:
    """The command line on a data folder of its own."""

    data: Path
    variables: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.variables, "GUUS_DATA": str(self.data)}
        command = [sys.executable, "-c", "from bot.cli import main; main()", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)

    def json(self, *arguments: str) -> dict[str, object]:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def settings(self, monkeypatch: pytest.MonkeyPatch) -> Settings:
        for name, value in {**self.variables, "GUUS_DATA": str(self.data)}.items():
            monkeypatch.setenv(name, value)
        return load_settings()


LOCAL = {"GUUS_CRAWLER__PRIVATE_HOSTS": '["127.0.0.1"]', "GUUS_CRAWLER__DELAY_SECONDS": "0"}


@pytest.fixture
def guus(tmp_path: Path) -> Guus:
    return Guus(tmp_path / "var", LOCAL)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[object], str]]:
    """Serves WSGI applications on loopback until the end; returns each one's address."""
    servers = []

    def start(app: object) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()


@dataclass(frozen=True)
class Town:
    """The demo municipality, crawled and indexed."""

    site_url: str
    guus: Guus


@pytest.fixture(scope="session")
def town(serve: Callable[[object], str], tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    site_url = serve(create_site(TOWN))
    text = (TOWN / "whitelist.yaml").read_text(encoding="utf-8").replace("http://127.0.0.1:8001", site_url)
    (folder / "whitelist.yaml").write_text(text, encoding="utf-8")
    guus = Guus(folder / "var", {**LOCAL, "GUUS_CONFIG": str(TOWN / "guus.toml")})
    for step in (("whitelist", "import", str(folder / "whitelist.yaml")), ("crawl", "--all"), ("index",)):
        done = guus.run(*step)
        assert done.returncode == 0, done.stderr
    return Town(site_url, guus)
