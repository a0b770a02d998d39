"""Who gets the credit for won deals: eight rules side by side on the same deals, with the intervals of chance."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.metrics.registry import metric
from datasource.question import Query
from datasource.reports.attribution import BY, MODELS, WINDOWS, Attributed, attributed
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.beside import show_clickable
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.intervals import show_intervals
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import Cell, show_table
from widgets.blocks.waiting import awaited
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import number
from widgets.state.session import Slot

KEY = Slot.ATTRIBUTION.value
PARAMS = ("credit", "window", "rule")
FIRST_WINDOW = 365
MOST_BARS = 15
FIELDS: Mapping[str, str] = MappingProxyType({"channel": "touch_channel", "campaign": "campaign", "keyword": "keyword"})
LABELS: Mapping[str, str] = MappingProxyType(
    {"channel": N_("Marketing channel"), "campaign": N_("Campaign"), "keyword": N_("Keyword")}
)
KEYWORDS = (
    Column("channel", N_("Campaign"), Kind.TEXT),
    Column("keyword", N_("Keyword"), Kind.TEXT),
    Column("clicks", N_("Clicks"), Kind.NUMBER, Unit.COUNT),
    Column("cost", N_("Cost"), Kind.NUMBER, Unit.MONEY),
    Column("won", N_("Won deals"), Kind.NUMBER, Unit.NUMBER),
    Column("value", N_("Won amount"), Kind.NUMBER, Unit.MONEY),
    Column("cost_per_win", N_("Cost per won deal"), Kind.NUMBER, Unit.MONEY),
    Column("return_on_spend", N_("ROI"), Kind.NUMBER, Unit.RATE),
    Column("return_low", N_("ROI from"), Kind.NUMBER, Unit.RATE),
    Column("return_high", N_("ROI to"), Kind.NUMBER, Unit.RATE),
)


def choose_window() -> int:
    """The look-back window in days that the address asks for."""
    days = {str(days): plural("{count} day back", "{count} days back", days) for days in WINDOWS}
    return int(choose(_("Look-back window"), Slot.ATTRIBUTION_WINDOW.value, "window", days, str(FIRST_WINDOW)))


def choose_rule(known: Mapping[str, str]) -> str:
    """The rule that the address asks for, among `known`."""
    rules = {name: _(label) for name, label in known.items()}
    return choose(_("Rule of credit"), Slot.ATTRIBUTION_RULE.value, "rule", rules, "position")


def show_attribution(reading: Reading) -> None:
    """The credit of each channel, campaign or keyword for what was won in the period of the filter bar."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = choose(
            _("Credit for"), Slot.ATTRIBUTION_BY.value, "credit", {name: _(label) for name, label in BY.items()}
        )
        window = choose_window()
    rule = choose_rule(MODELS)
    made = awaited(reading, KEY, attributed, by, window, reading.view.period, reading.view.where)
    if made is None:
        return
    _sums(made, window, reading)
    if rule in made.found.withheld:
        raise MingjingError(made.found.withheld[rule])
    if made.keywords is not None:
        _keywords(made.keywords.filter(pl.col("model") == rule), made, reading)
    else:
        _credits(made, by, rule, reading)
    show_method_card(made.card, reading.look.language)


def _sums(made: Attributed, window: int, reading: Reading) -> None:
    """The credit and what has none add up to the metric."""
    language, currency = reading.look.language, reading.look.currency
    found, won = made.found, made.won.rows
    told = _(
        "Won in the period: **{won}** ({deals}) = **{credited}** shared between touches ({touched}) + **{rest}** of"
        " deals without a touch in the {days} days before ({untouched})."
    )
    amounts = {
        "won": won["won_amount"][0],
        "credited": found.value,
        "rest": found.untouched_value + made.undated_value,
    }
    shown = {name: plain(number(amount, Unit.MONEY, language, currency)) for name, amount in amounts.items()}
    counts = {"deals": won["won_count"][0], "touched": found.won, "untouched": found.untouched}
    spoken = {name: plural("{count} deal", "{count} deals", count) for name, count in counts.items()}
    st.markdown(told.format(**shown, **spoken, days=window))


