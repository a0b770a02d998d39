"""The proof of a tile's numbers: definition, formula, filters in force, rows used and left out, data as of."""

import streamlit as st

from datasource.metrics.registry import DIMENSIONS, metric
from datasource.quality.behind import share_behind
from datasource.quality.rules.every import RULES
from datasource.quality.words import rule_text
from datasource.question import Query
from datasource.reports.lineage import lineage, of_metric
from datasource.result import MetricProof, Result, Undated
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.facts import filter_told, period_text
from widgets.blocks.origins import show_sources
from widgets.blocks.reading import Reading
from widgets.controls.plain import plain
from widgets.format import day, number

MOST_RULES = 3


def show_proof(result: Result, reading: Reading, key: str) -> None:
    """A small button whose panel, made when it is opened, proves every number of `result` and leads to its records."""
    panel = st.popover("ƒ", key=f"proof_{key}", help=_("Definition and proof"), type="tertiary", on_change="rerun")
    if not panel.open:
        return
    with panel:
        for proof in result.proof.metrics:
            if proof.metric in result.query.metrics:
                _metric(proof, reading)
                _bad_share(result.query, proof.metric, reading)
        for note in result.proof.notes:
            st.warning(plain(note_text(note)))
        st.caption(plain(_facts(result, reading)))
        _sources(result, reading)
        st.button(_("Show the records"), key=f"records_{key}", on_click=drill.ask, args=(result.query,))


def _sources(result: Result, reading: Reading) -> None:
    found = reading.shared.kept(lineage)
    told = [one for name in result.query.metrics for one in of_metric(found, name)]
    show_sources(found, told, reading.look.language)


def note_text(note: Undated) -> str:
    """Why a metric cannot be told by period, in the reader's language."""
    told = _("{metric} cannot be told by period: its {count} records lack the date “{date}”, and no other stands in.")
    date = _(DIMENSIONS[note.date].label) if note.date in DIMENSIONS else _("Date")
    return told.format(metric=_(metric(note.metric).label), count=note.rows, date=date)


def _metric(proof: MetricProof, reading: Reading) -> None:
    item = metric(proof.metric)
    st.markdown(f"**{plain(_(item.label))}** — {plain(_(item.definition))}")
    st.code(proof.formula, language=None, wrap_lines=True)
    counts = {
        _("Rows read"): proof.rows_read,
        _("not yours to see"): proof.rows_out_of_scope,
        _("filtered out"): proof.rows_filtered,
        _("without a value or date"): proof.rows_null,
        _("used"): proof.rows_used,
    }
    told = [f"{label}: {number(count, None, reading.look.language)}" for label, count in counts.items()]
    st.caption(" · ".join(told))


def _bad_share(query: Query, name: str, reading: Reading) -> None:
    """How many of the records behind the number break a rule that could make it wrong, and the commonest of these."""
    found = reading.report(share_behind, query, name)
    if found is None or not found.records:
        return
    if not found.broken:
        st.caption(_("None of the records behind this number breaks a rule."))
        return
    language = reading.look.language
    told = plural(
        "{broken} of {records} record behind this number breaks a rule: {rules}",
        "{broken} of {records} records behind this number break a rule: {rules}",
        found.records,
        broken=number(found.broken, None, language),
        records=number(found.records, None, language),
        rules=_commonest(found.rules, language),
    )
    st.caption(plain(told))


def _commonest(rules: tuple[tuple[str, int], ...], language: str) -> str:
    told = [f"{rule_text(RULES[name])} ({number(count, None, language)})" for name, count in rules[:MOST_RULES]]
    return "; ".join(told) + (" …" if len(rules) > MOST_RULES else "")


def _facts(result: Result, reading: Reading) -> str:
    proof = result.proof
    parts = [_("Data as of {day}").format(day=day(proof.as_of, reading.look.language))]
    parts.append(period_text(result.query.period, reading))
    parts += [filter_told(ask, reading) for ask in result.query.where]
    parts.append(_("Version {version}").format(version=proof.data_version))
    return " · ".join(part for part in parts if part)
