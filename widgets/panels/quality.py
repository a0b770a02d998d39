"""How good the data is: scores per table and aspect, how they have become, what to mend, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from datasource.people.account import Account, Role, ScopeKind
from datasource.people.database import AppDatabase
from datasource.quality.last_load import last_load
from datasource.quality.offending import Mending
from datasource.quality.report import Quality, quality
from datasource.quality.rules.rule import Aspect
from datasource.quality.scores import not_rounded_up, scored
from datasource.quality.trend import WHOLE, Scored, history, remember
from datasource.quality.words import ASPECT_LABELS, table_text
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.format import DASH, number
from widgets.panels.duplicates import Deciding, show_duplicates
from widgets.panels.quality_load import show_last_load
from widgets.panels.quality_records import ask_records, show_records
from widgets.panels.quality_tables import show_table_quality
from widgets.state.session import Slot

KEY = Slot.QUALITY.value
OVERVIEW, TABLES, OWNERS, DUPLICATES, LOAD = "overview", "tables", "owners", "duplicates", "load"
OWNER_COLUMNS = (
    Column("owner", N_("Employee"), Kind.TEXT),
    Column("records", N_("Records to mend"), Kind.NUMBER, Unit.COUNT),
    Column("high", N_("Numbers are wrong"), Kind.NUMBER, Unit.COUNT),
    Column("medium", N_("Numbers may mislead"), Kind.NUMBER, Unit.COUNT),
    Column("low", N_("Minor"), Kind.NUMBER, Unit.COUNT),
)
LOADS = 60  # versions whose scores a line shows


@dataclass(frozen=True)
class Looking:
    """Who looks at the quality of which data; scores and decisions are kept in `database`."""

    database: AppDatabase
    account: Account
    reading: Reading

    @property
    def sees_all(self) -> bool:
        """Whether the person sees the whole company: loads and their course are those of all of it."""
        return self.reading.viewer.scope is ScopeKind.ALL

    @property
    def decides(self) -> bool:
        """Whether the person may say which records are one: it changes numbers for everybody who sees these."""
        return self.account.role.at_least(Role.MANAGER)


def show_quality(looking: Looking) -> None:
    """The part that was chosen, over what the person sees."""
    parts = {OVERVIEW: _("Overview"), TABLES: _("By table"), OWNERS: _("By employee")}
    if looking.decides:
        parts[DUPLICATES] = _("Duplicates")
    load = looking.reading.shared.kept(last_load) if looking.sees_all else None
    if load is not None:
        parts[LOAD] = _("Last load")
    part = choose(_("Part"), Slot.QUALITY_PART.value, "part", parts)
    if part == DUPLICATES:
        show_duplicates(Deciding(looking.database, looking.account, looking.reading))
        return
    if part == LOAD and load is not None:
        show_last_load(looking.reading, load)
        return
    found = looking.reading.report(quality)
    if not found.rules["asked"].sum():
        st.info(_("There are no records that you may see."))
        return
    match part:
        case "tables":
            show_table_quality(looking.reading, found)
        case "owners":
            _owners(found, looking.reading)
        case _:
            _overview(looking, found)
    show_records(looking.reading)


def _overview(looking: Looking, found: Quality) -> None:
    loads = _loads(looking)
    _cards(found, loads, looking.reading.look.language)
    told = plural(
        "{count} record breaks a rule; a score is the share of records that keep each rule, rules that make numbers "
        "wrong counting three times.",
        "{count} records break a rule; a score is the share of records that keep each rule, rules that make numbers "
        "wrong counting three times.",
        int(found.owners["records"].sum()),
    )
    st.caption(told)
    rows = _tables(found, loads)
    shares = {
        name: st.column_config.NumberColumn(label, format="%.1f%%")
        for name, label in (("score", _("Score")), *((each.value, _(ASPECT_LABELS[each])) for each in Aspect))
    }
    trend = st.column_config.LineChartColumn(_("Loads"), y_min=0, y_max=100) if loads else None
    st.dataframe(
        rows.drop("table"),
        hide_index=True,
        key=f"{KEY}_tables",
        column_config={
            "name": st.column_config.TextColumn(_("Table"), pinned=True),
            "broken": st.column_config.NumberColumn(_("To mend"), format="localized"),
            **shares,
            **({"trend": trend} if trend is not None else {}),
        },
        placeholder=DASH,
        on_select=lambda: _open_table(rows["table"].to_list()),
        selection_mode=["single-row", "single-cell"],
    )


def _loads(looking: Looking) -> tuple[Scored, ...]:
    """The scores of the loads so far: they are of the whole company, so for those who see all of it."""
    if not looking.sees_all:
        return ()
    remember(looking.database, looking.reading.shared.catalog)
    return history(looking.database, LOADS)


def _cards(found: Quality, loads: Sequence[Scored], language: str) -> None:
    whole = scored(found.rules)["score"].item()
    aspects = dict(scored(found.rules, "aspect").select("aspect", "score").iter_rows())
    with st.container(horizontal=True, gap="small"):
        _card(_("All rules"), whole, [one.scores.get((WHOLE, WHOLE)) for one in loads], language)
        for aspect in Aspect:
            course = [one.scores.get((WHOLE, aspect.value)) for one in loads]
            _card(_(ASPECT_LABELS[aspect]), aspects.get(aspect.value), course, language)


def _card(label: str, score: float | None, course: list[float | None], language: str) -> None:
    moved = [100 * value for value in course if value is not None]
    text = DASH if score is None else number(not_rounded_up(score), Unit.RATE, language)
    st.metric(label, text, border=True, width=148, chart_data=moved if len(moved) > 1 else None)


def _tables(found: Quality, loads: Sequence[Scored]) -> pl.DataFrame:
    """One row per table: its name, scores in per cent, what is to be mended, and the course of its score."""
    whole = scored(found.rules, "table").select("table", "score", "broken")
    parts = scored(found.rules, "table", "aspect").pivot("aspect", index="table", values="score")
    missing = [pl.lit(None, pl.Float64).alias(each.value) for each in Aspect if each.value not in parts.columns]
    rows = whole.join(parts.with_columns(missing), on="table").sort("score")
    names = ["score", *(each.value for each in Aspect)]
    trend = [_course(table, loads) for table in rows["table"]]
    told = rows.with_columns(
        (pl.col(names) * 1000).floor() / 10,
        pl.Series("name", [table_text(table) for table in rows["table"]], dtype=pl.String),
        pl.Series("trend", trend, dtype=pl.List(pl.Float64)),
    )
    return told.select("table", "name", *names, "broken", *(["trend"] if loads else []))


def _course(table: str, loads: Sequence[Scored]) -> list[float]:
    return [100 * one.scores[table, WHOLE] for one in loads if (table, WHOLE) in one.scores]


def _open_table(tables: list[str]) -> None:
    chosen = clicked(f"{KEY}_tables")
    if chosen is not None:
        link.put_own("part", TABLES)
        link.put_own("table", tables[chosen.row])


def _owners(found: Quality, reading: Reading) -> None:
    if found.owners.is_empty():
        st.success(_("Nothing is to be mended."))
        return
    st.caption(_("Whose records break rules, and what that does; click a row to list them."))
    show_table(OWNER_COLUMNS, found.owners, reading.look, f"{KEY}_owners", lambda: _ask_owner(found))


def _ask_owner(found: Quality) -> None:
    chosen = clicked(f"{KEY}_owners")
    if chosen is not None:
        row = found.owners.row(chosen.row, named=True)
        ask_records(
            [Mending(table, owner_id=row["owner_id"]) for table in found.rules["table"].unique(maintain_order=True)]
        )