def _credits(made: Attributed, by: str, rule: str, reading: Reading) -> None:
    told = _told(made, by)
    name = f"{_('Attribution')}, {_(BY[by])}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Won amount by {rule}').format(rule=_(MODELS[rule]))}**", width="stretch")
        show_proof(told, reading, KEY)
        show_export(KEY, name, reading, lambda: answer_sheet(name, told, reading))
    measure = Column("value", _("Won amount"), Kind.NUMBER, Unit.MONEY)
    order = made.found.credits.filter(pl.col("model") == rule).sort("value", "channel", descending=[True, False])
    bars = _bars(made, order["channel"].head(MOST_BARS).to_list(), rule)
    others = tuple(_(MODELS[model]) for model in MODELS if model != rule and model not in made.found.withheld)
    show_intervals(f"{KEY}_{by}_bars", _(LABELS[by]), measure, bars, reading, lambda name: _ask(by, name), others)
    st.caption(
        _("Bars: the chosen rule with its 95 % interval. Diamonds: what the other rules give. Click for the touches.")
    )
    show_clickable(f"{KEY}_{by}_table", told, reading, lambda cell: _ask_row(by, told, cell))
    for reason in made.found.withheld.values():
        st.caption(plain(reason))
    if made.found.disputed:
        names = ", ".join(made.found.disputed)
        st.caption(
            plain(_("The rules disagree beyond chance on: {names}. There the choice decides.").format(names=names))
        )


def _bars(made: Attributed, names: list[str], rule: str) -> pl.DataFrame:
    """The rows of the drawing: the chosen rule with its bounds, the others without."""
    words = {model: _(label) for model, label in MODELS.items()}
    shown = made.found.credits.filter(pl.col("channel").is_in(names))
    mine = pl.col("model") == rule
    bound = [pl.when(mine).then(f"value_{end}").alias(end) for end in ("low", "high")]
    rank = pl.col("channel").replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    ordered = shown.sort(rank, mine, descending=[False, True], maintain_order=True)
    return ordered.select(
        pl.col("channel").alias("name"), "value", *bound, pl.col("model").replace_strict(words).alias("of")
    )


def _told(made: Attributed, by: str) -> Result:
    """One row per channel, one column per rule; the totals are the same under each."""
    known = [model for model in MODELS if model not in made.found.withheld]
    wide = made.found.credits.pivot("model", index="channel", values="value").select("channel", *known)
    ordered = wide.sort(known[-1], "channel", descending=[True, False])
    first = Column("channel", LABELS[by], Kind.TEXT)
    rules = [Column(model, MODELS[model], Kind.NUMBER, Unit.MONEY, metric="won_amount") for model in known]
    totals = dict.fromkeys(known, made.found.value)
    return Result(made.won.query, (first, *rules), ordered, totals, made.won.proof)


def _keywords(rows: pl.DataFrame, made: Attributed, reading: Reading) -> None:
    shown = rows.filter(pl.col("keyword").is_not_null()).select(column.name for column in KEYWORDS)
    told = Result(made.won.query, KEYWORDS, shown, None, made.won.proof)
    name = f"{_('Attribution')}, {_(BY['keyword'])}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Keywords: credit beside cost')}**", width="stretch")
        show_export(KEY, name, reading, lambda: answer_sheet(name, told, reading))
    show_table(KEYWORDS, shown, reading.look, f"{KEY}_keywords", sight=15)
    st.caption(
        _(
            "A campaign's credit is shared between its keywords by clicks: an estimate, as a click is no deal. Cost and"
            " clicks are those of the period. — where nothing was spent or won."
        )
    )


def _ask_row(by: str, told: Result, cell: Cell) -> None:
    if cell.row < told.rows.height:
        _ask(by, told.rows["channel"][cell.row])


def _ask(by: str, name: str) -> None:
    """The touches behind a bar or a row, whenever they were."""
    drill.ask(Query(metrics=(metric("touches").name,)), {FIELDS[by]: name})


ATTRIBUTION_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"attribution": (show_attribution, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
