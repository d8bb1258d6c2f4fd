"""The whole demo from nothing: serve the fictional municipality, crawl it, index it, serve Guus.

Ports come from SITE_PORT and PORT; state goes to GUUS_DATA (default var/demo).
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOWN = Path(__file__).with_name("waterveen")
START_SECONDS = 30  # a site that is not up by then will not come


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the site is stopped as well
    port, site_port = os.environ.get("PORT", "8000"), os.environ.get("SITE_PORT", "8001")
    guus_url, site_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{site_port}"
    os.environ.setdefault("GUUS_DATA", "var/demo")
    os.environ["GUUS_CONFIG"] = str(TOWN / "guus.toml")
    os.environ["GUUS_SERVE__ALLOWED_ORIGINS"] = f'["{site_url}", "http://localhost:{site_port}"]'
    os.environ["GUUS_MUNICIPALITY__CONTACT_URL"] = f"{site_url}/contact"
    site = subprocess.Popen([sys.executable, "demo/site.py", str(TOWN), site_port, guus_url], stderr=subprocess.DEVNULL)
    try:
        wait_for(site_url)
        prepare(site_port)
        print(
            f"\n  The municipality's site, with Guus on every page: {site_url}/"
            f"\n  The page without JavaScript: {guus_url}/vraag\n",
            flush=True,
        )
        return guus("serve", "--port", port)
    finally:
        site.terminate()


def prepare(site_port: str) -> None:
    """Whitelist, crawl, index."""
    whitelist = Path(os.environ["GUUS_DATA"]) / "demo-whitelist.yaml"
    whitelist.parent.mkdir(parents=True, exist_ok=True)
    text = (TOWN / "whitelist.yaml").read_text(encoding="utf-8")
    whitelist.write_text(text.replace(":8001/", f":{site_port}/"), encoding="utf-8")
    for step in (("whitelist", "import", str(whitelist)), ("crawl", "--all"), ("index",)):
        if guus(*step):
            raise SystemExit(f"demo: 'guus {' '.join(step)}' failed")


def guus(*arguments: str) -> int:
    """Run the command line of Guus; its exit code."""
    print(f"$ guus {' '.join(arguments)}", flush=True)
    running = subprocess.Popen([str(Path(sys.executable).with_name("guus")), *arguments])
    try:
        return running.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        running.terminate()


def wait_for(url: str) -> None:
    """Until the site answers."""
    for _ in range(START_SECONDS * 5):
        try:
            urlopen(url).close()
            return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"demo: {url} does not answer; is the port taken?")


if __name__ == "__main__":
    sys.exit(main())
