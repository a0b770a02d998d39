"""A word-sized line: how a number moved, without axes."""

from functools import lru_cache
from typing import Any

import altair as alt

from datasource.result import Column
from widgets.charts import words
from widgets.charts.encode import switched
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours


@lru_cache(maxsize=256)
def sparkline(bucket: Column, measure: Column, look: Look) -> dict[str, Any]:
    """The drawing of `measure` over the date buckets of `bucket`, with a dot under the pointer. Do not change it."""
    text = words.bucket_text(f"datum['{bucket.name}']", bucket.grain, look.language)
    base = alt.Chart(alt.NamedData(name="rows")).transform_calculate(as_="_bucket", calculate=text)
    shade = colours(look).series[0]
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    places = base.encode(
        x=alt.X(field=bucket.name, type="ordinal", sort="ascending", axis=None, scale=alt.Scale(padding=0)),
        y=alt.Y(field=measure.name, type="quantitative", axis=None, scale=alt.Scale(zero=True)),
    )
    tips = [
        alt.Tooltip(field="_bucket", type="nominal", title=bucket.label),
        alt.Tooltip(
            field=measure.name, type="quantitative", title=measure.label, format=words.full_format(measure, look)
        ),
    ]
    fill = places.properties(name="fill").mark_area(color=shade, opacity=0.14)
    strand = places.properties(name="strand").mark_line(color=shade, strokeWidth=1.6)
    dot = places.properties(name="dots").mark_point(filled=True, size=40, color=shade)
    cases = alt.when(near, empty=False).then(alt.value(1)).otherwise(alt.value(0))
    shown = switched(alt.OpacityValue, cases)
    return bare(layered(fill, strand, dot.encode(opacity=shown, tooltip=tips).add_params(near)))
