"""Key figures on paper: number, name and change, and what the style of the card adds to them."""

from collections.abc import Mapping
from dataclasses import replace

from dashboards.model import Chart
from datasource.result import Column, Result
from widgets.blocks.kpi import change_text, compared, moved, trend_drawing, trend_of
from widgets.blocks.kpi_styles import Goal, attained, before_text, gauge_drawing, goal_of, target_text
from widgets.blocks.looks import form_of
from widgets.blocks.paper.ground import Ground
from widgets.blocks.paper.svg import Place, box, text
from widgets.blocks.reading import worded
from widgets.format import written

SMALL, NORMAL, BIG = 12, 13, 30
NUMBER, CHANGE = 54, 22  # pixels of a card's name and number, and of its change
BAR = 8
Row = Mapping[str, float | None]


def card_parts(chart: Chart, result: Result, ground: Ground) -> list[str]:
    """The key figures side by side."""
    result = compared(result, ground.reading, chart)
    row = result.rows.row(0, named=True) if result.rows.height else {}
    goal = goal_of(chart, row)
    columns = [column for column in worded(result.columns, chart.looks) if column.part == "value" and column.metric]
    if len(columns) > 1:
        columns = [column for column in columns if column.name != chart.options.target]
    width = ground.place.w / max(len(columns), 1)
    parts = []
    for at, column in enumerate(columns):
        place = replace(ground.place, x=ground.place.x + at * width, w=width - 8)
        parts += _card(column, row, goal, chart, result, replace(ground, place=place, name=f"{ground.name}-{at}"))
    return parts


def _card(  # noqa: PLR0913, PLR0917  (a number and all that is told of it)
    column: Column, row: Row, goal: Goal | None, chart: Chart, result: Result, ground: Ground
) -> list[str]:
    place, shades, look = ground.place, ground.shades, ground.reading.look
    name = text(place.x, place.y + SMALL, column.label, SMALL, shades.quiet, place.w)
    if chart.options.card == "gauge":
        rows, drawing = gauge_drawing(column, goal, dict(row), look, chart)
        return [name, ground.below(SMALL + 8).drawing(drawing, rows)]
    told = written(
        row.get(column.name), column.unit, form_of(column, chart.looks), look.language, look.currency, short=True
    )
    parts = [name, text(place.x, place.y + SMALL + BIG + 6, told, BIG, shades.ink, place.w, bold=True)]
    rest = ground.below(NUMBER)
    change = moved(column, dict(row))
    if change is not None:
        good = column.higher_is_better is not None and (change > 0) == column.higher_is_better
        color = shades.quiet if not change or column.higher_is_better is None else shades.good if good else shades.bad
        words = change_text(column, change, look.language) or ""
        parts.append(text(place.x, rest.place.y + 14, words, NORMAL, color, place.w))
        rest = rest.below(CHANGE)
    return parts + _style(column, row, goal, chart, result, rest)


def _style(  # noqa: PLR0913, PLR0917  (the same)
    column: Column, row: Row, goal: Goal | None, chart: Chart, result: Result, ground: Ground
) -> list[str]:
    """What stands below the number."""
    place, shades, reading = ground.place, ground.shades, ground.reading
    match chart.options.card:
        case "target":
            told = target_text(column, goal, dict(row), reading, chart)
            share = min(1.0, max(0.0, attained(row.get(column.name), goal) or 0.0))
            bar = Place(place.x, place.y + 24, place.w, BAR)
            done = replace(bar, w=bar.w * share)
            parts = [box(bar, shades.grid, radius=BAR / 2), box(done, shades.series[0], radius=BAR / 2)]
            return [text(place.x, place.y + 14, told, NORMAL, shades.quiet, place.w), *(parts if goal else [])]
        case "previous":
            told = before_text(column, dict(row), reading, chart)
            return [text(place.x, place.y + 14, told, NORMAL, shades.quiet, place.w)]
        case "sparkline":
            trend = trend_of(result, reading, column.name)
            small = replace(ground, place=replace(place, h=min(place.h, 60)))
            return [] if trend is None else [small.drawing(trend_drawing(trend, reading.look), trend.rows)]
        case _:
            return []
