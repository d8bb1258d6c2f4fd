from datetime import datetime

from crawler.pages import Block, Page, Section, StoredPage
from crawler.whitelist import Source, Whitelist
from index.passages import MAX_CHARS, passages_of

LIST = Whitelist((Source("https://a.nl/", "site"),))


def stored(path: str, *blocks: Block) -> StoredPage:
    page = Page(f"https://a.nl/{path}", "Titel", "nl", (Section(("Kop",), "kop", blocks),))
    return StoredPage(page, "fetched", page.content_hash(), datetime(2026, 1, 1))


def test_a_section_is_one_passage() -> None:
    (passage,) = passages_of([stored("x", Block("paragraph", "een"), Block("list", items=("twee", "drie")))], LIST)
    assert passage.text() == "een\ntwee\ndrie" and passage.heading_path == ("Kop",)


def test_a_long_table_is_cut_between_rows_and_keeps_its_head() -> None:
    rows = tuple((f"rij {n} " + "x" * 50, str(n)) for n in range(100))
    passages = passages_of([stored("x", Block("table", head=("Wat", "Hoeveel"), rows=rows))], LIST)
    assert len(passages) > 1
    assert all(block.head == ("Wat", "Hoeveel") for passage in passages for block in passage.blocks)
    assert [row for passage in passages for block in passage.blocks for row in block.rows] == list(rows)
    assert all(len(passage.text()) <= 2 * MAX_CHARS for passage in passages)


def test_pages_off_the_list_are_left_out() -> None:
    assert passages_of([stored("x", Block("paragraph", "een"))], Whitelist()) == []


def test_a_block_that_stands_on_every_page_is_chrome() -> None:
    pages = [stored(str(n), Block("paragraph", f"eigen {n}"), Block("paragraph", "Bel 14 0000")) for n in range(10)]
    assert {passage.text() for passage in passages_of(pages, LIST)} == {f"eigen {n}" for n in range(10)}
