"""The website of a fictional municipality, in the messy HTML of three content management systems.

`python demo/site.py FOLDER PORT [GUUS_URL]` serves FOLDER/pages/**.html; with GUUS_URL each page carries the widget.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from flask import Flask, Response, abort, redirect, render_template

TEMPLATES = Path(__file__).with_name("templates")
OFF_LIST = ("nieuws", "vacatures", "zoeken", "mijn", "raadsinformatie")  # pages that exist and are not on the whitelist
MENU_COLUMNS = 4


@dataclass(frozen=True)
class PageFile:
    """A page as its editor wrote it: front matter and the content's HTML."""

    path: str
    title: str
    template: str
    modified: str
    product: str
    description: str
    content: str

    @classmethod
    def read(cls, file: Path, root: Path) -> "PageFile":
        """From `---`, YAML, `---`, HTML."""
        _, front, content = file.read_text(encoding="utf-8").split("---\n", 2)
        data = yaml.safe_load(front)
        path = "/" + file.relative_to(root).with_suffix("").as_posix()
        return cls(
            path,
            data["title"],
            data.get("template", "alfa"),
            str(data.get("modified", "")),
            data.get("product") or "",
            data.get("description") or "",
            content,
        )


def create_site(folder: Path, guus_url: str = "") -> Flask:
    """The Flask application that serves the municipality of `folder`."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(TEMPLATES / "static"))
    site = yaml.safe_load((folder / "site.yaml").read_text(encoding="utf-8"))
    root = folder / "pages"
    pages = {page.path: page for page in (PageFile.read(file, root) for file in sorted(root.rglob("*.html")))}
    titles = sorted(pages.values(), key=lambda page: page.title)
    columns = [titles[start::MENU_COLUMNS] for start in range(MENU_COLUMNS)]
    common = {"site": site, "columns": columns, "guus_url": guus_url}

    @app.get("/robots.txt")
    def robots() -> Response:
        return Response("User-agent: *\nDisallow: /mijn\nDisallow: /zoeken\n", mimetype="text/plain")

    @app.get("/sitemap.xml")
    def sitemap() -> Response:
        return Response(render_template("sitemap.xml", pages=titles), mimetype="application/xml")

    @app.get("/")
    def home() -> str:
        return render_template("home.html", pages=titles, **common)

    @app.get("/producten/<path:name>")  # the old address of every page
    def old(name: str) -> Response:
        return redirect(f"/{name}", 301)

    @app.get("/<path:name>")
    def show(name: str) -> str | Response:
        page = pages.get(f"/{name.rstrip('/')}")
        if page is None and name.split("/")[0] in OFF_LIST:
            return render_template("off_list.html", name=name, **common)
        if page is None:
            abort(404)
        if name.endswith("/"):
            return redirect(page.path, 301)
        return render_template(f"{page.template}.html", page=page, **common)

    @app.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return render_template("missing.html", **common), 404

    return app


if __name__ == "__main__":
    create_site(Path(sys.argv[1]), sys.argv[3] if len(sys.argv) > 3 else "").run(port=int(sys.argv[2]), threaded=True)
