"""A board with a tile of every chart kind and of every option, six a tab, over the demo company."""

from collections.abc import Iterable

from dashboards.chart import Chart, Shelves
from dashboards.model import COLUMNS, Controls, Dashboard, Tab, Tile
from dashboards.options import (
    Annotation,
    FieldLook,
    Highlight,
    NumberFormat,
    Options,
    ReferenceBand,
    ReferenceLine,
)
from dashboards.style import PALETTES, TileStyle
from datasource.calculation import Calculation, Shown
from datasource.question import Dimension, Grain, Op, Period, Sort, Top

SLUG = "every-kind"
A_TAB, ACROSS, HIGH = 6, 3, 6

WON, OPEN, RATE, COUNT = "won_amount", "open_amount", "win_rate", "won_count"
OWNER, CITY, REGION = (Dimension(field=name) for name in ("owner", "city", "region"))
INDUSTRY, SOURCE, OUTCOME = (Dimension(field=name) for name in ("industry", "source", "outcome"))
DEPARTMENT, STAGE, CUSTOMER = (Dimension(field=name) for name in ("department", "stage", "customer"))
PRODUCT, GROUP = (Dimension(field=name) for name in ("product", "product_category"))
MONTH = Dimension(field="close_date", grain=Grain.MONTH)
QUARTER = Dimension(field="close_date", grain=Grain.QUARTER)
MADE = Dimension(field="created_date", grain=Grain.MONTH)
DAY = Dimension(field="created_date", grain=Grain.DAY)
AMOUNTS = Dimension(field="amount", bins=(50_000.0, 100_000.0, 200_000.0, 500_000.0, 1_000_000.0))

Made = tuple[str, str, Chart]


def chart(kind: str, *values: str, **shelves: object) -> Chart:
    """A chart of `values` with `shelves`; everything of a chart that is no shelf is given under its own name."""
    rest = {name: shelves.pop(name) for name in list(shelves) if name not in Shelves.model_fields}
    return Chart.model_validate(
        {"kind": kind, "shelves": Shelves.model_validate({"values": values, **shelves}), **rest}
    )


def every_kind() -> tuple[Made, ...]:
    """One chart of every kind, with a title."""
    owners = Top(field="owner", n=8, by=WON)
    return (
        ("bar", "Won amount by owner", chart("bar", WON, columns=(OWNER,), top=owners)),
        ("stacked_bar", "New opportunities by stage", _crossed("stacked_bar")),
        ("line", "Won and lost amount", chart("line", WON, "lost_amount", columns=(MONTH,))),
        ("area", "Won amount by source", chart("area", WON, columns=(MONTH,), color=SOURCE)),
        ("pie", "Won amount by source", chart("pie", WON, color=SOURCE)),
        ("scatter", "Win rate against won amount", chart("scatter", WON, RATE, detail=(OWNER,), color=DEPARTMENT)),
        ("kpi", "", chart("kpi", WON, compare="previous")),
        ("table", "Owners", chart("table", WON, COUNT, RATE, rows=(OWNER, DEPARTMENT), totals=True)),
        ("funnel", "Opportunities that reached a stage", chart("funnel", "reached_opportunities", rows=(STAGE,))),
        ("combo", "Won amount and win rate", chart("combo", WON, columns=(MONTH,), second=(RATE,))),
        ("pareto", "Customers that bring the money", _largest("pareto", CUSTOMER, WON, 10)),
        ("waterfall", "Won amount by region", chart("waterfall", WON, columns=(REGION,))),
        ("treemap", "Sold amount by product", chart("treemap", "sold_amount", rows=(PRODUCT,), color=GROUP)),
        ("donut", "Opportunities by outcome", chart("donut", "new_opportunities", color=OUTCOME)),
        ("gauge", "Attainment", chart("gauge", "contract_amount", "target_amount")),
        ("map", "Contract amount by province", chart("map", "contract_amount", rows=(REGION,))),
        ("grouped_bar", "Won and lost by quarter", chart("grouped_bar", WON, "lost_amount", columns=(QUARTER,))),
        ("full_bar", "Share of stages", _crossed("full_bar")),
        ("horizontal_bar", "Won amount by city", _largest("horizontal_bar", CITY, WON, 12)),
        ("step", "Open pipeline", chart("step", "new_opportunities", columns=(MADE,))),
        ("stacked_area", "Won amount by source", chart("stacked_area", WON, columns=(MONTH,), color=SOURCE)),
        ("bubble", "Owners", chart("bubble", WON, RATE, size=COUNT, rows=(OWNER,), options=Options(labels=True))),
        ("heatmap", "Opportunities by month and source", _grid("heatmap")),
        ("calendar", "Follow-ups by day", chart("calendar", "follow_ups", columns=(DAY,))),
        ("histogram", "Won opportunities by amount", chart("histogram", COUNT, columns=(AMOUNTS,))),
        ("box", "Amounts of customers", chart("box", WON, columns=(SOURCE,), detail=(CUSTOMER,))),
        ("bullet", "Against target", chart("bullet", "contract_amount", "target_amount", rows=(OWNER,), top=owners)),
        ("slope", "Two quarters by source", _slope()),
        ("radar", "Sources by quarter", chart("radar", WON, "open_amount", columns=(SOURCE,))),
        ("packed", "Won amount by city", _largest("packed", CITY, WON, 24)),
        ("world_map", "Contract amount of the world", chart("world_map", "contract_amount", rows=(REGION,))),
        ("pivot", "Department and owner by quarter", chart("pivot", WON, rows=(DEPARTMENT, OWNER), columns=(QUARTER,))),
        ("detail", "Opportunities", _list()),
    )


