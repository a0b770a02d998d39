"""Why an open deal has its chance: what its stage, the time there and its activity make of that of any deal."""

from collections.abc import Mapping

from datasource.result import Unit
from datasource.texts import N_, _
from widgets.format import number

AGES = (N_("up to 14 days"), N_("15 to 30 days"), N_("31 to 60 days"), N_("61 to 120 days"), N_("over 120 days"))


def why(row: Mapping[str, object], language: str) -> str:
    """One sentence of `base`, `by_stage`, `by_age`, `by_activity` (fractions), `age` (0 to 4) and `active`."""
    active = _("active lately") if row["active"] else _("no activity in 30 days")
    parts = (("by_stage", _("stage")), ("by_age", _(AGES[int(str(row["age"]))])), ("by_activity", active))
    told = [_("any deal {chance}").format(chance=number(_known(row["base"]), Unit.RATE, language, decimals=0))]
    for name, text in parts:
        points = round(_known(row[name]) * 100)
        if points or name == "by_stage":
            told.append(f"{text} {points:+d}")
    return ", ".join(told)


def _known(value: object) -> float:
    return float(str(value))
