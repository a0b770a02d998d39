"""Files as careless programs write them: what was planted is read back, or the file is refused in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.loaders.readers.csv import open_csv
from datasource.loaders.readers.how import How
from datasource.loaders.readers.limits import USUAL
from datasource.loaders.readers.place import file_at

CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp1252")
SEPARATORS = (",", ";", "\t", "|", "||", "~|~", "::", "§")
ENDS = ("\n", "\r\n", "\r")
LETTERS = {
    "cp1252": st.sampled_from("abz019 éüßñ€.-_'"),
    "gb18030": st.sampled_from("abz019 客户金额华为上海张有限公司。-_'"),
}
ANY = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="﻿\x1f\x1e\x1d\x1c")


@dataclass(frozen=True)
class Planted:
    """A file: its bytes, how it is declared, and what must come out of it.

    `is_byte_text`: it is in GB18030 or CP1252, a few characters of which may be UTF-8 by chance.
    """

    raw: bytes
    is_byte_text: bool
    how: How
    header: tuple[str, ...]
    good: list[tuple[str, ...]]
    ragged: int
    blank: int
    junk: int


@st.composite
def planted(draw: st.DrawFn, *, is_declared: bool) -> Planted:
    codec = draw(st.sampled_from(CODECS))
    separator = draw(st.sampled_from(SEPARATORS if is_declared else SEPARATORS[:4]))
    letters = LETTERS.get(codec, ANY) | st.sampled_from([separator, '"', "\n", "\r\n"])
    cells = st.lists(letters, max_size=8).map("".join)
    width = draw(st.integers(2, 5))
    header = tuple(f"name{place}" for place in range(width))
    kinds = draw(st.lists(st.sampled_from(["good"] * 5 + ["ragged", "blank"]), max_size=25))
    junk = draw(st.lists(st.sampled_from(["Report", "made by x", ""]), max_size=2)) if is_declared else []
    lines = [*junk, _written(header, separator, draw(st.booleans()))]
    good = []
    for kind in kinds:
        fields = tuple(draw(st.lists(cells, min_size=width, max_size=width)))
        if kind == "good":
            good.append(fields)
            lines.append(_written(fields, separator, draw(st.booleans())))
        elif kind == "blank":
            lines.append(draw(st.sampled_from(["", " "])))
        else:
            lines.append(_written((*fields, "beyond"), separator, quoted=True))
    text = ""
    for line in lines:
        end = draw(st.sampled_from(ENDS))
        text += line + ("\r\n" if not line and text.endswith("\r") else end)
    how = How(codec, separator, len(junk) + 1) if is_declared else How()
    counted = (kinds.count("ragged"), kinds.count("blank") + junk.count(""), len(junk) - junk.count(""))
    return Planted(text.encode(codec), codec in {"gb18030", "cp1252"}, how, header, good, *counted)


def _written(fields: Sequence[str], separator: str, quoted: bool) -> str:
    special = (*separator, '"', "\n", "\r", " ")
    doubled = [one.replace('"', '""') for one in fields]
    return separator.join(
        f'"{twice}"' if quoted or not one or any(mark in one for mark in special) else one
        for one, twice in zip(fields, doubled, strict=True)
    )


def check(folder: Path, file: Planted, block: int) -> None:
    """Read in blocks so small that rows straddle them; everything planted is there, and nothing else."""
    path = folder / "deals.csv"
    path.write_bytes(file.raw)
    read = open_csv(file_at(path, replace(USUAL, row=1 << 20, block=block)), file.how)
    assert [row[1:] for batch in read.batches() for row in batch.rows()] == file.good
    assert read.header == file.header
    told = [read.tally.counts.get(rule, 0) for rule in ("ragged", "blank_line", "junk")]
    assert told == [file.ragged, file.blank, file.junk]
    assert read.tally.read == len(file.good) + file.ragged


BLOCKS = st.sampled_from([16, 64, 1 << 22])
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=75, suppress_health_check=QUIET)
@given(file=planted(is_declared=True), block=BLOCKS)
def test_a_declared_file_gives_back_what_was_planted(tmp_path: Path, file: Planted, block: int) -> None:
    check(tmp_path, file, block)


def found_out(folder: Path, file: Planted, block: int) -> None:
    """Without a word about how it is written, a file is read back or refused; its rows add up in any case."""
    path = folder / "deals.csv"
    path.write_bytes(file.raw)
    try:
        read = open_csv(file_at(path, replace(USUAL, row=1 << 20, block=block)))
        rows = [row[1:] for batch in read.batches() for row in batch.rows()]
    except MingjingError as error:
        assert "deals.csv" in str(error)
        return
    assert read.tally.read == len(rows) + read.tally.rejected
    if read.header == file.header and not (file.is_byte_text and read.encoding == "utf-8"):
        assert rows == file.good


@settings(max_examples=75, suppress_health_check=QUIET)
@given(file=planted(is_declared=False), block=BLOCKS)
def test_a_file_that_nothing_is_said_of_is_read_back_or_refused(tmp_path: Path, file: Planted, block: int) -> None:
    found_out(tmp_path, file, block)


@pytest.mark.slow
@settings(max_examples=2000, suppress_health_check=QUIET)
@given(told=st.booleans(), data=st.data(), block=BLOCKS)
def test_two_thousand_files_give_no_traceback(tmp_path: Path, told: bool, data: st.DataObject, block: int) -> None:
    file = data.draw(planted(is_declared=told))
    (check if told else found_out)(tmp_path, file, block)


@pytest.mark.slow
def test_a_gigabyte_in_one_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    with path.open("wb") as file:
        for _megabyte in range(1024):
            file.write(b"x" * (1 << 20))
    with pytest.raises(MingjingError, match=r"Row 1 of '.*deals\.csv' is longer than 16,777,216 bytes"):
        open_csv(file_at(path))
