"""One run through a separated text: block by block, quickly where that is proven to be right, exactly elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.readers.blocks import Block, RowTooLong, blocks
from datasource.loaders.readers.dialect import is_blank
from datasource.loaders.readers.exact import Record, lines_of, records
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.quick import Quick, Reader
from datasource.loaders.readers.stream import open_text
from datasource.loaders.readers.survey import Survey
from datasource.loaders.source import BATCH_ROWS, ROW, Form, Hit, Tally
from datasource.texts import _

_SHOWN = 60
_HEAD = 1 << 16


@dataclass
class Separated:
    """One separated text as a `Source`; `skipped` records stand before its rows, `before` is told of them.

    `unit` parts the fields: the separator, or the one character that stands for a longer one. `spill` is the place of
    the column that takes the fields that a row has too much.
    """

    name: str
    origin: str
    header: tuple[str, ...]
    form: Form
    place: Place
    survey: Survey
    unit: str
    before: dict[str, list[Hit]]
    skipped: int
    spill: int | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def encoding(self) -> str:
        """The codec that the text is read in."""
        return self.form.encoding

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows as text, each time from the start; raises `MingjingError` with the row that cannot be read."""
        self.tally = Tally()
        for rule, hits in self.before.items():
            self.tally.note(rule, hits)
        yield from _Run(self, self.tally).batches()


