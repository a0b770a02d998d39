"""The cockpit (2.10) cell by cell: key figures with their change, mini funnel, forgotten customers, findings."""

from itertools import pairwise

import pytest

from datasource.catalog.catalog import Catalog
from datasource.reports.forgotten import count_of, forgotten
from datasource.reports.funnel import funnel, pipelines
from datasource.reports.summary import Finding, summary
from tests.oracle.reports import cockpit as sql
from tests.oracle.reports.asked import period, tiles, viewer
from tests.oracle.reports.compare import assert_cells, assert_same
from tests.oracle.reports.store import TODAY, Files, Reader, Row, Span
from tests.oracle.reports.tables import NOBODY, SPANS_BEFORE, changed, given
from tests.oracle.reports.tiled import assert_tile

MONEY = {"value", "signed", "open_amount", "weighted_amount"}
SAID = [
    "contract_amount", "owner:contract_amount", "outstanding", "win_rate", "pipeline", "new_customers",
    "source:new_customers",
]  # fmt: skip


@pytest.mark.parametrize("name", tiles("cockpit/cockpit"))
def test_each_tile_equals_sql(name: str, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    assert_tile(("cockpit/cockpit", name), sql.BRIEF, demo, files, (reader, span))


def test_the_page_has_eight_key_figures() -> None:
    assert sum(tile.chart is not None and tile.chart.kind == "kpi" for tile in tiles("cockpit/cockpit").values()) == 8


def test_the_mini_funnel_equals_sql(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = funnel(demo, viewer(reader), pipelines(demo)[0], period(span))
    expected = files.told(sql.FUNNEL, reader, **given(span))
    assert_same(found.cumulative, expected, ["stage"])
    reached = {row["stage"]: row["reached_opportunities"] for row in expected}
    counts = [step.reached for step in found.steps]
    assert counts == [reached.get(step.stage, 0) for step in found.steps]
    assert [step.overall_rate for step in found.steps] == [count / counts[0] for count in counts]
    assert [step.step_rate for step in found.steps[1:]] == [
        after / before if before else None for before, after in pairwise(counts)
    ]


def test_forgotten_customers_equal_sql(demo: Catalog, files: Files, reader: Reader) -> None:
    found = forgotten(demo, viewer(reader))
    counted = {str(days): count_of(result) for days, result in found.silent}
    counted |= {"overdue": count_of(found.overdue), "whole": count_of(found.whole)}
    (expected,) = files.told(sql.FORGOTTEN, reader)
    assert counted == expected
    assert expected["7"] > expected["180"] > 0 or reader.scope == "self"


def test_the_findings_equal_sql(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = {one.about: one for one in summary(demo, viewer(reader), period(span))}
    assert list(found) == SAID
    names = ["contract_amount", "outstanding_amount", "new_customers", "win_rate", "closed_count"]
    text = sql.BRIEF.by((), names)
    (now,), (before,) = (files.told(text, reader, **given(part)) for part in (span, SPANS_BEFORE[span]))
    told = changed(now, before)
    _assert_said(found["contract_amount"], _moved(told, "contract_amount"), "money")
    _assert_said(found["new_customers"], _moved(told, "new_customers"), "count")
    left = {"value": now["outstanding_amount"], "part": now["outstanding_amount"] / now["contract_amount"]}
    _assert_said(found["outstanding"], left, "money")
    points = now["win_rate"] - before["win_rate"] if before["win_rate"] is not None else None
    won = {"value": now["win_rate"], "part": now["closed_count"], "change": points}
    _assert_said(found["win_rate"], won, "rate")
    open_text = sql.PIPELINE_NOW if span.last >= TODAY else sql.PIPELINE_THEN
    (open_,) = files.told(open_text, reader, **given(span))
    _assert_said(found["pipeline"], {"value": open_["open_amount"], "part": open_["open_opportunities"]}, "money")
    for key, name, unit in (("owner", "contract_amount", "money"), ("source", "new_customers", "count")):
        rows = files.told(sql.BRIEF.by([key], [name]), reader, **given(span))
        _assert_said(found[f"{key}:{name}"], _leader(rows, key, name), unit)


def _moved(told: Row, name: str) -> Row:
    return {"value": told[name], "change": told[f"{name}__change"]}


def _leader(rows: list[Row], key: str, name: str) -> Row:
    whole = sum(row[name] for row in rows)
    best = min((row for row in rows if row[key] not in NOBODY), key=lambda row: (-row[name], row[key].encode()))
    return {"member": best[key], "value": best[name], "part": best[name] / whole}


def _assert_said(finding: Finding, expected: Row, unit: str) -> None:
    shown = {name: getattr(finding, name) for name in expected}
    assert_cells(shown, expected, {"value"} if unit == "money" else (), finding.about)
