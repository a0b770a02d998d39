"""Strict files, kind errors: every problem at once, each with its line, its path and the way out."""

from dataclasses import replace
from textwrap import dedent

import pytest
import yaml

from dashboards import yaml_tree
from dashboards.model import Chart, Dashboard, Shelves, Tile
from dashboards.names import Names
from dashboards.parse import examine, parse, parse_shape
from datasource.errors import InvalidInput
from datasource.question import Dimension, Grain


def refusal(metric: str, dimension: str, grouping: bool) -> str | None:
    if (metric, dimension) == ("target_amount", "region"):
        return "'target_amount' cannot be grouped by 'region'"
    return None


NAMES = Names(
    metrics=frozenset({"won_amount", "target_amount"}),
    dimensions=frozenset({"sales_team", "region", "product", "close_date"}),
    panels=frozenset({"churn"}),
    refusal=refusal,
)
HEAD = "version: 1\nid: won\ntitle: Won\n"


def problems(text: str, names: Names | None = NAMES) -> list[str]:
    return [str(problem) for problem in examine(dedent(text), "won.yaml", names)[1]]


def tile(body: str) -> str:
    return f"{HEAD}tiles:\n  - {{id: a, x: 0, y: 0, w: 6, h: 4, {body}}}\n"


@pytest.fixture(params=["C", "Python"], autouse=True)
def each_yaml_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "Python":
        monkeypatch.setattr(yaml_tree, "Loader", yaml.SafeLoader)


def test_a_right_file_becomes_a_board() -> None:
    text = tile("chart: {kind: line, shelves: {columns: [{field: close_date, grain: quarter}], values: [won_amount]}}")
    quarter = Dimension(field="close_date", grain=Grain.QUARTER)
    chart = Chart(kind="line", shelves=Shelves(columns=(quarter,), values=("won_amount",)))
    expected = Dashboard(id="won", title="Won", tiles=(Tile(id="a", x=0, y=0, w=6, h=4, chart=chart),))
    assert parse(text, "won.yaml", NAMES) == expected
    assert parse(b"\xef\xbb\xbf" + text.encode(), "won.yaml", NAMES) == expected


def test_all_problems_come_at_once_in_the_order_of_the_lines() -> None:
    text = """\
        version: 1
        id: Won Deals
        title: 2017
        tiels: []
        controls:
          show: [period, regoin]
          period: this_yaer
          grain: quater
        tiles:
          - id: a
            x: 0
            y: 0
            w: "6"
            h: 4
            chart:
              kind: bra
              shelves: {columns: [3, sales_taem], values: [sales_team]}
          - {id: b, x: 8, y: 0, w: 6, h: 4, text: a, panel: churn}
        """
    assert problems(text) == [
        "won.yaml:2: id: 'Won Deals' is no id; use a-z, 0-9 and '-', at most 64 of them, a letter or figure first",
        "won.yaml:3: title: must be a text, not 2017; put quotes around it",
        "won.yaml:4: tiels: unknown key 'tiels'. Did you mean 'tiles'?",
        "won.yaml:6: controls.show[1]: Unknown control 'regoin'. Did you mean 'region'?",
        "won.yaml:7: controls.period.preset: Unknown period 'this_yaer'. Did you mean 'this_year'?",
        "won.yaml:8: controls.grain: must be one of day, week, month, quarter, year, not 'quater'. "
        "Did you mean 'quarter'?",
        "won.yaml:13: tiles[0].w: must be a whole number, not '6'",
        "won.yaml:16: tiles[0].chart.kind: Unknown chart kind 'bra'. Did you mean 'bar'?",
        "won.yaml:17: tiles[0].chart.shelves.columns[0]: must be a field's name, or a mapping with 'field' and 'grain'",
        "won.yaml:17: tiles[0].chart.shelves.columns[1]: Unknown dimension 'sales_taem'. Did you mean 'sales_team'?",
        "won.yaml:17: tiles[0].chart.shelves.values[0]: 'sales_team' is a dimension; "
        "put it on columns, rows, color or filters",
        "won.yaml:18: tiles[1]: a tile shows exactly one of chart, text, panel, image, embed, filter, section, "
        "divider; this one has text and panel",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "won.yaml:1: the file is empty; a dashboard starts with 'version: 1'"),
        ("# only a note\n", "won.yaml:1: the file is empty; a dashboard starts with 'version: 1'"),
        ("- a\n- b\n", "won.yaml:1: a dashboard is a mapping that starts with 'version: 1'"),
        (HEAD + "---\n" + HEAD, "won.yaml:4: a second document starts here ('---'); keep one dashboard a file"),
        (HEAD + "share:\n\tpeople: []\n", "won.yaml:5: a tab cannot indent; use spaces"),
        (HEAD + "icon: \x07\n", "won.yaml:4: the character U+0007 cannot stand in a file; delete it"),
        ("[" * 200_000, "won.yaml:1: nested deeper than 16 levels; a dashboard never is"),
        ("[a: " * 1000, "won.yaml:1: nested deeper than 16 levels; a dashboard never is"),
        ("- a\n" * 30_000, "won.yaml:20000: the file holds more than 20000 values; a dashboard never does"),
        ("# " + "x" * 600_000, "won.yaml:1: the file is larger than 512 KB; a dashboard never is"),
        (HEAD + "? [a, b]\n: c\n", "won.yaml:4: a key must be a word; put the text in quotes"),
    ],
    ids=["empty", "note", "list", "documents", "tab", "bell", "deep", "deep pairs", "many", "large", "list as key"],
)
def test_what_is_no_dashboard_file_is_refused_in_one_sentence(text: str, told: str) -> None:
    assert problems(text) == [told]


