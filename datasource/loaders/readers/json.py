"""JSON and JSON Lines as text: one object is one row, objects inside of it are columns `Account.Name`, lists JSON text.

Numbers stay as they are written. A document is a list of objects, or an object that holds one (`records`,
`data.items`); of JSON Lines, each line is a row or such a document. What says that further pages follow (`done: false`,
`nextRecordsUrl`, `more_records`, a link to the next page) is reported as `incomplete`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import chain, islice
from typing import IO, TextIO, cast

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.readers.dialect import check_columns, unique_names
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.pages import Page, more_after, page_of
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.stream import open_text
from datasource.loaders.readers.survey import survey
from datasource.loaders.source import ROW, Form, Hit, Source, Tally
from datasource.texts import _

_BATCH = 50_000
_PIECE = 1 << 20
_SHOWN = 60
_SPACE = " \t\r\n"
_INCOMPLETE = "the file ends here, and there are more records"


class Number(str):
    """A number as it is written."""


def open_json(place: Place, how: How = AS_FOUND, name: str = "") -> Source:
    """The JSON or JSON Lines at `place`; it is read through once to know all columns. Row 1 is the first object.

    Raises `MingjingError` for what is no JSON, holds no objects, or is too large.
    """
    seen = survey(place, how.encoding)
    made = _Json(name or place.file_name, place.origin, (), Form("JSON", seen.encoding), place, how.records)
    columns: dict[str, None] = {}
    for row in made.objects(Tally()):
        columns |= dict.fromkeys(row)
        check_columns(place.origin, len(columns), place.limits.columns)
    if not columns:
        text = _("'{path}' holds no objects; it should be a list of them, or an object with such a list.")
        raise MingjingError(text.format(path=place.origin))
    made.keys = tuple(columns)
    made.header, made.renamed = unique_names(made.keys, len(made.keys), 0)
    return made


@dataclass
class _Json:
    name: str
    origin: str
    header: tuple[str, ...]
    form: Form
    place: Place
    records: str | None
    keys: tuple[str, ...] = ()
    renamed: dict[str, list[Hit]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def encoding(self) -> str:
        """The codec that the text is read in."""
        return self.form.encoding

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows as text; what an object lacks and what is null is empty."""
        self.tally = Tally()
        for rule, hits in self.renamed.items():
            self.tally.note(rule, hits)
        schema = {ROW: pl.Int64(), **dict.fromkeys(self.header, pl.String())}
        numbered = enumerate(self.objects(self.tally), start=1)
        while batch := list(islice(numbered, _BATCH)):
            self.tally.keep(len(batch))
            rows = [(number, *(row.get(key, "") for key in self.keys)) for number, row in batch]
            yield pl.DataFrame(rows, schema=schema, orient="row")

    def objects(self, tally: Tally) -> Iterator[dict[str, str]]:
        """The rows, column → text."""
        row, last = 0, ""
        for page in self._pages():
            for one in page.rows:
                row += 1
                flat: dict[str, str] = {}
                _flatten(one, "", flat)
                if more := next((each for value in one.values() if (each := more_after(value))), ""):
                    tally.note("incomplete", [(row, more, _INCOMPLETE)])
                yield flat
            last = page.more
        if last:
            tally.note("incomplete", [(row, last[:_SHOWN], _INCOMPLETE)])

    def _pages(self) -> Iterator[Page]:
        with TextIOWrapper(cast("IO[bytes]", open_text(self.place, self.encoding)), "utf-8", newline="") as text:
            values = _Values(self.place, text).read()
            first = list(islice(values, 2))
            for value, in_list in chain(first, values):
                try:
                    yield page_of(value, self.records, in_list=in_list, alone=len(first) == 1)
                except ValueError as error:
                    raise MingjingError(f"'{self.origin}': {error}") from error


def _flatten(value: object, name: str, flat: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{name}.{key}" if name else key, flat)
    elif isinstance(value, list):
        flat[_free(name, flat)] = _written(value)
    elif isinstance(value, bool):
        flat[_free(name, flat)] = "true" if value else "false"
    else:
        flat[_free(name, flat)] = "" if value is None else str(value)


def _free(name: str, flat: dict[str, str]) -> str:
    """`name`, which another key may have led to already."""
    return name if name not in flat else _free(f"{name}_2", flat)


def _written(value: object) -> str:
    """A list or object as JSON text, its numbers as they were written."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(key)}: {_written(inner)}' for key, inner in value.items())}}}"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose repeated keys keep all their values, as `key_2`."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names, _hits = unique_names([key for key, _value in pairs], len(pairs), 0)
        return dict(zip(names, (value for _key, value in pairs), strict=True))
    return made


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unrepeated, parse_float=Number, parse_int=Number, parse_constant=Number, strict=False
)


@dataclass
class _Values:
    """The values that stand in a text one after the other; of a list at the top, its elements."""

    place: Place
    text: TextIO
    left: str = ""
    at: int = 0
    line: int = 1
    ended: bool = False

    def read(self) -> Iterator[tuple[object, bool]]:
        """Each value, and whether it is an element of the list at the top."""
        in_list = self._next(_SPACE) == "["
        self.at += in_list
        while letter := self._next(_SPACE + "," if in_list else _SPACE):
            if in_list and letter == "]":
                self.at += 1
                break
            yield self._value(), in_list
        if (in_list and not letter) or self._next(_SPACE):
            raise self._wrong()

    def _next(self, passed: str) -> str:
        """The next letter that is none of those that are passed over; at the end, none."""
        while True:
            while self.at < len(self.left) and self.left[self.at] in passed:
                self.at += 1
            if self.at < len(self.left):
                return self.left[self.at]
            if self.ended:
                return ""
            self._more()

    def _value(self) -> object:
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.left, self.at)
            except json.JSONDecodeError:
                if self.ended:
                    raise self._wrong() from None
            except RecursionError:
                raise self._wrong() from None
            else:
                return value
            self._more()

    def _more(self) -> None:
        """Read as much again as is left to be understood."""
        self.line += self.left.count("\n", 0, self.at)
        self.left = self.left[self.at :]
        self.at = 0
        if len(self.left) > self.place.limits.document:
            text = _(
                "'{path}' holds a JSON value of more than {limit:,} bytes at line {line}; write JSON Lines instead."
            )
            limit = self.place.limits.document
            raise MingjingError(text.format(path=self.place.origin, limit=limit, line=self.line))
        piece = self.text.read(max(_PIECE, len(self.left)))
        self.ended = not piece
        self.left += piece

    def _wrong(self) -> MingjingError:
        line = self.line + self.left.count("\n", 0, self.at)
        text = _(
            "'{path}' is no JSON that can be read: the value at line {line} is broken or cut off; export it again."
        )
        return MingjingError(text.format(path=self.place.origin, line=line))
