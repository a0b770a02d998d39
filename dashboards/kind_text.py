"""The chart kinds as a table of Markdown: a row for each way to fill the shelves, made from the kinds themselves."""

from dashboards.form import Form, Room, Type
from dashboards.kind_table import KINDS

HEADS = ("`kind`", "columns and rows", "`values`", "`color`", "`size`", "`second`", "`detail`", "`hints`", "`facet`")
OTHERS = ("values", "color", "size", "second", "detail", "hints", "facet")
MOST = 16
_OF: dict[Type, str] = {
    "date": "a date",
    "day": "a date by day",
    "number": "a number with bins",
    "place": "`region` or `city`",
    "country": "`country` or `region`",
}


def kinds_markdown() -> str:
    """The table of `docs/dashboard-files.md`; a second form of a kind has its row below the first."""
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for kind in KINDS.values():
        names = (f"`{kind.name}`", *("or" for _form in kind.forms[1:]))
        lines += [_row(name, form) for name, form in zip(names, kind.forms, strict=True)]
    return "\n".join(lines) + "\n"


def _row(name: str, form: Form) -> str:
    return f"| {' | '.join((name, _axes(form), *(_count(getattr(form, shelf)) for shelf in OTHERS)))} |"


def _axes(form: Form) -> str:
    """Both together where they are bounded together, else each by its name; and the type that is asked for."""
    types = ", ".join(_OF[wanted] for _shelf, wanted in form.types)
    if form.axes.high < MOST:
        told = _count(form.axes)
    else:
        rooms = {"columns": form.columns, "rows": form.rows}
        told = ", ".join(f"{_count(room)} on {shelf}" for shelf, room in rooms.items() if room.high)
    return f"{told}: {types}" if types else told


def _count(room: Room) -> str:
    if room.high == 0:
        return "–"
    return f"{room.low}" if room.low == room.high else f"{room.low}–{room.high}"
