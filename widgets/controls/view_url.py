"""The filter bar's choice ⇄ the parameters of a link: a link reopens the same view, and a garbled one opens the page.

Only what differs from the board's opening choice is written, so that an untouched page has a short address.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.model import Controls
from datasource.periods import PRESETS
from datasource.question import Grain, Period
from datasource.texts import _
from widgets.controls.choice import Choice, opening_choice, range_filter

Params = Mapping[str, Sequence[str]]
NO_COMPARISON = "none"
OWN_GRAIN = "auto"
NAMED, QUOTED = 5, 40
LONGEST_SEARCH = 200
COMPARISONS = ("previous", "last_year")
_BUILT_IN = ("period", "grain", "compare")


@dataclass(frozen=True)
class Reading:
    """The choice that a link asks for, and one sentence about what of it could not be followed (empty: all could)."""

    choice: Choice
    note: str = ""


def write_link(choice: Choice, controls: Controls) -> dict[str, list[str]]:
    """The parameters that reopen `choice`: those that differ from the board's opening."""
    opening = opening_choice(controls)
    params: dict[str, list[str]] = {}
    if choice.period != opening.period:
        params.update(_period_params(choice.period))
    if choice.grain != opening.grain:
        params["grain"] = [choice.grain or OWN_GRAIN]
    if choice.compare != opening.compare:
        params["compare"] = [choice.compare or NO_COMPARISON]
    for name in dict(opening.picks) | dict(choice.picks):
        if choice.picked(name) != opening.picked(name):
            params[name] = list(choice.picked(name)) or [""]
    if not choice.below:
        params["below"] = ["0"]
    if choice.former:
        params["former"] = ["1"]
    return params


def read_link(params: Params, controls: Controls, beside: Collection[str] = ()) -> Reading:
    """The choice of a link. What is unknown or garbled is left at the board's opening and named in the note.

    `beside` are parameters that the page itself understands (`board` …).
    """
    choice = opening_choice(controls)
    failed: list[str] = []
    for name in _ordered(params, beside):
        try:
            choice = _reader(name, controls)(choice, params)
        except (ValueError, LookupError):
            failed.append(name)
    return Reading(choice, unread_note({name: params[name] for name in failed}))


def unread_note(failed: Params) -> str:
    """One sentence that names the parameters which could not be followed; empty without any."""
    if not failed:
        return ""
    note = _("The link holds something this page cannot read and leaves out: {names}.")
    return note.format(names=listed([f"{name}={','.join(values)}" for name, values in failed.items()]))


def listed(quoted: Sequence[str]) -> str:
    """What a link says, cut short and as code: a notice shows the text and never obeys it (no link, no picture)."""
    named = [f"`{' '.join(text.replace('`', ' ').split())[:QUOTED]}`" for text in quoted[:NAMED]]
    if len(quoted) > NAMED:
        named.append(_("{count} more").format(count=len(quoted) - NAMED))
    return ", ".join(named)


def link_names(controls: Controls) -> tuple[str, ...]:
    """Every parameter that a board's link may hold."""
    pickers = [name for name in controls.show if name not in _BUILT_IN]
    names = [*(name for name in controls.show if name in ("grain", "compare")), *pickers]
    names += ["period", "from", "to"] if "period" in controls.show else []
    names += ["below"] if "department" in pickers else []
    names += ["former"] if "owner" in pickers else []
    return tuple(names)


def _ordered(params: Params, beside: Collection[str]) -> Iterable[str]:
    """The parameters to read, a custom range as one."""
    return [name for name in params if name not in beside and not (name == "to" and "from" in params)]


def _reader(name: str, controls: Controls) -> Callable[[Choice, Params], Choice]:
    if name not in link_names(controls):
        raise LookupError(name)
    sort = name.rpartition(".")[2] if "." in name else ""
    if sort in _CANVAS:
        return lambda choice, params: choice.with_pick(name, [_CANVAS[sort](name, _one(params[name]))])
    return _READERS.get(name, lambda choice, params: choice.with_pick(name, [m for m in params[name] if m]))


def _checked_range(name: str, text: str) -> str:
    range_filter(name.partition(".")[0], text)
    return text


def _checked_search(_name: str, text: str) -> str:
    if not 0 < len(text) <= LONGEST_SEARCH:
        raise ValueError(text)
    return text


_CANVAS: Mapping[str, Callable[[str, str], str]] = {"range": _checked_range, "search": _checked_search}


def _read_preset(choice: Choice, params: Params) -> Choice:
    name = _one(params["period"])
    if name not in PRESETS or "from" in params or "to" in params:
        raise ValueError(name)
    return choice.with_(period=Period(preset=name, field=choice.period.field))


def _read_range(choice: Choice, params: Params) -> Choice:
    start, end = (date.fromisoformat(_one(params[name])) for name in ("from", "to"))
    return choice.with_(period=Period.model_validate({"from": start, "to": end, "field": choice.period.field}))


def _read_grain(choice: Choice, params: Params) -> Choice:
    value = _one(params["grain"])
    return choice.with_(grain=None if value == OWN_GRAIN else Grain(value))


def _read_comparison(choice: Choice, params: Params) -> Choice:
    value = _one(params["compare"])
    return choice.with_(compare=None if value == NO_COMPARISON else value)


def _read_below(choice: Choice, params: Params) -> Choice:
    return choice.with_(below=_switch(params["below"]))


def _read_former(choice: Choice, params: Params) -> Choice:
    return choice.with_(former=_switch(params["former"]))


_READERS: Mapping[str, Callable[[Choice, Params], Choice]] = {
    "period": _read_preset,
    "from": _read_range,
    "to": _read_range,
    "grain": _read_grain,
    "compare": _read_comparison,
    "below": _read_below,
    "former": _read_former,
}


def _one(values: Sequence[str]) -> str:
    if len(values) != 1:
        raise ValueError(values)
    return values[0]


def _switch(values: Sequence[str]) -> bool:
    return {"0": False, "1": True}[_one(values)]


def _period_params(period: Period) -> dict[str, list[str]]:
    if period.preset is not None:
        return {"period": [period.preset]}
    ends = {"from": period.start, "to": period.end}
    return {name: [day.isoformat()] for name, day in ends.items() if day is not None}
