"""What a mapping says about one cell: where its text comes from, and the steps that it takes in their order."""

from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, Self

import polars as pl
from pydantic import Field, model_validator

from datasource.loaders.mapping.words import Finding, Text, Texts, Words, Written, refuse
from datasource.loaders.parsing.forms import fault_of_format


class Need(NamedTuple):
    """Source columns of which the first that is there is taken; `optional`: none of them has to be."""

    names: tuple[str, ...]
    optional: bool


class Lookup(Written):
    """The text is looked up in another source."""

    source: Text = Field(alias="in")
    """The other source."""
    match: Texts
    """The column of the other source that holds the text, or several names of it."""
    where: dict[Text, Words] = Field(default_factory=dict)
    """Only rows of the other source where these columns hold one of these words."""
    give: Texts
    """The column of the other source that is taken, or several names of it."""
    optional: bool = False
    """A text that is not there is nothing to tell."""
    latest: Texts = ()
    """Of several rows, the one that holds most in this column of the other source, numbers or ISO dates."""

    @property
    def id(self) -> str:
        """What tells this look-up from others."""
        return self.model_dump_json()


class Cell(Written):
    """How one cell is made. A bare name is a source column, a bare list several names of one; steps in their order."""

    column: Texts = ()
    """A source column, or several names of which the first that the source has is taken."""
    constant: Text | None = None
    """The same text in every row."""
    first_of: Texts = ()
    """Several columns; the first that is not empty in the row."""
    cases: tuple["Cell", ...] = ()
    """Cells with the steps down to `prefix`; the text of the first that has one in the row."""
    join: Texts = ()
    """Several columns, put together by `with`, empty ones left out."""
    joint: str = Field(default=" ", alias="with")
    """What stands between the joined texts: a blank."""
    optional: bool | None = None
    """The columns may be absent; without it, as the feed says."""
    when: dict[Text, Words] = Field(default_factory=dict)
    """There is text only where these columns hold one of these words."""
    unless: dict[Text, Words] = Field(default_factory=dict)
    """There is text only where these columns hold none of these words."""
    nulls: Texts = ()
    """Further words that mean empty here, upper and lower case aside."""
    pattern: str | None = None
    """A regular expression; the first group of what it finds is the text, and a text without it is empty."""
    lookup: Lookup | None = None
    """The text is looked up in another source."""
    values: dict[Text, Text] = Field(default_factory=dict)
    """Spelling mended, reported as `value_map`."""
    codes: dict[Text, Text] = Field(default_factory=dict)
    """The source's code → value, upper and lower case aside; an unknown code is empty, or `otherwise`."""
    otherwise: Text | None = None
    """What a code becomes that `codes` does not list."""
    prefix: str = ""
    """Put before the text."""
    formats: Texts = ()
    """How dates are written (strptime), or `epoch`, `epoch_ms`, `excel`; without any, those of the mapping."""
    decimal: Literal[".", ","] = "."
    """The decimal mark of numbers."""
    scale: Decimal = Decimal(1)
    """A number is multiplied by this."""
    times: Texts = ()
    """A number is multiplied by the number in this column."""
    less: Texts = ()
    """A number is multiplied by 1 minus the number in this column: a discount as a fraction."""
    inverse: bool = False
    """1 divided by the number."""
    currency: Texts = ()
    """The column with the currency's code: money is brought to the company's currency."""
    by: Texts = ()
    """A reference is looked up by these columns of its table instead of by its id."""
    fuzzy: Annotated[int, Field(ge=1, le=100)] | None = None
    """With `by`: a name that is so alike (1 to 100) is taken too, and reported each time."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str | list | tuple) else value

    @model_validator(mode="after")
    def _sound(self) -> Self:
        refuse(self, self._findings())
        return self

    def _findings(self) -> list[Finding]:
        found: list[Finding] = []
        if sum(_given(self, origin) for origin in _ORIGINS) != 1:
            found.append(((), "give one of a source column, a constant, 'first_of', 'cases' or 'join'"))
        found += [(("cases",), fault) for case in self.cases if (fault := fault_of_text(case))]
        found += [((key,), say) for key, needs, say in _TOGETHER if _given(self, key) and not _given(self, needs)]
        folded = [code.lower() for code in self.codes]
        if len(set(folded)) < len(folded):
            found.append((("codes",), "two codes differ only in upper and lower case; keep one"))
        found += [(("formats",), fault) for form in self.formats if (fault := fault_of_format(form))]
        if self.pattern is not None and (fault := fault_of_pattern(self.pattern)):
            found.append((("pattern",), fault))
        return found

    def needs(self, *, optional: bool = False) -> tuple[Need, ...]:
        """The source columns that the cell needs; `optional`: what counts where the cell does not say it."""
        may = optional if self.optional is None else self.optional
        every = [(name,) for name in (*self.join, *self.when, *self.unless)]
        own = [Need(names, may) for names in (self.column, self.times, self.less, self.currency, *every) if names]
        spare = [Need((name,), optional=True) for name in self.first_of]
        return (*own, *spare, *(need for case in self.cases for need in case.needs(optional=may)))

    def lookups(self) -> tuple[Lookup, ...]:
        """The look-ups of the cell and of its cases."""
        own = (self.lookup,) if self.lookup else ()
        return (*own, *(lookup for case in self.cases for lookup in case.lookups()))


def fault_of_pattern(pattern: str) -> str:
    """Why `pattern` is no regular expression of ours (Rust's: no look-around), or nothing."""
    try:
        pl.Series([""]).str.extract_groups(pattern)
    except pl.exceptions.ComputeError:
        return f"'{pattern}' is no regular expression (without look-around); mend it"
    return ""


_ORIGINS = ("column", "constant", "first_of", "cases", "join")
_AFTER_PREFIX = ("formats", "decimal", "scale", "times", "less", "inverse", "currency", "by", "fuzzy")
_TOGETHER = (
    ("joint", "join", "'with' belongs to 'join'; add that or leave this out"),
    ("otherwise", "codes", "'otherwise' belongs to 'codes'; add that or leave this out"),
    ("fuzzy", "by", "'fuzzy' belongs to 'by'; add that or leave this out"),
)
"""Keys that mean nothing without another one."""


def fault_of_text(case: Cell, beside: str = "write it beside 'cases'") -> str:
    """Why `case` has steps after `prefix`, which belong to a whole cell only, or nothing."""
    late = [key for key in _AFTER_PREFIX if _given(case, key)]
    return f"there is no '{late[0]}' here; {beside}" if late else ""


def _given(cell: Cell, key: str) -> bool:
    return key in cell.model_fields_set
