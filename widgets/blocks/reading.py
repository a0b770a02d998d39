"""Who reads what, at this moment: handed to every block and panel of a page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

import polars as pl

from dashboards.compile import View
from dashboards.options import FieldLook
from dashboards.share import Right
from datasource.errors import MingjingError
from datasource.query import records
from datasource.question import MOST_RECORDS, Query, Records
from datasource.result import Column, Page, Result
from datasource.scope import Viewer
from datasource.settings import Comparisons
from datasource.texts import _
from widgets.blocks.looks import looks_by_name
from widgets.blocks.members import shown_members
from widgets.blocks.seat import Seat
from widgets.charts.look import Look, look_name
from widgets.state.cache import Made, Shared


def _no_image(_file: str) -> bytes:
    raise MingjingError(_("This picture is no longer there; load it up again."))


def _as_ever(_right: Right) -> None:
    """Nobody is signed in, so nobody is sent away."""


@dataclass(frozen=True)
class Reading:
    """A person's view of one version of the store. `look` carries theme, language and currency.

    `embed_hosts` are the hosts whose pages tiles may show; `image` gives the pictures of the board that is shown.
    `exports` says whether anything may be saved as a file; `check` raises `MingjingError` once the person no longer has
    a right, or no longer sees the rows, that they had when the page was drawn: files and lists made later ask it first.
    `comparisons` is what the installation lets company-wide comparisons show of people outside the person's scope,
    `pool_visible` whether it shows the customers in the public pool to everyone. `seat` says who it is, and lets panels
    keep things for them and for the team.
    """

    shared: Shared
    viewer: Viewer
    view: View
    look: Look
    comparisons: Comparisons = Comparisons.ANONYMOUS
    pool_visible: bool = True
    embed_hosts: tuple[str, ...] = ()
    image: Callable[[str], bytes] = _no_image
    exports: bool = True
    check: Callable[[Right], None] = _as_ever
    seat: Seat | None = None

    def answer(self, query: Query) -> Result:
        """The answer over the rows that the person may see."""
        return self.shared.answer(query, self.viewer)

    def report(self, make: Callable[..., Made], *about: Hashable) -> Made:
        """What `make` of `datasource.reports` says of the rows that the person may see; `about` are its arguments."""
        return self.shared.report(make, self.viewer, *about)

    def records(self, ask: Records) -> Page:
        """One page of records that the person may see."""
        return self.shared.records(ask, self.viewer)

    def every_record(self, ask: Records) -> Page:
        """The first 100,000 of the records that the person may see, read anew: too many to be kept in memory."""
        return records(self.shared.catalog, ask.model_copy(update={"page": 1, "page_size": MOST_RECORDS}), self.viewer)


def worded(columns: tuple[Column, ...], looks: tuple[FieldLook, ...] = ()) -> tuple[Column, ...]:
    """The columns with their labels in the reader's language, or as `looks` call them.

    A comparison of a metric says what it is.
    """
    named = {"base": _("{metric} before"), "change": _("Change of {metric}")}
    own = {name: look.label for name, look in looks_by_name(looks).items() if look.label}
    return tuple(
        replace(
            column,
            label=named.get(column.metric and column.part, "{metric}").format(
                metric=own.get(look_name(column)) or _(column.label)
            ),
        )
        for column in columns
    )


def worded_rows(rows: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    """The rows with Unknown, Others and coded members in the reader's language."""
    return rows.with_columns(
        shown_members(column.name) for column in columns if rows.schema.get(column.name) == pl.String
    )
