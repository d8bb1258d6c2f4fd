import pytest

from bot.answering.outcomes import Answer, Citation
from bot.errors import NoSourceError

EMPTY = Citation((), "https://a.nl", "https://a.nl", "A", (), "", None, "")


@pytest.mark.parametrize("citations", [(), (EMPTY,)])
def test_an_answer_without_a_quoted_source_cannot_be_made(citations: tuple[Citation, ...]) -> None:
    with pytest.raises(NoSourceError):
        Answer(citations)
