"""Why a number is missing is told in the reader's language."""

from datasource.result import Undated
from datasource.texts import use_language
from widgets.blocks.proof import note_text

NOTE = Undated("won_amount", "close_date", 11)


def test_a_missing_date_is_told_in_the_readers_language() -> None:
    use_language("zh_CN")
    try:
        told = note_text(NOTE)
    finally:
        use_language("en")
    assert "11 条记录" in told
    assert "close_date" not in told
    assert note_text(NOTE).startswith("Won amount cannot be told by period: its 11 records lack")
