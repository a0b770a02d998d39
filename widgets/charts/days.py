"""Days laid out as a calendar: a column a week, a row a weekday, a block a year."""

from datetime import date, timedelta

import polars as pl

DAY, ROLE, NAME = "_day", "_role", "_name"
LEFT, RIGHT, TOP, BOTTOM = "_left", "_right", "_top", "_bottom"
SHORT = 54  # weeks that stand in one block, whatever the year
BLOCK = 9  # rows of a block: a line for the months, seven weekdays, and the gap below
GAP = 0.12  # of a cell between cells


def calendar_rows(field: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Every day from the first to the last of `field` with its corners (in cells), and rows that name what they are.

    `_role` is `day`, `month`, `year` or `weekday`; `_name` is the number of the weekday (0 = Monday) or the
    year, of a month only where a new year opens within a block.
    Undated rows have no day and are left out.
    """
    dated = rows.filter(pl.col(field).is_not_null() & pl.col(field).cast(pl.String).str.contains(r"^\d{4}-\d\d-\d\d$"))
    known = [date.fromisoformat(str(day)) for day in dated[field]]
    if not known:
        return dated.with_columns(
            pl.lit(None, pl.String).alias(DAY),
            pl.lit(None, pl.String).alias(ROLE),
            *(pl.lit(None, pl.Float64).alias(side) for side in (LEFT, RIGHT, TOP, BOTTOM)),
            pl.lit(None, pl.Int64).alias(NAME),
        )
    days = [min(known) + timedelta(days=at) for at in range((max(known) - min(known)).days + 1)]
    origin = days[0] - timedelta(days=days[0].weekday())
    short = (days[-1] - origin).days < SHORT * 7
    cells = [_cell(day, *_place(day, origin if short else None, days[0].year)) for day in days]
    laid = pl.DataFrame(cells).join(
        dated.with_columns(pl.col(field).cast(pl.String).alias(DAY)), on=DAY, how="left", maintain_order="left"
    )
    laid = laid.with_columns(pl.col(DAY).alias(field))
    labels = pl.DataFrame([*_months(cells), *_weekdays(cells), *([] if short else _years(cells))])
    return pl.concat([laid, labels], how="diagonal_relaxed")


def _place(day: date, origin: date | None, first: int) -> tuple[int, int]:
    """The week's column and the row of a day: from `origin` on, or within the block of its year."""
    if origin is not None:
        return (day - origin).days // 7, 1 + day.weekday()
    opening = date(day.year, 1, 1)
    return ((day - opening).days + opening.weekday()) // 7, 1 + day.weekday() + BLOCK * (day.year - first)


def _cell(day: date, column: int, row: int) -> dict[str, object]:
    return {**_corners(column, row), DAY: day.isoformat(), ROLE: "day", NAME: day.weekday()}


def _corners(column: float, row: float) -> dict[str, float]:
    return {LEFT: column + GAP / 2, RIGHT: column + 1 - GAP / 2, TOP: row + GAP / 2, BOTTOM: row + 1 - GAP / 2}


def _months(cells: list[dict[str, object]]) -> list[dict[str, object]]:
    """The name of each month above its first whole column; of one that only ends here, where nothing stands close."""
    found: list[dict[str, object]] = []
    seen: set[str] = set()
    for cell in cells:
        day, left = str(cell[DAY]), float(str(cell[LEFT]))
        if day[:7] in seen:
            continue
        seen.add(day[:7])
        row = float(int(float(str(cell[TOP])) // BLOCK) * BLOCK)
        if found and found[-1][TOP] == _corners(0, row)[TOP] and left - float(str(found[-1][LEFT])) < 2:
            found.pop()
        found.append({**_corners(left - GAP / 2, row), DAY: day, ROLE: "month", NAME: _opening(day, row, found)})
    return found


def _opening(day: str, row: float, before: list[dict[str, object]]) -> int | None:
    """The year that a month opens within a block, which its name is."""
    same = bool(before) and before[-1][TOP] == _corners(0, row)[TOP]
    return int(day[:4]) if same and str(before[-1][DAY])[:4] < day[:4] else None


def _weekdays(cells: list[dict[str, object]]) -> list[dict[str, object]]:
    """Every second weekday's name left of its row, in each block."""
    blocks = dict.fromkeys(int(float(str(cell[TOP])) // BLOCK) for cell in cells)
    first = min(float(str(cell[LEFT])) for cell in cells) - GAP / 2
    return [
        {**_corners(first - 0.6, 1 + weekday + BLOCK * block), DAY: None, ROLE: "weekday", NAME: weekday}
        for block in blocks
        for weekday in (0, 2, 4)
    ]


def _years(cells: list[dict[str, object]]) -> list[dict[str, object]]:
    first = min(float(str(cell[LEFT])) for cell in cells) - GAP / 2
    named = dict.fromkeys((int(float(str(cell[TOP])) // BLOCK), int(str(cell[DAY])[:4])) for cell in cells)
    return [{**_corners(first - 0.6, BLOCK * block), DAY: None, ROLE: "year", NAME: year} for block, year in named]