@dataclass
class _Run:
    """`row` is the number of the next record, and so many records are still to be passed over: `skip`.

    `piece`: so many bytes are read exactly before it is tried again to read quickly.
    """

    source: Separated
    tally: Tally
    row: int = 1
    piece: int = _HEAD
    skip: int = field(init=False)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        seen = self.source.survey
        self.skip = self.source.skipped
        self.reader = Reader(self.source.header, self.source.unit, seen.quotes, bool(seen.returns))

    def batches(self) -> Iterator[pl.DataFrame]:
        place = self.source.place
        stream = open_text(place, self.source.encoding)
        try:
            for block in blocks(stream, place.limits):
                if self.skip:
                    self._pass_over(block)
                    continue
                rows = self._next(block)
                yield from (piece for piece in rows.iter_slices(BATCH_ROWS) if piece.height)
        except RowTooLong:
            raise too_long(place, self.row) from None
        finally:
            stream.close()

    def _next(self, block: Block) -> pl.DataFrame:
        """The next rows; where some must be read exactly, a piece that grows while there are more of them nearby."""
        rows = self._quickly(block) if len(self.source.header) > 1 else None
        if rows is None:
            rows = self._exactly(block, min(self.piece, block.end))
            self.piece *= 2
        elif block.used > self.piece:
            self.piece = _HEAD
        return rows

    def _pass_over(self, block: Block) -> None:
        for size in (_HEAD, block.end):
            if size <= block.end:
                lines, met = self._records(block, size)
                if len(met) >= self.skip or size == block.end:
                    break
        gone = met[: self.skip]
        block.used = _size(lines[: gone[-1].end]) if gone else 0
        self.skip -= len(gone)
        self.row += len(gone)

    def _quickly(self, block: Block) -> pl.DataFrame | None:
        found, used = self._found(block)
        if found is None:
            return None
        block.used = used
        rows = self._numbered(found)
        self.row += found.records
        self.tally.keep(rows.height)
        return self._restored(rows)

    def _found(self, block: Block) -> tuple[Quick | None, int]:
        """What is read quickly of `block`, and the bytes of it that this takes."""
        if self.unit == self.separator:
            found = self.reader.read(block.data, block.end, block.whole)
            return found, found.used if found else 0
        used = self.reader.complete(block.data, block.end, block.whole)
        if self._holds_unit(block.data, used):
            return None, 0
        text = bytearray(bytes(block.data[:used]).replace(self.separator, self.unit))
        found = self.reader.read(text, len(text), whole=True) if used else None
        return (found if found and found.used == len(text) else None), used

    @property
    def separator(self) -> bytes:
        return str(self.source.form.separator).encode()

    @property
    def unit(self) -> bytes:
        return self.source.unit.encode()

    def _holds_unit(self, data: bytearray, end: int) -> bool:
        return self.unit != self.separator and data.find(self.unit, 0, end) >= 0

    def _numbered(self, found: Quick) -> pl.DataFrame:
        numbers = pl.int_range(self.row, self.row + found.records, eager=True, dtype=pl.Int64)
        if found.odd:
            odd = pl.Series([place for place, _text in found.odd], dtype=pl.Int64) + self.row
            numbers = numbers.filter(~numbers.is_in(odd.implode()))
        mended = []
        for place, text in found.odd:
            fields = next(records(lines_of(text, whole=True), self.source.unit, whole=True)).fields if text else []
            if (good := self._mended(self.row + place, fields or [], text)) is not None:
                mended.append((self.row + place, *good))
        rows = found.rows.insert_column(0, numbers.alias(ROW))
        return rows.vstack(pl.DataFrame(mended, schema=rows.schema, orient="row")).sort(ROW) if mended else rows

    def _exactly(self, block: Block, size: int) -> pl.DataFrame:
        """The rows in the first `size` bytes of `block`; in all of it when there is none in these."""
        if self._holds_unit(block.data, block.end):
            text = _("'{path}' holds control characters; give a separator of one character.")
            raise MingjingError(text.format(path=self.source.origin))
        lines, met = self._records(block, size)
        if not met and size < block.end:
            lines, met = self._records(block, block.end)
        block.used = _size(lines[: met[-1].end]) if met else 0
        numbers, good = [], []
        width = len(self.source.header)
        for record in met:
            fields = record.fields
            if fields is None or len(fields) != width:
                fields = self._mended(self.row, fields, "".join(lines[record.start : record.end]))
            if fields is not None:
                numbers.append(self.row)
                good.append(fields)
            self.row += 1
        self.tally.keep(len(good))
        columns = zip(*good, strict=True) if good else ([] for _name in self.source.header)
        schema = {ROW: pl.Int64, **dict.fromkeys(self.source.header, pl.String)}
        rows = pl.DataFrame({ROW: numbers, **dict(zip(self.source.header, columns, strict=True))}, schema=schema)
        return self._restored(rows)

    def _records(self, block: Block, size: int) -> tuple[list[str], list[Record]]:
        """The lines, and the records in them, of the first `size` bytes of `block`."""
        whole = block.whole and size == block.end
        lines = lines_of(block.data[:size].decode("utf-8", "ignore" if not whole else "strict"), whole)
        source = self.source
        parted = [line.replace(str(source.form.separator), source.unit) for line in lines]
        try:
            return lines, list(records(parted, source.unit, whole))
        except EOFError as error:
            done = int(error.args[0])
            raise self._never_closed(lines, done) from None

    def _never_closed(self, lines: Sequence[str], start: int) -> MingjingError:
        text = _("'{path}' breaks at row {row} ({text}): a quote opens there and is never closed; mend the quotes.")
        row = self.row + sum(1 for _one in records(lines[:start], self.source.unit, whole=True))
        return MingjingError(text.format(path=self.source.origin, row=row, text=shown(lines[start])))

    def _mended(self, row: int, fields: list[str] | None, text: str) -> list[str] | None:
        """The fields with what is too much put into the column that takes it; None: the row is set apart, and told."""
        width, place = len(self.source.header), self.source.spill
        if place is None or fields is None or len(fields) <= width:
            self._set_apart(row, fields, text)
            return None
        end = place + 1 + len(fields) - width
        cell = str(self.source.form.separator).join(fields[place:end])
        self.tally.note("spill", [(row, shown(text), cell)])
        return [*fields[:place], cell, *fields[end:]]

    def _set_apart(self, row: int, fields: list[str] | None, text: str) -> None:
        if fields is None:
            self.tally.note("broken_quote", [(row, shown(text), "rejected: quotes that do not close a cell")])
        elif is_blank(fields):
            self.tally.note("blank_line", [(row, "", "skipped: a blank line")])
        else:
            became = f"rejected: {len(fields)} fields, the header has {len(self.source.header)}"
            self.tally.note("ragged", [(row, shown(text), became)])

    def _restored(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Separators of several characters put back where they stand inside of quoted cells."""
        if self.unit == self.separator or not self.source.survey.quotes:
            return rows
        return rows.with_columns(
            pl.col(pl.String).str.replace_all(self.source.unit, str(self.source.form.separator), literal=True)
        )


def shown(text: str) -> str:
    """The start of a row's text, for people."""
    return text.strip("\r\n")[:_SHOWN]


def too_long(place: Place, row: int) -> MingjingError:
    """The refusal of a row beyond the limit."""
    text = _(
        "Row {row} of '{path}' is longer than {limit:,} bytes: a quote that is never closed, or no text of rows; "
        "mend it or raise imports.max_row_mb."
    )
    return MingjingError(text.format(row=row, path=place.origin, limit=place.limits.row))


def _size(lines: Sequence[str]) -> int:
    return len("".join(lines).encode())