@pytest.mark.parametrize(
    "text", ["a: b: c\n", "a: 'b\n", "a: [b\n", "- a\nb: c\n", "a: @b\n", 'a: "\\ud800"\n', "%X\n"]
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str) -> None:
    (told,) = problems(HEAD + text)
    assert told.startswith("won.yaml:")
    assert "Traceback" not in told


def test_a_file_that_is_not_utf8_is_refused() -> None:
    told = examine("version: 1\ntitle: 明镜\n".encode("gb18030"), "won.yaml")[1]
    assert [str(problem) for problem in told] == ["won.yaml:2: the file is not UTF-8 text; save it as UTF-8"]


def test_an_alias_bomb_is_refused_without_growing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    told = problems(HEAD + bomb)
    assert "won.yaml:5: b[0]: the alias '*a' is not read; write the value itself" in told
    assert "won.yaml:4: a: the anchor '&a' is not read; take it away" in told


def test_a_tag_runs_nothing() -> None:
    told = problems("version: 1\nid: won\ntitle: !!python/object/apply:os.getcwd []\n")
    assert told == [
        "won.yaml:3: title: the tag 'tag:yaml.org,2002:python/object/apply:os.getcwd' is not read; take it away"
    ]


def test_a_key_that_stands_twice_is_refused_with_both_lines() -> None:
    assert problems(HEAD + "title: Lost\n") == [
        "won.yaml:4: title: 'title' stands here twice (first on line 3); keep one"
    ]


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("", "won.yaml:2: version: 'version' is missing; write 'version: 1' on the first line"),
        ("version: one", "won.yaml:1: version: 'one' is no version of a dashboard file; write 'version: 1'"),
        ("version: true", "won.yaml:1: version: True is no version of a dashboard file; write 'version: 1'"),
        (
            "version: 2",
            "won.yaml:1: version: version 2 was written by a newer Mingjing, this one reads up to 1; "
            "upgrade Mingjing, or take an older revision of the file",
        ),
    ],
)
def test_a_version_that_is_not_known_is_refused(version: str, told: str) -> None:
    assert problems(f"{version or '# none'}\nid: won\ntitle: Won\n") == [told]


@pytest.mark.parametrize("number", [".nan", ".inf", "0x1f", "010", "1:30", "1_000", "99999999999999999999", "1.0e+999"])
def test_a_number_that_yaml_readers_read_differently_is_refused(number: str) -> None:
    (told,) = problems(tile(f"chart: {{kind: kpi, shelves: {{values: [won_amount]}}, limit: {number}}}"))
    assert told == (
        f"won.yaml:5: tiles[0].chart.limit: {number} is no plain number or day; write one, or put quotes around it"
    )


def test_a_day_that_does_not_exist_is_refused() -> None:
    (told,) = problems(HEAD + "controls: {period: {from: 2017-02-30, to: 2017-03-31}}\n")
    assert told == "won.yaml:4: controls.period.from: there is no day 2017-02-30; write one of the calendar"


def test_a_period_backwards_is_refused() -> None:
    (told,) = problems(HEAD + "controls: {period: {from: 2017-03-31, to: 2017-01-01}}\n")
    what = "the period runs backwards: 2017-03-31 is after 2017-01-01; swap 'from' and 'to'"
    assert told == f"won.yaml:4: controls.period: {what}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("text: 5", "tiles[0].text: must be a text, not 5; put quotes around it"),
        ("panel: chrn", "tiles[0].panel: Unknown panel 'chrn'. Did you mean 'churn'?"),
        ("titel: a", "tiles[0].titel: unknown key 'titel'. Did you mean 'title'?"),
        ("chart: [bar]", "tiles[0].chart: must be a mapping, with one 'key: value' a line"),
        ("chart: {shelves: {}}", "tiles[0].chart.kind: 'kind' is missing; write it here"),
    ],
)
def test_a_tile_that_is_wrong_is_told(body: str, told: str) -> None:
    assert f"won.yaml:5: {told}" in problems(tile(body))


@pytest.mark.parametrize(
    ("control", "told"),
    [
        ("{field: reigon}", "field: Unknown control 'reigon'. Did you mean 'region'?"),
        ("{field: region, style: range}", "style: 'range' does not fit 'region'; write picker or search or switch"),
        ("{field: amount, style: search}", "style: 'search' does not fit 'amount'; write picker or switch or range"),
        (
            "{field: close_date, style: period}",
            "style: 'period' does not fit 'close_date'; write picker or switch or range",
        ),
        ("{field: grain, style: range}", "style: 'range' does not fit 'grain'; write picker or switch"),
        (
            "{field: region, style: slider}",
            "style: must be one of period, picker, range, search, switch, not 'slider'.",
        ),
    ],
)
def test_a_control_that_is_wrong_is_told(control: str, told: str) -> None:
    known = replace(
        NAMES,
        dimensions=NAMES.dimensions | {"amount"},
        dates=frozenset({"close_date"}),
        numbers=frozenset({"amount"}),
    )
    assert problems(tile(f"filter: {control}"), known) == [f"won.yaml:5: tiles[0].filter.{told}"]