def every_option() -> tuple[Made, ...]:
    """Charts that use the options, calculations and looks, each with a title."""
    return (*_lines_and_scales(), *_tables(), *_cards(), *_palettes())


def board(made: Iterable[Made], slug: str = SLUG) -> Dashboard:
    """A board of these charts, six a tab."""
    charts = tuple(made)
    tabs = tuple(Tab(id=f"tab{one}", title=f"Sheet {one + 1}") for one in range(-(-len(charts) // A_TAB)))
    tiles = tuple(_tile(place, *one) for place, one in enumerate(charts))
    controls = Controls(show=("period", "department"), period=Period(preset="last_365_days"), grain=Grain.MONTH)
    return Dashboard(id=slug, title="Every kind", controls=controls, tabs=tabs, tiles=tiles)


def _tile(place: int, name: str, title: str, drawn: Chart) -> Tile:
    wide = COLUMNS // ACROSS
    row, column = divmod(place % A_TAB, ACROSS)
    style = TileStyle(palette=name.removeprefix("palette-")) if name.startswith("palette-") else TileStyle()
    return Tile(
        id=name,
        title=title,
        tab=f"tab{place // A_TAB}",
        x=column * wide,
        y=row * HIGH,
        w=wide,
        h=HIGH,
        chart=drawn,
        style=style,
    )


def _crossed(kind: str) -> Chart:
    return chart(kind, "new_opportunities", columns=(MADE,), color=STAGE, options=Options(labels=kind == "full_bar"))


def _largest(kind: str, dimension: Dimension, metric: str, count: int) -> Chart:
    top = Top(field=dimension.field, n=count, by=metric)
    return chart(kind, metric, rows=(dimension,), top=top, options=Options(labels=kind == "horizontal_bar"))


def _grid(kind: str) -> Chart:
    return chart(kind, "new_opportunities", columns=(MADE,), rows=(SOURCE,), options=Options(labels=True))


def _slope() -> Chart:
    period = Period.model_validate({"from": "2026-01-01", "to": "2026-06-30"})
    return chart("slope", WON, columns=(QUARTER,), color=SOURCE, period=period)


def _list() -> Chart:
    fields = tuple(Dimension(field=name) for name in ("customer", "owner", "stage", "amount", "created_date"))
    return chart("detail", "new_opportunities", columns=fields)


def _lines_and_scales() -> tuple[Made, ...]:
    marked = Options(
        trend=True,
        marks=True,
        lines=(ReferenceLine(of="median", label="Median"), ReferenceLine(value=6_000_000, label="Goal")),
        bands=(ReferenceBand(low=1_000_000, high=2_000_000, label="Quiet months"),),
        notes=(Annotation(at="2026-03", text="Price list changed"),),
    )
    small = chart("bar", WON, columns=(QUARTER,), facet=SOURCE)
    smalls = chart("line", WON, columns=(MONTH,), facet=REGION, color=None)
    log = chart("horizontal_bar", WON, rows=(INDUSTRY,), options=Options(log=True, labels=True))
    percent = FieldLook(field=RATE, label="赢单率(按关闭日期)", number=NumberFormat(style="percent", decimals=2))
    money = FieldLook(field=WON, label="Won, of all currencies", number=NumberFormat(style="full", suffix=" net"))
    named = chart("combo", WON, columns=(MONTH,), second=(RATE,), looks=(percent, money), options=Options(labels=True))
    grades = chart("bar", WON, columns=(MONTH,), looks=(_graded(),), options=Options(labels=True))
    return (
        (
            "marked",
            "A line with a trend, an average, a goal, a band and a note",
            chart("line", WON, columns=(MONTH,), options=marked),
        ),
        ("small", "Small multiples of bars", small),
        ("smalls", "Small multiples of lines", smalls),
        ("log", "A log scale with labels", log),
        ("named", "名称很长的图表标题:各月赢单金额与赢单率的双轴组合图(按关闭日期统计)", named),
        ("graded", "Bars by value", grades),
    )


def _graded() -> FieldLook:
    rules = (
        Highlight(op=Op.GTE, value=4_000_000.0, color="good"),
        Highlight(op=Op.LT, value=2_000_000.0, color="bad"),
    )
    return FieldLook(field=WON, highlights=rules, bars=True)


def _shown(as_: str) -> Shown:
    return Shown.model_validate({"metric": WON, "as": as_})


def _tables() -> tuple[Made, ...]:
    share = Calculation(id="part", label="Share", shown=_shown("share_of_total"))
    rank = Calculation(id="place", label="Rank", shown=_shown("rank"))
    run = Calculation(id="run", label="Running total", shown=_shown("running_total"))
    owners = Top(field="owner", n=5, by=WON)
    return (
        (
            "bars-in-table",
            "Data bars, ranks, shares and rules",
            chart(
                "table",
                WON,
                "part",
                "place",
                rows=(OWNER,),
                calculations=(share, rank),
                looks=(_graded(),),
                top=owners,
                sort=(Sort(by=WON, desc=True),),
                totals=True,
            ),
        ),
        (
            "pivot-wide",
            "Two levels and two metrics",
            chart("pivot", WON, COUNT, rows=(REGION, CITY), columns=(QUARTER, OUTCOME)),
        ),
        ("top-others", "Five owners and the others", chart("pie", WON, columns=(OWNER,), top=owners)),
        (
            "running",
            "Running total beside each month",
            chart("combo", WON, columns=(MONTH,), second=("run",), calculations=(run,)),
        ),
        (
            "many-lines",
            "Lines of eight sources with labels",
            chart("line", "new_opportunities", columns=(MADE,), color=SOURCE, options=Options(labels=True)),
        ),
        ("crowded", "Forty customers", chart("bar", WON, columns=(CUSTOMER,), top=Top(field="customer", n=40, by=WON))),
    )


def _cards() -> tuple[Made, ...]:
    styles = ("plain", "sparkline", "target", "previous", "gauge")
    cards = tuple(
        (f"card-{style}", "", chart("kpi", "contract_amount", options=Options(card=style, target="target_amount")))
        for style in styles
    )
    several = chart("kpi", WON, COUNT, RATE, compare="last_year")
    return (*cards, ("card-several", "", several))


def _palettes() -> tuple[Made, ...]:
    return tuple(
        (f"palette-{name}", f"The palette {name}", chart("stacked_bar", WON, columns=(QUARTER,), color=SOURCE))
        for name in PALETTES
    )
