"""The columns of a file of targets: what each may be called, and whether a line is a month or a year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from datasource.errors import InvalidInput, Problem, did_you_mean
from datasource.goals.sheet import TIERS
from datasource.texts import _

NAMES: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "holder level", "层级", "级别", "cấp"),
    "holder": ("holder", "name", "department", "employee", "login", "持有人", "对象", "部门", "员工", "姓名", "người"),
    "kind": ("kind", "type", "measured in", "类型", "指标", "目标类型", "loại"),
    "month": ("month", "月份", "月", "tháng"),
    "year": ("year", "fiscal year", "年度", "年份", "年", "năm"),
    "tier": ("tier", "档位", "档", "bậc"),
    "target": ("target", "target amount", "目标", "目标金额", "mục tiêu"),
    "stretch": ("stretch", "stretch amount", "挑战", "力争", "力争目标"),
    "challenge": ("challenge", "challenge amount", "冲刺", "冲刺目标", "挑战目标"),
    "year_amount": ("year amount", "year_amount", "year total", "全年", "年度目标", "全年目标"),
}
_MONTH = re.compile(r"(?:(\d{4})[-/.年])?\s*(\d{1,2})(?:-\d{1,2})?\s*月?")


@dataclass(frozen=True)
class Month:
    """A month as a file writes it; `year` is None where the line's own column says it."""

    number: int
    year: int | None = None


@dataclass(frozen=True)
class Layout:
    """Which column of the file holds what; `months` are the columns of a wide form."""

    columns: Mapping[str, str]
    months: Mapping[str, Month] = field(default_factory=dict)


def layout_of(header: tuple[str, ...]) -> Layout:
    """The layout of a file with this header; raises `InvalidInput` with every column that is missing or unknown."""
    known = {name: part for part, names in NAMES.items() for name in names}
    columns: dict[str, str] = {}
    months: dict[str, Month] = {}
    problems = []
    for name in header:
        part, month = known.get(name.casefold()), month_of(name)
        if part is not None and part not in columns:
            columns[part] = name
        elif month is not None:
            months[name] = month
        else:
            text = _("Column '{name}' is not known or stands twice.{hint} Rename or remove it.")
            problems.append(Problem("", text.format(name=name, hint=did_you_mean(name.casefold(), known))))
    problems += [Problem("", text) for text in _missing(columns, months)]
    if problems:
        raise InvalidInput(problems)
    return Layout(columns, months)


def month_of(text: str) -> Month | None:
    """`2026-03`, `2026/3`, `2026年3月`, `2026-03-01`, `3`, `3月` as a month; None for anything else."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return Month(int(found[2]), int(found[1]) if found[1] else None)


def _missing(columns: Mapping[str, str], months: Mapping[str, Month]) -> list[str]:
    told = [
        _("There is no column '{name}'; add it.").format(name=name)
        for name in ("level", "holder", "kind")
        if name not in columns
    ]
    if months and "month" in columns:
        told.append(_("Months stand both in the column 'month' and as columns of their own; keep one of the two."))
    if not months and not {"month"} <= set(columns):
        told.append(_("There is no column 'month' and no column for a single month, such as '2026-01'; add either."))
    if not months and not set(TIERS) & set(columns):
        told.append(_("There is no column 'target', 'stretch' or 'challenge'; add at least 'target'."))
    if any(month.year is None for month in months.values()) and "year" not in columns:
        told.append(_("Months without a year need a column 'year'; add it, or call them '2026-01'."))
    return told
