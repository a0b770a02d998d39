"""Factor analysis of chosen numbers: how many factors stand out from noise, what hangs on each, whether they repeat."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.reports.regression import Analysed, factors, field_name
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import show_table
from widgets.blocks.waiting import awaited
from widgets.charts.factor_charts import loadings_map, map_height, scree
from widgets.controls.faces import choose, choose_listed
from widgets.format import number
from widgets.state.session import Slot

KEY = f"{Slot.REGRESSION.value}_factors"
AUTO = "auto"
ROTATIONS = {
    "varimax": N_("Varimax: factors apart"),
    "promax": N_("Promax: factors may correlate"),
    "none": N_("Not turned"),
}
REPEATS = 0.9
FIELDS = (
    Column("field", N_("Field"), Kind.TEXT),
    Column("kmo", N_("KMO of the field"), Kind.NUMBER, Unit.NUMBER),
    Column("shared", N_("Explained by the factors"), Kind.NUMBER, Unit.RATE),
)


def show_factors(kind: str, fields: tuple[str, ...], reading: Reading) -> None:
    """The factors of the chosen fields; a sentence says why where there are none to believe in."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        counts = {AUTO: _("As parallel analysis says"), **{str(count): str(count) for count in range(1, 9)}}
        count = choose_listed(_("Factors"), Slot.REGRESSION_FACTORS.value, "count", counts)
        turns = {name: _(label) for name, label in ROTATIONS.items()}
        turn = choose(_("Rotation"), Slot.REGRESSION_TURN.value, "turn", turns)
    wanted = None if count == AUTO else int(count)
    view = reading.view
    try:
        found = awaited(reading, KEY, factors, kind, fields, wanted, turn, view.period, view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is not None:
        _shown(found, reading)


def _shown(found: Analysed, reading: Reading) -> None:
    _head(found, reading)
    left, right = st.columns((2, 3), gap="medium")
    with left:
        st.markdown(f"**{_('Eigenvalues beside those of noise')}**")
        rows = pl.DataFrame(
            {
                "place": range(1, len(found.found.common) + 1),
                "found": found.found.common,
                "noise": found.found.noise,
            }
        )
        look = replace(reading.look, height=None)
        show_drawing(rows, scree(look), reading.look, f"{KEY}_scree", _("Eigenvalues"), height=300)
        st.caption(
            plural(
                "{count} factor is above the dashed line of shuffled data (parallel analysis).",
                "{count} factors are above the dashed line of shuffled data (parallel analysis).",
                found.found.suggested,
            )
        )
    with right:
        st.markdown(f"**{_('Loadings')}**")
        show_drawing(
            _long(found), loadings_map(look), reading.look, f"{KEY}_map", _("Loadings"),
            height=map_height(len(found.found.fields)),
        )  # fmt: skip
        st.caption(_("From -1 to 1: how a field goes with a factor. Those of 0.4 and more are written large."))
    columns = _columns(found)
    show_table(columns, _wide(found), reading.look, f"{KEY}_fields", sight=20)
    if found.rotation == "promax":
        st.caption(_together(found, reading))
    show_method_card(found.card, reading.look.language)


def _head(found: Analysed, reading: Reading) -> None:
    language, told = reading.look.language, found.found
    text = _(
        "{rows} records; {count} factors explain **{share}** of the fields' spread. The fields have enough in common:"
        " KMO {kmo}, Bartlett's test p {p}."
    ).format(
        rows=number(told.rows, Unit.COUNT, language),
        count=told.loadings.shape[1],
        share=number(told.share, Unit.RATE, language),
        kmo=number(told.kmo, Unit.NUMBER, language, decimals=2),
        p="< 0.001" if told.p < 0.001 else number(told.p, Unit.NUMBER, language, decimals=3),
    )
    weak = [str(place + 1) for place, one in enumerate(told.congruence) if one < REPEATS]
    if weak:
        text += " " + _("Not the same in both halves of the records: factor {places}.").format(places=", ".join(weak))
    title = _("Factor analysis")
    sheet = replace(found.base, columns=_columns(found), rows=_wide(found), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(text, width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(KEY, title, reading, lambda: answer_sheet(title, sheet, reading))


def _factor(place: int) -> str:
    return _("Factor {place}").format(place=place + 1)


def _columns(found: Analysed) -> tuple[Column, ...]:
    """A column for each factor between the field and what tells whether to believe it."""
    places = range(found.found.loadings.shape[1])
    of_factors = tuple(Column(f"f{place}", _factor(place), Kind.NUMBER, Unit.NUMBER) for place in places)
    return (FIELDS[0], *of_factors, *FIELDS[1:])


def _wide(found: Analysed) -> pl.DataFrame:
    told = found.found
    loadings = {f"f{place}": told.loadings[:, place].round(3) for place in range(told.loadings.shape[1])}
    return pl.DataFrame(
        {
            "field": [_(field_name(field)) for field in told.fields],
            **loadings,
            "kmo": told.field_kmo.round(3),
            "shared": 1 - told.uniqueness,
        }
    )


def _long(found: Analysed) -> pl.DataFrame:
    """Fields in the order of the factor that they hang on most."""
    told = found.found
    order = sorted(
        range(len(told.fields)), key=lambda at: (abs(told.loadings[at]).argmax(), -abs(told.loadings[at]).max())
    )
    rows = [
        {"field": _(field_name(told.fields[at])), "factor": _factor(place), "loading": float(told.loadings[at, place])}
        for at in order
        for place in range(told.loadings.shape[1])
    ]
    return pl.DataFrame(rows)


def _together(found: Analysed, reading: Reading) -> str:
    matrix = found.found.together
    pairs = [
        f"{one + 1}–{other + 1}: {number(float(matrix[one, other]), Unit.NUMBER, reading.look.language, decimals=2)}"
        for one in range(len(matrix))
        for other in range(one + 1, len(matrix))
    ]
    return _("How the factors correlate: {pairs}.").format(pairs=", ".join(pairs)) if pairs else ""
