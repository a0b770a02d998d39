"""The chart being built: frozen, with its past for undo and its future for redo. Pure; no screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from dashboards.model import Chart, Controls, Shelves
from datasource.errors import MingjingError
from datasource.question import Frozen
from datasource.texts import _
from widgets.builder import shelving
from widgets.builder.calculating import base_of, with_calculations
from widgets.builder.kept import adopted, no_room_for
from widgets.builder.palette import Palette
from widgets.builder.shelving import Edit, Shelf

REMEMBERED = 100
MOST_EDITS = 5000  # that a session sends at once
MOST_BEFORE = 5  # unsaved charts that are kept behind the one on the bench
BLANK = Chart(kind="bar")
HABITS = Controls()


class Wish(Frozen):
    """One entry of the log that the shelves component sends; numbers rise within a session.

    `calculate` opens the editor of calculation `pill`, or of a new one.
    """

    seq: int = Field(ge=1, le=2**53, strict=True)
    do: Literal["add", "move", "remove", "open", "calculate"]
    shelf: Shelf = Shelf.VALUES
    pill: str = Field(default="", max_length=200)
    source: Shelf | None = None
    index: int = Field(default=-1, ge=-MOST_EDITS, le=MOST_EDITS, strict=True)


_LOG = TypeAdapter(Annotated[tuple[Wish, ...], Field(max_length=MOST_EDITS)])


@dataclass(frozen=True)
class Origin:
    """Where the draft was opened from: a tile of a board, at the revision that was seen.

    `on_canvas`: the board is being edited, and the chart goes back to that draft, not to what is published.
    """

    owner_id: int
    slug: str
    tile: str
    revision: int
    on_canvas: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why an edit was refused, and that edit's number, so that the screen says it once."""

    seq: int = 0
    text: str = ""


