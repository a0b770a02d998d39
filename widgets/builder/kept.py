"""The calculations that people keep, as fields of the shelves; one that is used becomes a copy in the chart. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboards.library import Kept
from dashboards.model import Chart
from datasource.calculation import Calculation
from datasource.texts import _
from widgets.builder.calculating import fresh_id, no_room, put, with_calculations
from widgets.builder.palette import Palette, Pick


def with_kept(
    palette: Palette, chart: Chart, offered: Iterable[Kept], account_id: int, owners: Mapping[int, str]
) -> Palette:
    """The palette of the chart with the kept calculations that it does not hold yet, after its own ones."""
    held = {one.saved for one in chart.calculations}
    kept = {one.name: one for one in offered if one.name not in held}
    if not kept:
        return palette
    named = tuple(one.copy.model_copy(update={"id": name}) for name, one in kept.items())
    wider = with_calculations(palette, named)
    picks = [
        _pick(pick, kept[pick.name], mine=kept[pick.name].owner_id == account_id, owners=owners)
        for pick in wider.picks[: len(named)]
    ]
    made = [pick for pick in palette.picks if pick.made]
    rest = [pick for pick in palette.picks if not pick.made]
    copies = {name: one.copy for name, one in kept.items()}
    return replace(wider, picks=(*made, *picks, *rest), kept=copies)


def _pick(pick: Pick, kept: Kept, *, mine: bool, owners: Mapping[int, str]) -> Pick:
    entry = kept.entry
    owner = owners.get(kept.owner_id, "")
    whose = (_("shared") if entry.shared else _("only I")) if mine else owner
    told = [pick.definition, "" if mine else _("From {owner}").format(owner=owner)]
    if entry.certified_by:
        told.append(_("Certified by {login}").format(login=entry.certified_by))
    return replace(
        pick,
        definition=" · ".join(filter(None, told)),
        subject=_("My calculations") if mine else _("Team metrics"),
        made=False,
        kept="mine" if mine else "team",
        note=f"{whose} ✓" if entry.certified_by else whose,
    )


def adopted(chart: Chart, name: str, palette: Palette) -> tuple[Chart, str]:
    """The chart with a copy of the kept calculation `name`, and the id of that copy; any other name as it is."""
    kept = palette.kept.get(name)
    if kept is None:
        return chart, name
    copy = _held(chart, name)
    if copy is None:
        taken = (*palette.by_name, *(one.id for one in chart.calculations))
        copy = kept.model_copy(update={"id": fresh_id(kept.id, taken)})
    return put(chart, copy), copy.id


def no_room_for(name: str, chart: Chart, palette: Palette) -> str:
    """Why the chart cannot take a copy of the kept calculation, or an empty text."""
    kept = palette.kept.get(name)
    if kept is None or _held(chart, name) is not None:
        return ""
    return no_room(kept.model_copy(update={"id": name}), chart)


def _held(chart: Chart, name: str) -> Calculation | None:
    return next((one for one in chart.calculations if one.saved == name), None)
