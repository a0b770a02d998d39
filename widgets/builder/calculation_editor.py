"""The editor of a calculation: its kind, its parts, its name; checked as it is written, with its value at present."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboards.compile import compile_chart
from dashboards.kinds import missing
from dashboards.model import Chart, Shelves
from datasource.calculation import Calculation
from datasource.errors import MingjingError
from datasource.metrics.registry import metric
from datasource.question import Dimension
from datasource.texts import N_, _
from widgets.builder.bench import Bench
from widgets.builder.calculating import (
    KINDS,
    fresh_id,
    given_names,
    is_metric,
    own,
    put,
    uses,
    with_calculations,
    without,
)
from widgets.builder.calculation_desk import Desk
from widgets.builder.calculation_faults import fault, refused_by_engine
from widgets.builder.calculation_forms import FORMS
from widgets.builder.calculation_keeping import (
    DROPPING,
    Standing,
    keep_apart,
    saved_in_place,
    show_dropping,
    show_standing,
    standing,
)
from widgets.builder.conditions import Ground
from widgets.builder.draft import Draft, changed, do, first_reason
from widgets.builder.formula_form import formula_fault
from widgets.builder.keeping import draft_of
from widgets.builder.lists import Keep
from widgets.builder.notice import attempt, show_told
from widgets.builder.palette import Palette
from widgets.builder.shelving import Edit, Shelf
from widgets.builder.unheld import unheld
from widgets.format import as_typed, number
from widgets.state.session import Key, Slot

AUTO = "auto"
UNITS = {
    AUTO: N_("as it follows"),
    "number": N_("plain number"),
    "count": N_("count"),
    "money": N_("money"),
    "rate": N_("share (percent)"),
    "days": N_("days"),
    "hours": N_("hours"),
}
SERIAL: Key[int] = Key(Slot.BUILDER_CALCULATED, lambda: 0)
"""Rises each time the editor closes, so that it opens anew without what was written before."""


@dataclass(frozen=True)
class Written:
    """What the form says at this moment: a calculation, or why it is none yet."""

    calculation: Calculation | None
    told: str = ""


def show_editor(draft: Draft, palette: Palette, bench: Bench, keep: Keep) -> None:
    """The dialog, when a calculation is being edited."""
    if draft.editing is None:
        return
    held = own(draft.chart, draft.editing)

    def close() -> None:
        _finish(keep, lambda old: replace(old, editing=None))

    @st.dialog(_("Calculation") if held is None else held.label, width="large", on_dismiss=close)
    def opened() -> None:
        seat = bench.again()  # the dialog runs alone: the person's rights and language are taken anew
        if draft_of(seat.account.account_id).editing is None:
            st.rerun()
        _body(draft, held, palette, seat, keep)

    opened()


def _body(draft: Draft, held: Calculation | None, palette: Palette, bench: Bench, keep: Keep) -> None:
    slot = f"{Slot.BUILDER_CALCULATION.value}_{SERIAL.get()}"
    show_told()
    show_standing(slot, standing(held, bench), bench)
    body = _kind(slot, held)
    desk = Desk(held, draft.chart, palette, _ground(draft, palette, bench), f"{slot}_{body}")
    parts = FORMS[body](desk)
    written = read_calculation(body, parts, _named(slot, held), desk)
    if written.calculation is not None and (told := refused_by_engine(written.calculation, draft.chart)):
        written = Written(None, told)
    if written.calculation is not None:
        _present(written.calculation, draft, bench)
        for sentence in unheld(written.calculation, palette, desk.ground.members):
            st.info(as_typed(sentence))
    elif not (body == "formula" and formula_fault(parts)):
        st.info(written.told)
    with st.container(horizontal=True):
        ways = _ways(slot, draft, held, standing(held, bench))
        for at, (part, (label, make)) in enumerate(ways.items()):
            st.button(
                label,
                type="secondary" if at else "primary",
                key=f"{slot}_{part}",
                disabled=written.calculation is None,
                on_click=lambda make=make: _press(make, written.calculation, bench, keep, palette),
            )
        _delete(slot, draft, held, keep)
    show_dropping(slot, standing(held, bench), bench)


Make = Callable[[Calculation, Bench], Calculation]


def _ways(slot: str, draft: Draft, held: Calculation | None, stands: Standing) -> dict[str, tuple[str, Make]]:
    """How the calculation can be kept: in the chart, for oneself, for the team."""

    def in_place(one: Calculation, seat: Bench) -> Calculation:
        return saved_in_place(one, held, slot, standing(held, seat), seat)

    def apart(one: Calculation, seat: Bench, shared: bool) -> Calculation:
        return keep_apart(one, standing(held, seat), draft.chart, seat, shared=shared)

    found: dict[str, tuple[str, Make]] = {"keep": (_("Keep it"), in_place)}
    if not stands.is_mine:
        found["keep_mine"] = (_("Keep for me"), lambda one, seat: apart(one, seat, shared=False))
    if not stands.is_shared:
        found["keep_shared"] = (_("Share as a team metric"), lambda one, seat: apart(one, seat, shared=True))
    else:
        found["keep_alone"] = (_("Keep for me alone"), lambda one, seat: apart(one, seat, shared=False))
    return found


def _press(make: Make, written: Calculation | None, bench: Bench, keep: Keep, palette: Palette) -> None:
    """Keep what was written, as `make` has it; the editor stays open where that is refused."""

    def act() -> None:
        if written is not None:
            one = make(written, bench.again())
            _finish(keep, lambda old: kept_in(old, one, palette))

    attempt(act)


def _kind(slot: str, held: Calculation | None) -> str:
    names = list(KINDS)
    at = names.index(held.body) if held and held.body in names else 0
    words = {name: _(label) for name, label in KINDS.items()}
    return st.selectbox(_("Kind of calculation"), names, at, words.__getitem__, key=f"{slot}_body") or names[0]


def _ground(draft: Draft, palette: Palette, bench: Bench) -> Ground:
    def members(field: str) -> tuple[str, ...]:
        one = own(draft.chart, field)
        return tuple(bench.members(field)) if one is None else given_names(one)

    fields = tuple(pick.name for pick in palette.picks if pick.holds == "dimension")
    return Ground(palette, fields, members, bench.today)


def _named(slot: str, held: Calculation | None) -> dict[str, Any]:
    """Name, unit and definition; a name that is left empty follows from the parts."""
    units = {name: _(label) for name, label in UNITS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.text_input(
            _("Name"), held.label if held else "", key=f"{slot}_label", max_chars=80, placeholder=_("as it follows")
        )
        at = list(units).index(held.unit) if held and held.unit else 0
        unit = st.selectbox(_("Unit"), list(units), at, units.__getitem__, key=f"{slot}_unit")
    definition = st.text_input(
        _("Definition"), held.definition if held else "", key=f"{slot}_definition", max_chars=1000
    )
    return {"label": label.strip(), "unit": None if unit == AUTO else unit, "definition": definition.strip()}


def read_calculation(body: str, parts: Any, named: dict[str, Any], desk: Desk) -> Written:
    """The calculation that the form makes, or the sentence of its first fault."""
    chart, palette = desk.chart, desk.palette
    try:
        bare = Calculation.model_validate({"id": "bare", "label": "bare", body: parts})
        label = named["label"] or _label(bare, palette)
        taken = (*palette.by_name, *(one.id for one in chart.calculations))
        name = desk.held.id if desk.held else fresh_id(label, taken)
        unit = named["unit"] if is_metric(body) else None
        whole = {"id": name, "label": label[:80], "unit": unit, "definition": named["definition"], body: parts}
        better = {"higher_is_better": desk.held.higher_is_better} if desk.held else {}
        one = Calculation.model_validate(whole | better)
    except ValidationError as error:
        return Written(None, first_reason(error))
    told = _blank(one) or fault(one, chart, palette) or _turned(one, desk.held, chart)
    return Written(None, told) if told else Written(one)


def _blank(one: Calculation) -> str:
    body = getattr(one, one.body)
    empty = [key for key in ("of", "to", "less", "metric") if getattr(body, key, None) == ""]
    return _("Choose the fields first.") if empty else ""


def _turned(one: Calculation, held: Calculation | None, chart: Chart) -> str:
    """A metric in use cannot become a dimension, nor the reverse."""
    if held is None or held.holds == one.holds or not uses(chart, held.id):
        return ""
    return _in_use(held, chart)


def _in_use(held: Calculation, chart: Chart) -> str:
    told = _("“{label}” is still used: {places}. Take it off there first.")
    return told.format(label=held.label, places=", ".join(uses(chart, held.id)))


def _label(one: Calculation, palette: Palette) -> str:
    if one.formula:
        return one.formula.text[:80]
    signs = {"ratio": " ÷ ", "sum": " + ", "difference": " − "}
    names = [palette.label(name) for name in one.fields()]
    return (signs.get(one.body, ", ").join(names) or _(KINDS.get(one.body, one.body)))[:80]


def kept_in(draft: Draft, one: Calculation, palette: Palette) -> Draft:
    """The draft with the calculation, its editor closed; a new metric stands on the chart where its kind can draw it.

    One step of undo takes all of it back.
    """
    fresh = own(draft.chart, one.id) is None
    chart = put(draft.chart, one)
    if fresh and one.holds == "metric":
        chart = _placed(draft, chart, one, with_calculations(palette, (one,)))
    return replace(changed(draft, chart), editing=None)


def _placed(draft: Draft, chart: Chart, one: Calculation, palette: Palette) -> Chart:
    """The chart with the metric on Values; a ratio, or one of another unit than stands there, on the second axis.

    Where neither leaves a chart that can be drawn, a chart that could be drawn before is left as it is.
    """
    values = chart.shelves.values
    units = {pick.unit for name in values if (pick := palette.by_name.get(name))}
    alike = palette.by_name[one.id].unit in units and not one.ratio
    shelves = [Shelf.VALUES] if not values or alike else [Shelf.SECOND, Shelf.VALUES]
    tried = [
        do(replace(draft, chart=chart), Edit(do="add", shelf=shelf, pill=one.id), palette).chart for shelf in shelves
    ]
    drawable = next((made for made in tried if not missing(made.kind, made.shelves)), None)
    return drawable or (tried[-1] if missing(chart.kind, chart.shelves) else chart)


def _finish(keep: Keep, change: Any) -> None:
    SERIAL.set(SERIAL.get() + 1)
    DROPPING.clear()
    keep(change)


def _delete(slot: str, draft: Draft, held: Calculation | None, keep: Keep) -> None:
    if held is None:
        return
    used = uses(draft.chart, held.id)
    st.button(
        _("Delete"),
        key=f"{slot}_delete",
        disabled=bool(used),
        help=_in_use(held, draft.chart) if used else None,
        on_click=lambda: _finish(keep, lambda old: deleted(old, held.id)),
    )
    if used:
        st.caption(_in_use(held, draft.chart))


def deleted(draft: Draft, name: str) -> Draft:
    """The draft without the calculation, its editor closed; raises `MingjingError` while it is used, saying where."""
    held = own(draft.chart, name)
    if held is not None and uses(draft.chart, name):
        raise MingjingError(_in_use(held, draft.chart))
    return replace(changed(draft, without(draft.chart, name)), editing=None)


def _present(one: Calculation, draft: Draft, bench: Bench) -> None:
    """What it comes to over the present data, or why the engine refuses it."""
    try:
        told = present_value(one, draft, bench)
    except MingjingError as error:
        st.warning(str(error))
        return
    st.success(told)


def present_value(one: Calculation, draft: Draft, bench: Bench) -> str:
    """The value of a metric, or the members of a dimension, in words; raises `MingjingError` without an answer."""
    metrics = draft.chart.shelves.metrics()
    if one.holds == "metric":
        shelves = Shelves(values=(one.id,))
    elif metrics:
        shelves = Shelves(rows=(Dimension(field=one.id),), values=metrics[:1])
    else:
        return _("Names: {names}").format(names=", ".join(given_names(one)) or one.label)
    reading = bench.opening(draft.controls)
    chart = put(Chart(kind="table", shelves=shelves, calculations=draft.chart.calculations), one)
    result = reading.answer(compile_chart(chart, reading.view))
    if one.holds == "dimension":
        names = result.rows[result.query.by[0].field].to_list()[:12]
        return _("Names: {names}").format(names=", ".join(map(str, names)))
    name = result.query.metrics[0]
    value = result.rows[name][0] if result.rows.height else None
    shown = number(value, metric(name).unit, reading.look.language, reading.look.currency)
    told = _("At present: {value}").format(value=shown)
    return f"{told} · {_(UNITS[metric(name).unit.value])}" if one.formula else told
