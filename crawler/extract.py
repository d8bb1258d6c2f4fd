"""HTML in, a Page out: title, dates and sections; without the page's chrome, and only what is visible."""

import json
import re
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.pages import Block, Page, Section

CHROME_TAGS = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "nav",
    "form",
    "button",
    "input",
    "select",
    "aside",
    "dialog",
    "footer",
    "object",
    "video",
    "audio",
    "canvas",
    "head",
)
CHROME_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"}
CHROME_NAME = re.compile(
    r"(^|[\s_-])(cookies?(bar|banner|melding|consent)?|consent|breadcrumbs?|kruimel(pad|spoor)?|mega-?menu|menu|nav(bar|igation|igatie)?|"
    r"share|sharing|social|deel(knoppen)?|feedback|was-?this-?useful|nuttig|footer|site-?header|sidebar|zijbalk|skip-?links?|"
    r"related|gerelateerd|readspeaker|sr-only|visually-?hidden|print(knop)?|toc|inhoudsopgave|banner|pager|paginering)($|[\s_-])",
    re.I,
)
HIDDEN_STYLE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
MAIN_XPATHS = (
    "//main",
    "//*[@role='main']",
    "//*[@id='main' or @id='content' or @id='main-content' or @id='inhoud']",
    "//article",
    "//*[contains(concat(' ', @class, ' '), ' content ') or contains(concat(' ', @class, ' '), ' main ')]",
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6}
BLOCKS = {
    "p",
    "ul",
    "ol",
    "table",
    "dl",
    "pre",
    "blockquote",
    "address",
    "div",
    "section",
    "article",
    "details",
    "figure",
    "main",
    "body",
    "li",
    "hr",
}
MIN_MAIN_CHARS = 80  # a <main> with less than this is a shell; look further
DATE_NAMES = ("dcterms.modified", "article:modified_time", "last-modified", "dcterms.available", "dcterms.issued")


