"""Calculations of a chart: known on its shelves alone, told with their place, asked and drawn under one name."""

from pathlib import Path
from typing import Any

import pytest

from dashboards.__main__ import main
from dashboards.compile import View, canonical_chart, compile_chart
from dashboards.model import Chart
from dashboards.names import Names, registry_names
from dashboards.sound import chart_faults
from datasource.catalog.catalog import Catalog
from datasource.query import answer

SHARE = {"id": "share", "label": "Share", "ratio": {"of": "both", "to": "won_count"}}
BOTH = {"id": "both", "label": "Both", "sum": ["won_amount", "lost_amount"]}
AREA = {"id": "area", "label": "Area", "groups": {"field": "region", "groups": [{"label": "S", "members": ["Hunan"]}]}}
GOOD = "version: 1\nid: won\ntitle: Won\n"


def chart(*calculations: dict[str, Any], **shelves: Any) -> Chart:
    return Chart.model_validate({"kind": "bar", "shelves": shelves, "calculations": [*calculations]})


def faults(made: Chart, names: Names | None = None) -> list[tuple[str, str]]:
    found = chart_faults(made, (), names or registry_names())
    return [(".".join(map(str, fault.path)), fault.message) for fault in found]


def test_a_calculation_is_known_on_the_shelves_of_its_own_chart_alone() -> None:
    assert faults(chart(SHARE, BOTH, AREA, columns=["area"], values=["share"])) == []
    assert [path for path, _told in faults(chart(columns=["area"], values=["share"]))] == [
        "shelves.values.0",
        "shelves.columns.0",
    ]


def test_a_calculated_metric_is_refused_where_dimensions_stand_and_the_other_way_round() -> None:
    assert faults(chart(SHARE, BOTH, AREA, columns=["share"], values=["area"])) == [
        ("shelves.values.0", "'area' is a dimension; put it on columns, rows, color or filters"),
        ("shelves.columns.0", "'share' is a metric; put it on values or size"),
    ]


def test_a_calculated_metric_does_not_go_with_what_its_parts_do_not_reach() -> None:
    told = "Metric 'share' cannot be combined with 'channel': opportunities have no channel."
    assert faults(chart(SHARE, BOTH, columns=["channel"], values=["share"])) == [("shelves.columns.0", told)]
    told = "Metric 'work_logs' cannot be combined with 'area': work_logs have no area."
    assert faults(chart(AREA, columns=["area"], values=["work_logs"])) == [("shelves.columns.0", told)]


def test_a_calculated_dimension_takes_neither_grain_nor_bins() -> None:
    made = chart(AREA, columns=[{"field": "area", "grain": "month"}], values=["won_amount"])
    assert faults(made) == [("shelves.columns.0", "'area' is no date; take its grain away")]


def test_faults_inside_calculations_have_their_place_and_are_told_once() -> None:
    wrong: list[dict[str, Any]] = [
        BOTH, BOTH, {"id": "won_count", "label": "W", "sum": ["won_amount", "both"]},
        {"id": "p", "label": "P", "sum": ["q", "both"]}, {"id": "q", "label": "Q", "sum": ["p", "both"]},
        {"id": "r", "label": "R", "sum": ["won_amount", "won_cuont"]},
        {"id": "s", "label": "S", "ratio": {"of": "r", "to": "both"}},
    ]  # fmt: skip
    expected = [
        ("calculations.1.id", "'both' is already the id of another calculation; choose another id"),
        ("calculations.2.id", "'won_count' is already the name of a metric; choose another id"),
        ("calculations.3", "this calculation stands on itself: p → q → p"),
        ("calculations.5.sum.1", "Unknown metric 'won_cuont'. Did you mean 'won_count'?"),
    ]
    made = chart(*wrong, columns=["owner"], values=["s", "p"])
    assert faults(made) == expected
    by_hand = Names(frozenset({"won_amount", "lost_amount", "won_count"}), frozenset({"owner"}))
    assert faults(made, by_hand) == expected
    found = [(".".join(map(str, fault.path)), fault.message) for fault in chart_faults(made)]
    assert found == expected[:3]  # without names, every name is taken


def test_a_fault_inside_a_calculation_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        GOOD
        + "tiles:\n- id: a\n  x: 0\n  y: 0\n  w: 2\n  h: 2\n  chart:\n    kind: kpi\n    shelves: {values: [x]}\n"
        + "    calculations:\n    - id: x\n      label: X\n      sum:\n      - won_amount\n      - cycle_days\n",
        "utf-8",
    )
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().out == (
        f"{file}:18: tiles[0].chart.calculations[0].sum[1]: "
        "'won_amount' is in money and 'cycle_days' in days: they cannot be put together.\n"
    )


def test_a_chart_is_asked_and_drawn_under_the_same_names(tiny: Catalog) -> None:
    made = chart(SHARE, BOTH, AREA, columns=["area"], values=["share"], filters=[{"field": "area", "op": "not_null"}])
    made = made.model_copy(update={"sort": (), "looks": ()})
    result = answer(tiny, compile_chart(made, View()))
    drawn = canonical_chart(made)
    shown = [*(part.field for part in drawn.shelves.columns), *drawn.shelves.values]
    assert [column.name for column in result.columns] == shown
    assert result.rows.rows() == [("S", 300.0), ("Guangdong", 150.0)]
    assert canonical_chart(drawn) == drawn
    plain = chart(columns=["owner"], values=["won_amount"])
    assert canonical_chart(plain) is plain
