"""A calendar: every day a cell, a column a week, a block a year; the colour tells the number of the day."""

import json
from typing import Any

import altair as alt
from babel.dates import get_day_names

from datasource.question import Grain
from widgets.charts import encode, words
from widgets.charts.days import BOTTOM, DAY, LEFT, NAME, RIGHT, ROLE, TOP
from widgets.charts.ramp import ramp
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

# Names need lines of their own height, months the width of their four weeks, and years no more than their block.
LINE = "abs(scale('y', 2) - scale('y', 0)) > 15"
ROOMY = {
    "month": f"{LINE} && (abs(scale('x', 4) - scale('x', 0)) > 26"
    f" || abs(scale('x', 13) - scale('x', 0)) > 34 && toNumber(slice(datum.{DAY}, 5, 7)) % 3 === 1)",
    "weekday": LINE,
    "year": "abs(scale('y', 9) - scale('y', 0)) > 12",
}


def calendar(scene: Scene) -> alt.LayerChart:
    """Cells from the first to the last day; rows come from `drawn_rows`. A day without a number is an empty cell."""
    measure, click, shades = scene.measures[0], encode.pick(scene), colours(scene.look)
    days = encode.canvas(scene).transform_filter(f"datum.{ROLE} === 'day'")
    known = f"isValid(datum['{measure.name}'])"
    empty = days.properties(name="empty").transform_filter(f"!{known}")
    cells = days.transform_filter(known).mark_rect(cursor="pointer", cornerRadius=1.5)
    shown = cells.encode(
        **_corners(),
        color=ramp(measure, scene),
        tooltip=encode.tooltips(scene),
        opacity=encode.picked_opacity(click),
    )
    return layered(
        empty.mark_rect(fill=shades.grid, cornerRadius=1.5).encode(**_corners()),
        shown.add_params(click),
        *_names(scene),
    )


def _corners() -> dict[str, Any]:
    plain, down = alt.Scale(nice=False, zero=False), alt.Scale(nice=False, zero=False, reverse=True)
    return {
        "x": alt.X(field=LEFT, type="quantitative", axis=None, scale=plain),
        "x2": alt.X2(RIGHT),
        "y": alt.Y(field=TOP, type="quantitative", axis=None, scale=down),
        "y2": alt.Y2(BOTTOM),
    }


def _names(scene: Scene) -> tuple[alt.Chart, ...]:
    """Months above the weeks in which they begin, weekdays and years at the left."""
    days = [get_day_names("abbreviated", locale=scene.look.language)[at] for at in range(7)]
    opened = f"isValid(datum.{NAME}) ? '' + datum.{NAME}"
    month = f"{opened} : ({words.bucket_lines(f'datum.{DAY}', Grain.MONTH, scene.look.language)})[0]"
    texts: dict[str, tuple[str, Any, str, Any]] = {
        "month": (month, "left", LEFT, "normal"),
        "weekday": (f"{json.dumps(days, ensure_ascii=False)}[datum.{NAME}]", "right", LEFT, "normal"),
        "year": (f"'' + datum.{NAME}", "right", LEFT, "bold"),
    }
    places = _corners()
    return tuple(
        encode.canvas(scene, f"{role}s")
        .transform_filter(f"datum.{ROLE} === '{role}'")
        .transform_calculate(as_="_text", calculate=text)
        .transform_calculate(as_="_middle", calculate=f"(datum.{TOP} + datum.{BOTTOM}) / 2")
        .mark_text(
            align=align,
            baseline="middle",
            color=colours(scene.look).quiet,
            fontWeight=weight,
            fontSize=11,
            opacity=alt.ExprRef(expr=f"{ROOMY[role]} ? 1 : 0"),
        )
        .encode(
            x=alt.X(field=side, type="quantitative", axis=None, scale=places["x"]["scale"]),
            y=alt.Y(field="_middle", type="quantitative", axis=None, scale=places["y"]["scale"]),
            text=alt.Text(field="_text", type="nominal"),
        )
        for role, (text, align, side, weight) in texts.items()
    )
