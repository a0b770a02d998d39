"""Groups of customers that behave alike: by the fields that are chosen, in plain words, or why there are none."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.reports.clusters import FIRST_FIELDS, TRIED, ClusterReport, clusters, field_name
from datasource.reports.customer_habits import HABITS, WORDS
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.team_segments import cluster_rule
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.format import compact, number
from widgets.panels.segment_keeping import share, show_keep
from widgets.panels.segment_list import GROUP, pick, show_customers
from widgets.state.session import Slot, hold_widget, widget_value

KEY = f"{Slot.SEGMENTS.value}_clusters"
FIELDS = "fields"
PLAIN, STRONG, MOST_SAID = 0.25, 0.8, 4
"""Standard deviations from all that are worth a word, and those that are much; the most that is said of a group."""
TRAITS = {
    (True, True): N_("{field}: {mean}, much higher than all ({all})"),
    (True, False): N_("{field}: {mean}, higher than all ({all})"),
    (False, True): N_("{field}: {mean}, much lower than all ({all})"),
    (False, False): N_("{field}: {mean}, lower than all ({all})"),
}
"""Whether a mean is above that of all, and by much → how it is said."""
LISTED = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
)
GROUPED = (
    Column("name", N_("Group"), Kind.TEXT),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    Column("customer_share", N_("Share of the customers"), Kind.NUMBER, Unit.RATE),
    Column("money_share", N_("Share of the money"), Kind.NUMBER, Unit.RATE),
)


def show_clusters(reading: Reading) -> None:
    """The groups by the chosen fields; raises `MingjingError` where the customers do not suffice."""
    fields = _fields()
    found = awaited(reading, KEY, clusters, fields, reading.view.where)
    if found is None:
        return
    if found.found.none:
        st.info(found.found.none)
        st.caption(_("Choose fewer or other fields: those that customers really differ in."))
    else:
        _groups(found, reading)
    _tried(found, reading)
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def _fields() -> tuple[str, ...]:
    known = (*HABITS, *WORDS)
    asked = [name for name in link.own(FIELDS).split(",") if name]
    chosen = [name for name in asked if name in known] or list(FIRST_FIELDS)
    if set(asked) - set(known):
        tell(unread_note({FIELDS: [link.own(FIELDS)]}))
    slot = f"{KEY}_fields"
    hold_widget(slot, chosen)
    st.multiselect(
        _("Fields by which customers may differ"), known, format_func=lambda name: _(field_name(name)), key=slot,
        on_change=_take, placeholder=_("Field"),
    )  # fmt: skip
    return tuple(chosen)


def _take() -> None:
    picked = widget_value(f"{KEY}_fields")
    link.drop_own(GROUP)
    if picked:
        link.put_own(FIELDS, ",".join(picked))
    else:
        link.drop_own(FIELDS)


def _groups(found: ClusterReport, reading: Reading) -> None:
    profile = found.profile()
    names = [_("Group {number}").format(number=one) for one in profile["cluster"]]
    means = tuple(
        Column(f"mean_{name}", HABITS[name][0], Kind.NUMBER, HABITS[name][1]) for name in found.fields if name in HABITS
    )
    columns = (*GROUPED, *means)
    rows = profile.with_columns(pl.Series("name", names)).select(column.name for column in columns)
    told, title = replace(found.base, columns=columns, rows=rows, totals=None), _("Groups that behave alike")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(f"{KEY}_groups", title, reading, lambda: answer_sheet(title, told, reading))
    for place, cluster in enumerate(profile["cluster"]):
        said = " · ".join(sentences(found, cluster, reading)) or _("Much like all customers.")
        st.markdown(f"**{names[place]}** — {plain(said)}")
    key = f"{KEY}_table"
    show_table(columns, rows, reading.look, key, lambda: _pick_row(key, found))
    st.caption(_("Numbers are means. Click a group to list its customers."))
    _members(found, reading)


def sentences(found: ClusterReport, cluster: int, reading: Reading) -> list[str]:
    """What sets a group apart, what stands out most first."""
    traits = found.found.traits.filter(pl.col("cluster") == cluster, pl.col("apart").abs() >= PLAIN)
    told = [_trait(row["field"], row["mean"], row["apart"], found, reading) for row in traits.iter_rows(named=True)]
    for word in (one for one in found.words if one.cluster == cluster):
        text = _("{field} {word}: {share}, of all {all}")
        share, every = (number(part, Unit.RATE, reading.look.language) for part in (word.share, word.all))
        name = member_text(word.field, word.word)
        told.append(text.format(field=_(field_name(word.field)), word=name, share=share, all=every))
    return told[:MOST_SAID]


def _trait(field: str, mean: float, apart: float, found: ClusterReport, reading: Reading) -> str:
    text = _(TRAITS[apart > 0, abs(apart) >= STRONG])
    label, unit = HABITS[field]
    look = reading.look
    here, every = (compact(value, unit, look.language, look.currency) for value in (mean, found.means[field]))
    return text.format(field=_(label), mean=here, all=every)


def _members(found: ClusterReport, reading: Reading) -> None:
    group = link.own(GROUP)
    known = {str(one) for one in range(1, found.found.k + 1)}
    if group and group not in known:
        tell(unread_note({GROUP: [group]}))
    chosen = group if group in known else "1"
    numbers = tuple(Column(name, *_told(name)) for name in (*HABITS, *WORDS) if name in {*found.fields, "money"})
    title = _("Group {number}").format(number=chosen)
    show_customers(title, found.members(int(chosen)), (*LISTED, *numbers), found.base, reading, KEY)
    _keep(found, int(chosen), title, reading)


def _keep(found: ClusterReport, cluster: int, title: str, reading: Reading) -> None:
    """A group is saved as conditions that nearly say it: it has no meaning of its own tomorrow."""
    if reading.seat is None or not reading.seat.may_save:
        return
    rule = cluster_rule(found, cluster)
    if not rule.is_good:
        st.caption(_("This group cannot be said in a few conditions, so it cannot be saved as a team segment."))
        return
    note = _(
        "A group as such is found anew each time, so these conditions are saved for it: {recall} of the group meet"
        " them, and {precision} of those who meet them are in it."
    )
    told = note.format(recall=share(rule.recall, reading), precision=share(rule.precision, reading))
    show_keep(rule.where, title, reading, f"cluster_{cluster}", told)


def _told(field: str) -> tuple[str, Kind, Unit | None]:
    """Label, kind and unit of a field of one customer: its days and counts are whole."""
    if field not in HABITS:
        return field_name(field), Kind.TEXT, None
    label, unit = HABITS[field]
    return label, Kind.NUMBER, unit if unit is Unit.MONEY else Unit.COUNT


def _pick_row(key: str, found: ClusterReport) -> None:
    chosen = clicked(key)
    if chosen is not None and chosen.row < found.found.k:
        pick(str(chosen.row + 1), KEY)


def _tried(found: ClusterReport, reading: Reading) -> None:
    lasts = ["✓" if k == found.found.k and k > 1 else "" for k in found.found.choices["k"]]
    with st.expander(_("Numbers of groups that were tried"), icon="🧪", expanded=bool(found.found.none)):
        show_table(TRIED, found.found.choices.with_columns(pl.Series("lasts", lasts)), reading.look, f"{KEY}_tried")
        st.caption(
            _(
                "Silhouette: 1 is clearly apart, 0 is not apart. Rand: 1 when samples of the customers agree on the"
                " groups, 0.8 is asked for. Gap: above that of one group, by more than its error."
            )
        )