@pytest.mark.parametrize("control", ["{field: period, style: period}", "{field: grain}", "{field: region}"])
def test_a_control_that_fits_is_not_told(control: str) -> None:
    known = replace(NAMES, dates=frozenset({"close_date"}), numbers=frozenset())
    assert problems(tile(f"filter: {control}"), known) == []


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        ("{kind: bar, shelves: {values: [won_amount]}}", "shelves: Put a dimension on Columns or Rows."),
        (
            "{kind: bar, shelves: {columns: [region], values: [target_amount]}}",
            "shelves.columns[0]: 'target_amount' cannot be grouped by 'region'",
        ),
        (
            "{kind: kpi, shelves: {values: [target_amount], filters: [{field: region, op: eq, value: Asia}]}}",
            "shelves.filters[0]: 'target_amount' cannot be grouped by 'region'",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount], filters: [{field: won_amount, op: gt, value: 1}]}}",
            "shelves.filters[0].field: 'won_amount' is a metric; put it on values or size",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount], filters: [{field: region, op: like, value: a}]}}",
            "shelves.filters[0].op: must be one of eq, ne, in, not_in, gt, gte, lt, lte, between, contains, "
            "starts_with, is_null, not_null, relative, not 'like'.",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount], filters: [{field: region, op: eq, value: {a: b}}]}}",
            "shelves.filters[0].value: must be a text, a number, a day, true or false, or a list of these",
        ),
        (
            "{kind: table, shelves: {columns: [close_date], rows: [{field: close_date, bins: [1, 2]}], "
            "values: [won_amount]}}",
            "shelves.rows[0]: 'close_date' stands here a second time with another grain or bins; keep one",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount]}, top: {field: region, n: 3, by: won_amount}}",
            "top.field: ranks 'region', which is on no shelf; put it on one",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount]}, sort: [{by: won_amout}]}",
            "sort[0].by: Unknown column 'won_amout'. Did you mean 'won_amount'?",
        ),
        (
            "{kind: kpi, shelves: {values: [won_amount]}, options: {legend: 'yes'}}",
            "options.legend: must be true or false, not 'yes'",
        ),
        (
            "{kind: kpi, shelves: {values: won_amount}}",
            "shelves.values: must be a list; write '- ' before each entry, or [one, two]",
        ),
        ("{kind: kpi, shelves: {values: [won_amount]}, limit: 0}", "limit: must be at least 1, not 0"),
    ],
)
def test_a_chart_that_is_wrong_is_told(chart: str, told: str) -> None:
    assert problems(tile(f"chart: {chart}")) == [f"won.yaml:5: tiles[0].chart.{told}"]


def test_tiles_that_overlap_or_leave_the_grid_are_told() -> None:
    text = f"""{HEAD}tiles:
  - {{id: a, x: 0, y: 0, w: 6, h: 4, text: one}}
  - {{id: a, x: 6, y: 0, w: 6, h: 4, text: beside}}
  - {{id: c, x: 5, y: 3, w: 8, h: 4, text: over}}
"""
    assert problems(text) == [
        "won.yaml:6: tiles[1].id: 'a' is already the id of tiles[0]; choose another",
        "won.yaml:7: tiles[2]: lies over the tile 'a'; move one of them",
        "won.yaml:7: tiles[2]: reaches past the 12 columns: x 5 + w 8 = 13; move or narrow it",
    ]


def test_a_filter_of_the_bar_that_a_tile_cannot_reach_is_told() -> None:
    bar = "controls: {where: [{field: region, op: eq, value: Asia}]}\n"
    assert problems(tile("chart: {kind: kpi, shelves: {values: [target_amount]}}") + bar) == [
        "won.yaml:6: controls.where[0]: in the tile 'a': 'target_amount' cannot be grouped by 'region'"
    ]


def test_a_relative_date_that_cannot_be_read_is_told() -> None:
    (told,) = problems(HEAD + "controls: {where: [{field: close_date, op: relative, value: last 3 moons}]}\n")
    assert told.startswith("won.yaml:4: controls.where[0].value: Unknown relative period 'last 3 moons'.")


def test_without_names_fields_are_not_looked_up() -> None:
    text = tile("chart: {kind: kpi, shelves: {values: [anything]}}")
    assert problems(text, None) == []


def test_a_board_whose_chart_is_unfinished_can_still_be_opened() -> None:
    text = tile("chart: {kind: bar}")
    assert parse_shape(text).tiles[0].chart == Chart(kind="bar")
    with pytest.raises(InvalidInput, match="Put a metric on Values"):
        parse(text)
