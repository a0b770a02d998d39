"""Whatever is done to a chart in whatever order, it compiles to a question or says what is missing; undo leads back."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.compile import compile_chart, opening_view
from dashboards.kinds import KINDS, missing
from dashboards.model import Chart, Controls
from datasource.calculation import Calculation
from datasource.errors import MingjingError
from datasource.metrics.defined import resolve
from datasource.question import Op
from tests.builder.palettes import SMALL
from widgets.builder.calculating import with_calculations
from widgets.builder.calculation_editor import deleted, kept_in
from widgets.builder.calculation_faults import fault, refused_by_engine
from widgets.builder.chart_settings import finished
from widgets.builder.draft import Draft, changed, do, redo, refused_in_words, undo
from widgets.builder.draft_text import draft_text, read_draft
from widgets.builder.palette import Palette
from widgets.builder.pill_change import (
    banded,
    grouped,
    put_together,
    ranked,
    shown_as,
    sorted_by,
    ungrouped,
    with_limit,
)
from widgets.builder.shelving import RULES, Edit, Shelf, field_of, items

NAMES = [pick.name for pick in SMALL.picks]
METRIC_SHELVES = [shelf for shelf, rule in RULES.items() if rule.holds == "metric"]
Act = Callable[[Draft, Palette], Draft]


def _shelve(edit: Edit) -> Act:
    return lambda draft, palette: do(draft, edit, palette)


def _on_chart(change: Callable[[Chart, Palette], Chart]) -> Act:
    return lambda draft, palette: changed(draft, change(draft.chart, palette))


def _first(chart: Chart, shelf: Shelf) -> str:
    return next((field_of(item) for item in items(chart.shelves, shelf)), "")


def _shown(shelf: Shelf, how: str | None) -> Act:
    def change(chart: Chart, palette: Palette) -> Chart:
        name = _first(chart, shelf)
        return shown_as(chart, shelf, name, how, palette) if name else chart  # type: ignore[arg-type]

    return _on_chart(change)


def _together(shelf: Shelf, how: str) -> Act:
    def change(chart: Chart, palette: Palette) -> Chart:
        name = _first(chart, shelf)
        return put_together(chart, shelf, name, how, palette) if name else chart  # type: ignore[arg-type]

    return _on_chart(change)


def _dimension(what: int, n: int) -> Act:
    """Something done to the dimension that stands first: ranked, ordered, grouped, banded, taken apart."""

    def change(chart: Chart, palette: Palette) -> Chart:
        name = _first(chart, Shelf.COLUMNS) or _first(chart, Shelf.COLOR)
        if not name:
            return chart
        if what == 0:
            return ranked(chart, name, n=n)
        if what == 1:
            return sorted_by(chart, name, n % 2 == 0)
        if what == 2:
            return grouped(chart, name, f"G{n}", ["a", f"b{n}"], palette)
        if what == 3 and palette.is_number(name):
            return banded(chart, name, (1, 2 + n), (), palette)
        return ungrouped(chart, name)

    return _on_chart(change)


def _limit(n: int) -> Act:
    def change(chart: Chart, _palette: Palette) -> Chart:
        name = _first(chart, Shelf.VALUES)
        return with_limit(chart, name, Op.GT, n) if name else chart

    return _on_chart(change)


def _calculated(left: str, right: str, taken: int) -> Act:
    def act(draft: Draft, palette: Palette) -> Draft:
        one = Calculation.model_validate(
            {"id": f"own_{taken}", "label": f"Own {taken}", "ratio": {"of": left, "to": right}}
        )
        wrong = fault(one, draft.chart, palette) or refused_by_engine(one, draft.chart)
        return draft if wrong else kept_in(draft, one, palette)

    return act


def _deleted(taken: int) -> Act:
    return lambda draft, _palette: deleted(draft, f"own_{taken}")


ACTS = st.one_of(
    st.builds(
        _shelve,
        st.builds(
            Edit,
            do=st.sampled_from(["add", "add", "move", "remove"]),
            shelf=st.sampled_from(Shelf),
            pill=st.sampled_from([*NAMES, "no_such_field", "own_0"]),
            source=st.none() | st.sampled_from(Shelf),
            index=st.integers(-2, 3),
        ),
    ),
    st.builds(_shown, st.sampled_from(METRIC_SHELVES), st.sampled_from([None, "rank", "share_of_total"])),
    st.builds(_together, st.sampled_from(METRIC_SHELVES), st.sampled_from(["mean", "count", "sum"])),
    st.builds(_dimension, st.integers(0, 4), st.integers(0, 5)),
    st.builds(_limit, st.integers(0, 5)),
    st.builds(_calculated, st.sampled_from(NAMES), st.sampled_from([*NAMES, "own_0"]), st.integers(0, 2)),
    st.builds(_deleted, st.integers(0, 2)),
    st.builds(
        lambda kind: _on_chart(lambda chart, _p: chart.model_copy(update={"kind": kind})), st.sampled_from(list(KINDS))
    ),
)


def acted(draft: Draft, act: Act) -> Draft:
    """The draft after an act, or as it was when the act is refused in words."""
    palette = with_calculations(SMALL, draft.chart.calculations)
    try:
        return refused_in_words(lambda old: act(old, palette))(draft)
    except MingjingError as refused:
        assert str(refused)
        return draft


@settings(max_examples=200)
@given(st.lists(ACTS, max_size=20))
def test_a_chart_compiles_or_says_why(acts: list[Act]) -> None:
    draft = Draft()
    for act in acts:
        draft = acted(draft, act)
        chart = finished(draft.chart)
        assert Chart.model_validate(chart.model_dump()) == chart
        known = {*SMALL.by_name, *(one.id for one in chart.calculations)}
        assert {*chart.shelves.metrics(), *(part.field for part in chart.shelves.dimensions())} <= known
        if not missing(chart.kind, chart.shelves):
            compile_chart(chart, opening_view(Controls()))
            assert resolve(chart.calculations)[1] == []


@settings(max_examples=150)
@given(st.lists(ACTS, max_size=15))
def test_undo_leads_back_to_the_start_and_redo_to_the_end_also_after_a_reload(acts: list[Act]) -> None:
    draft, charts = Draft(), [Draft().chart]
    for act in acts:
        draft = acted(draft, act)
        if draft.chart != charts[-1]:
            charts.append(draft.chart)
    back = read_draft(draft_text(draft))
    assert back is not None
    for chart in reversed(charts):
        assert back.chart == chart
        back = undo(back)
    assert back.past == ()
    for chart in charts:
        assert back.chart == chart
        back = redo(back)
    assert (back.chart, back.future) == (draft.chart, ())


@settings(max_examples=150)
@given(st.lists(ACTS, max_size=20))
def test_a_metric_stands_on_one_shelf_of_metrics_and_a_dimension_on_one_axis(acts: list[Act]) -> None:
    draft = Draft()
    for act in acts:
        draft = acted(draft, act)
    for apart in ("metrics", "axes"):
        held = [
            field_of(item)
            for shelf, rule in RULES.items()
            if rule.apart == apart
            for item in items(draft.shelves, shelf)
        ]
        assert len(set(held)) == len(held)
