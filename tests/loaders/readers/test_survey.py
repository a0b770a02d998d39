"""The survey of a text, whose characters may go on from one piece of its bytes to the next."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.loaders.readers import survey as surveying
from datasource.loaders.readers.place import file_at
from datasource.loaders.readers.survey import survey

LETTERS = st.sampled_from(["a", "é", "客", "𝔘", "\n"]).map(str.encode)
ODD = st.sampled_from([b"\xc3", b"\xa9", b"\xe5\xae", b"\xf0\x9d\x94", b"\xed\xa0\x80", b"\xff", b"\xc0\x80"])


@pytest.mark.parametrize("piece", [1, 2, 3, 5])
@settings(max_examples=60, deadline=None)
@given(text=st.lists(LETTERS | ODD, min_size=1, max_size=12).map(b"".join).filter(lambda text: bool(text.strip())))
def test_text_is_utf_8_where_python_says_so(piece: int, text: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("survey") / "a.csv"
    path.write_bytes(text)
    try:
        text.decode()
        broken = None
    except UnicodeDecodeError as error:
        broken = error
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surveying, "_PIECE", piece)
        if broken is None:
            assert survey(file_at(path), "utf-8").size == len(text)
        else:
            with pytest.raises(MingjingError, match=f"not utf-8 text at line {text[: broken.start].count(10) + 1};"):
                survey(file_at(path), "utf-8")


def test_a_character_that_the_end_cuts_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a\n客".encode()[:-1])
    with pytest.raises(MingjingError, match="not utf-8 text at line 2;"):
        survey(file_at(path), "utf-8")
