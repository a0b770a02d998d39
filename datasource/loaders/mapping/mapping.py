"""What a mapping file says: which source columns become which canonical columns, and how their text is read.

A mapping is a YAML file, strict about keys; a preset is a mapping that is shipped. `docs/mappings.md` says what each
key means; the text below a key here is what editors show.
"""

from collections.abc import Mapping as Dict
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from datasource.errors import unknown
from datasource.loaders.mapping.cell import Lookup, fault_of_pattern
from datasource.loaders.mapping.checks import findings
from datasource.loaders.mapping.custom import PREFIX, OwnTable
from datasource.loaders.mapping.feed import Feed
from datasource.loaders.mapping.kinds import canonical
from datasource.loaders.mapping.source import SourceSpec
from datasource.loaders.mapping.words import Finding, Text, Texts, Written, placed, refuse
from datasource.loaders.parsing.forms import fault_of_format
from datasource.tables.schema import ColumnInfo

Code = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Mapping(Written):
    """How the data of one source system become Mingjing's own tables."""

    version: int = Field(ge=1, le=1)
    """1"""
    name: Text
    """Short name."""
    title: Text
    """The source system as people call it."""
    company: Text
    """The company's name as the app shows it."""
    currency: Code
    """The company's currency (`USD`)."""
    minor_digits: int = Field(default=2, ge=0, le=4)
    """The decimals of the company's currency."""
    timezone: str = "UTC"
    """Times with an offset are brought to this zone."""
    fiscal_start_month: int = Field(default=1, ge=1, le=12)
    """First month of the business year."""
    notes: tuple[str, ...] = ()
    """Sentences that the report repeats: what a reader of the numbers should know."""
    today_from: tuple[str, ...] = ()
    """`table.column` …: the latest of these dates counts as today (for closed exports)."""
    nulls: Texts = ()
    """Words that mean empty, upper and lower case aside."""
    key_pattern: str | None = None
    """`pattern` of every key and every reference that has none of its own."""
    formats: Texts = ()
    """How dates are written where a cell does not say it; without any, ISO 8601 and months by name."""
    rates: dict[Code, Annotated[Decimal, Field(gt=0)]] = Field(default_factory=dict)
    """Units of the company's currency for one unit of another, where the source has no rates of its own."""
    rejects_allowed: float = Field(default=0, ge=0, le=1)
    """Share of rows that may be rejected before a load counts as loaded with rejects."""
    include: Texts = ()
    """Presets that are loaded beside it, their keys told apart by their names."""
    sources: dict[Text, SourceSpec] = Field(default_factory=dict)
    """How the sources are found and read."""
    load: tuple[Feed, ...]
    """The feeds, in order: rows of a source → rows of a table."""
    fill: dict[Text, tuple[str, ...]] = Field(default_factory=dict)
    """`table.column` → chains `reference.column` or `sum(…)`; the first that gives a value fills an empty cell."""
    tables: dict[Text, OwnTable] = Field(default_factory=dict)
    """Tables of the company's own."""

    _file: Path | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _fits_together(cls, data: Any, shape: ModelWrapValidatorHandler[Self]) -> Self:
        found = findings(data) if isinstance(data, Dict) else []
        try:
            made = shape(data)
        except ValidationError as error:
            raise _joined(error, placed(cls.__name__, found) if found else None) from None
        if found:
            raise placed(cls.__name__, found)
        return made

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(unknown("time zone", name, available_timezones()))
        return name

    @model_validator(mode="after")
    def _readable(self) -> Self:
        found: list[Finding] = [(("formats",), fault) for form in self.formats if (fault := fault_of_format(form))]
        if self.key_pattern is not None and (fault := fault_of_pattern(self.key_pattern)):
            found.append((("key_pattern",), fault))
        refuse(self, found)
        return self

    @field_validator("load")
    @classmethod
    def _loads_something(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        if not feeds:
            raise ValueError("name at least one table to load")
        return feeds

    @property
    def file(self) -> Path | None:
        """The file that it was read from."""
        return self._file

    def source_names(self) -> list[str]:
        """The sources it reads, those that something is looked up in included, in the order of their first use."""
        fed = [name for feed in self.load for name in feed.sources()]
        return list(dict.fromkeys([*fed, *(lookup.source for lookup in self.lookups())]))

    def lookups(self) -> list[Lookup]:
        """Every look-up of its cells, those of the sources' further columns included."""
        cells = [cell for feed in self.load for cell in feed.all_cells()]
        cells += [cell for spec in self.sources.values() for cell in spec.add.values()]
        return [lookup for cell in cells for lookup in cell.lookups()]

    def source(self, name: str) -> SourceSpec:
        """How source `name` is found and read; one that is not listed is the file of that very name."""
        spec = self.sources.get(name, SourceSpec())
        return spec if spec.files else spec.model_copy(update={"files": (name,)})

    @cached_property
    def known(self) -> dict[str, dict[str, ColumnInfo]]:
        """Every table that feeds may fill, the company's own included, with the columns that cells may fill."""
        return {**canonical(), **{name: table.targets() for name, table in self.tables.items()}}

    @cached_property
    def stored(self) -> dict[str, dict[str, ColumnInfo]]:
        """As `known`, with the columns of the company's own that feeds add to canonical tables."""
        found = {table: dict(columns) for table, columns in self.known.items()}
        for feed in self.load:
            found[feed.table].update({PREFIX + name: cell.info(name) for name, cell in feed.custom.items()})
        return found


def _joined(error: ValidationError, more: ValidationError | None) -> ValidationError:
    """Both errors as one, in the form that keeps each one's place."""
    details = [*error.errors(include_url=False), *(more.errors(include_url=False) if more else ())]
    return ValidationError.from_exception_data(error.title, [_kept(detail) for detail in details])


def _kept(detail: Any) -> InitErrorDetails:
    kind = PydanticCustomError(detail["type"], "{say}", {"say": detail["msg"]})
    return InitErrorDetails(type=kind, loc=detail["loc"], input=None)