def extract(document: bytes | str, url: str, encoding: str | None = None) -> Page:
    """The Page of an HTML document.

    Raises ValueError when the document holds nothing that can be parsed.
    """
    parser = (
        html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True)
        if encoding
        else html.HTMLParser(remove_comments=True, remove_pis=True)
    )
    try:
        tree = html.document_fromstring(document, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise ValueError("the document is empty or no HTML") from problem
    title, modified, product = (
        _title(tree),
        _modified(tree),
        _meta(tree, ("overheid:product", "dcterms.subject", "product")),
    )
    language = (tree.get("lang") or "nl").split("-")[0].lower()
    _prune(tree)
    walker = _Walker(title)
    walker.walk(_main(tree))
    return Page(url, title or url, language, walker.sections(), modified, product)


def _text(element: html.HtmlElement) -> str:
    for br in element.iter("br"):
        br.tail = " " + (br.tail or "")
    return " ".join(str(element.text_content()).split())


def _title(tree: html.HtmlElement) -> str:
    for heading in tree.iter("h1"):
        if text := _text(heading):
            return text
    head = _meta(tree, ("og:title",)) or _text(next(tree.iter("title"), html.Element("title")))
    return re.split(r"\s+[|–-]\s+", head)[0]


def _meta(tree: html.HtmlElement, names: tuple[str, ...]) -> str:
    found = {
        str(meta.get("name") or meta.get("property") or "").lower(): str(meta.get("content") or "").strip()
        for meta in tree.iter("meta")
    }
    return next((found[name] for name in names if found.get(name)), "")


def _modified(tree: html.HtmlElement) -> str | None:
    found = _meta(tree, DATE_NAMES)
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        found = found or (str(data.get("dateModified", "")) if isinstance(data, dict) else "")
    match = re.match(r"\d{4}-\d{2}-\d{2}", found)
    return match[0] if match else None


def _prune(tree: html.HtmlElement) -> None:
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _is_chrome(element):
            element.drop_tree()


def _is_chrome(element: html.HtmlElement) -> bool:
    if element.tag in ("main", "body", "html"):
        return False
    if element.tag in CHROME_TAGS or element.get("role") in CHROME_ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in HEADINGS and bool(CHROME_NAME.search(names))


def _main(tree: html.HtmlElement) -> html.HtmlElement:
    for path in MAIN_XPATHS:
        found = max(tree.xpath(path), key=lambda element: len(_text(element)), default=None)
        if found is not None and len(_text(found)) >= MIN_MAIN_CHARS:
            return found
    body = tree.find("body")
    return tree if body is None else body


@dataclass
class _Walker:
    """Walks the main content in reading order and gathers blocks under their headings."""

    title: str
    _path: list[tuple[int, str]] = field(default_factory=list)
    _anchor: str = ""
    _blocks: list[Block] = field(default_factory=list)
    _sections: list[Section] = field(default_factory=list)

    def sections(self) -> tuple[Section, ...]:
        self._close()
        return tuple(self._sections)

    def walk(self, element: html.HtmlElement) -> None:
        inline = [element.text or ""]
        for child in element:
            if child.tag in HEADINGS or child.tag in BLOCKS or self._holds_blocks(child):
                self._paragraph("".join(inline))
                inline = [child.tail or ""]
                self._block(child)
            else:
                inline.append(_text(child) + " " if child.tag == "br" else str(child.text_content()))
                inline.append(child.tail or "")
        self._paragraph("".join(inline))

    @staticmethod
    def _holds_blocks(element: html.HtmlElement) -> bool:
        return any(inner.tag in BLOCKS or inner.tag in HEADINGS for inner in element.iterdescendants())

    def _block(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in HEADINGS:
            self._heading(element, HEADINGS[tag])
        elif tag in ("p", "pre", "address") and not self._holds_blocks(element):
            self._paragraph(_text(element))
        elif tag in ("ul", "ol"):
            self._list(tuple(_text(item) for item in element.iterchildren("li")))
        elif tag == "dl":
            self._definitions(element)
        elif tag == "table":
            self._table(element)
        elif tag == "details":
            depth = list(self._path)
            self.walk(element)
            self._close()
            self._path, self._anchor = depth, ""
        else:
            self.walk(element)

    def _heading(self, element: html.HtmlElement, level: int) -> None:
        text = _text(element)
        if not text or text == self.title:
            return
        self._close()
        self._path = [part for part in self._path if part[0] < level] + [(level, text)]
        inner = element.xpath(".//*[@id]/@id")
        self._anchor = element.get("id") or (inner[0] if inner else "")

    def _paragraph(self, text: str | None) -> None:
        clean = " ".join((text or "").split())
        if len(clean) > 1:
            self._blocks.append(Block("paragraph", text=clean))

    def _list(self, items: tuple[str, ...]) -> None:
        if kept := tuple(item for item in items if item):
            self._blocks.append(Block("list", items=kept))

    def _definitions(self, element: html.HtmlElement) -> None:
        rows: list[tuple[str, ...]] = []
        for part in element.iter("dt", "dd"):
            if part.tag == "dt" or not rows:
                rows.append((_text(part),))
            else:
                rows[-1] = (*rows[-1], _text(part))
        if rows:
            self._blocks.append(Block("table", rows=tuple(rows)))

    def _table(self, element: html.HtmlElement) -> None:
        rows = [(tuple(_text(cell) for cell in row.iterchildren("th", "td")), row) for row in element.iter("tr")]
        rows = [(cells, row) for cells, row in rows if any(cells)]
        head: tuple[str, ...] = ()
        if rows and all(cell.tag == "th" for cell in rows[0][1].iterchildren("th", "td")):
            head = rows.pop(0)[0]
        if rows:
            self._blocks.append(Block("table", head=head, rows=tuple(cells for cells, _ in rows)))

    def _close(self) -> None:
        if self._blocks:
            path = tuple(text for _, text in self._path)
            self._sections.append(Section(path, self._anchor, tuple(self._blocks)))
        self._blocks = []