@dataclass(frozen=True)
class Draft:
    """A chart with its title, the board's starting controls, and what can be undone.

    `seen` is the number of the newest edit that was taken in; `opened` is the pill whose settings are shown, `editing`
    the calculation whose editor is open (an empty text: a new one). `saved` is the chart as its board has it, `before`
    the unsaved work that gave way when this one was opened, `after` what gave way when that work was brought back.
    """

    chart: Chart = BLANK
    title: str = ""
    controls: Controls = HABITS
    origin: Origin | None = None
    past: tuple[Chart, ...] = ()
    future: tuple[Chart, ...] = ()
    seen: int = 0
    refusal: Refusal = Refusal()
    opened: tuple[Shelf, str] | None = None
    editing: str | None = None
    saved: Chart | None = None
    before: "Draft | None" = None
    after: "Draft | None" = None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self.past) or self.before is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward."""
        return bool(self.future) or self.after is not None

    @property
    def unsaved(self) -> bool:
        """Whether it holds a chart that stands nowhere else."""
        return not self.empty and self.chart != self.saved

    @property
    def shelves(self) -> Shelves:
        """The shelves of the chart as it stands."""
        return self.chart.shelves

    @property
    def empty(self) -> bool:
        """Whether nothing has been put anywhere."""
        return self.chart.shelves == Shelves()

    def opened_item(self) -> shelving.Item | None:
        """What stands behind the opened pill, or None when nothing is open or it has gone."""
        return shelving.find(self.shelves, *self.opened) if self.opened else None


def changed(draft: Draft, chart: Chart) -> Draft:
    """The draft with another chart; the old one can be undone. The same chart leaves no trace."""
    chart = consistent(chart)
    if chart == draft.chart:
        return draft
    return replace(draft, chart=chart, past=(*draft.past, draft.chart)[-REMEMBERED:], future=(), after=None)


def with_shelves(draft: Draft, shelves: Shelves) -> Draft:
    """The draft with other shelves."""
    return changed(draft, draft.chart.model_copy(update={"shelves": shelves}))


def undo(draft: Draft) -> Draft:
    """One step back, at the first step to the work that gave way to this chart; unchanged at the start."""
    if draft.past:
        future = (draft.chart, *draft.future)
        return replace(draft, chart=draft.past[-1], past=draft.past[:-1], future=future, opened=None)
    if draft.before is None:
        return draft
    return replace(_brought_back(draft.before, draft), after=replace(draft, before=None))


def redo(draft: Draft) -> Draft:
    """One step forward; unchanged at the end."""
    if draft.future:
        past = (*draft.past, draft.chart)[-REMEMBERED:]
        return replace(draft, chart=draft.future[0], past=past, future=draft.future[1:], opened=None)
    if draft.after is None:
        return draft
    return replace(_brought_back(draft.after, draft), before=replace(draft, after=None))


def opened_instead(old: Draft, fresh: Draft) -> Draft:
    """`fresh` in the place of `old`, whose work is a step before it; of the works before that one, a few remain.

    It goes on counting edits, so that what the browser still shows is not taken for new.
    """
    before = replace(old, after=None) if old.unsaved else old.before
    return replace(_brought_back(fresh, old), before=_at_most(before, MOST_BEFORE))


def _at_most(draft: Draft | None, most: int) -> Draft | None:
    if draft is None or most == 0:
        return None
    return replace(draft, before=_at_most(draft.before, most - 1))


def _brought_back(draft: Draft, old: Draft) -> Draft:
    refusal = replace(old.refusal, text="")
    return replace(draft, seen=old.seen, refusal=refusal, opened=None, editing=None)


def consistent(chart: Chart) -> Chart:
    """The chart without a ranking, an order or a limit that speaks of fields which no longer stand on it."""
    dimensions = {part.field for part in chart.shelves.dimensions()}
    metrics = set(chart.shelves.metrics())
    rankers = metrics | {base_of(chart, name) for name in metrics}
    top = chart.top if chart.top and chart.top.field in dimensions and chart.top.by in rankers else None
    sort = tuple(part for part in chart.sort if part.by in dimensions | metrics)
    having = tuple(part for part in chart.having if part.field in metrics)
    return chart.model_copy(update={"top": top, "sort": sort, "having": having})


def read_log(log: Any) -> tuple[Wish, ...]:
    """What the component sent; raises `MingjingError` when it is not a log of edits."""
    try:
        return _LOG.validate_python(log)
    except (ValidationError, RecursionError):
        told = _("The browser sent an edit that cannot be read; reload the page and try again.")
        raise MingjingError(told) from None


def take_in(draft: Draft, wishes: Sequence[Wish], palette: Palette) -> Draft:
    """Do the edits that are newer than `seen`, in order; a repeated log changes nothing."""
    for wish in sorted(wishes, key=lambda one: one.seq):
        if wish.seq > draft.seen:
            draft = replace(_grant(draft, wish, palette), seen=wish.seq)
    return draft


def do(draft: Draft, edit: Edit, palette: Palette) -> Draft:
    """Do one edit, and remember why it was refused if it was; a new filter opens, so that it can be filled in.

    A kept calculation comes into the chart as a copy.
    """
    if full := no_room_for(edit.pill, draft.chart, palette):
        return replace(draft, refusal=Refusal(draft.refusal.seq + 1, full))
    chart, pill = adopted(draft.chart, edit.pill, palette)
    if pill != edit.pill:
        edit, palette = edit.model_copy(update={"pill": pill}), with_calculations(palette, chart.calculations)
    outcome = shelving.apply(draft.shelves, edit, palette)
    chart = (draft.chart if outcome.refusal else chart).model_copy(update={"shelves": outcome.shelves})
    told = replace(changed(draft, chart), refusal=Refusal(draft.refusal.seq + 1, outcome.refusal))
    if edit.do == "add" and edit.shelf is Shelf.FILTERS and not outcome.refusal:
        return replace(told, opened=(edit.shelf, edit.pill))
    return told if told.opened_item() is not None else replace(told, opened=None)


def refused_in_words(change: Callable[[Draft], Draft]) -> Callable[[Draft], Draft]:
    """The same change; where it would make what no chart can hold, it raises `MingjingError` with the first reason."""

    def careful(draft: Draft) -> Draft:
        try:
            return change(draft)
        except ValidationError as error:
            raise MingjingError(first_reason(error)) from None

    return careful


def first_reason(error: ValidationError) -> str:
    """The first finding of a model in words."""
    found = error.errors()[0]
    if found["type"] in ("string_too_short", "too_short", "missing"):
        return _("Something is still empty here; fill it in first.")
    if found["type"] in ("string_too_long", "too_long"):
        return _("That is too long or too much; shorten it.")
    return found["msg"].removeprefix("Value error, ")


def _grant(draft: Draft, wish: Wish, palette: Palette) -> Draft:
    if wish.do == "open":
        return replace(draft, opened=(wish.shelf, wish.pill))
    if wish.do == "calculate":
        return _edited(draft, wish.pill, palette)
    return do(draft, Edit(do=wish.do, shelf=wish.shelf, pill=wish.pill, source=wish.source, index=wish.index), palette)


def _edited(draft: Draft, name: str, palette: Palette) -> Draft:
    """The editor of a calculation opened; a kept one comes into the chart first."""
    if full := no_room_for(name, draft.chart, palette):
        return replace(draft, refusal=Refusal(draft.refusal.seq + 1, full))
    chart, held = adopted(draft.chart, name, palette)
    return replace(changed(draft, chart), editing=held)
