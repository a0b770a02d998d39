"""A draft as a text and back: the chart, its title, and a hundred steps each way. Pure; no screen, no database.

A text that cannot be read (an older form, a damaged row) is no draft: the person begins with an empty one.
"""

import json
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from dashboards.model import Chart, Controls
from widgets.builder.draft import REMEMBERED, Draft, Origin

FORM = 1
LONGEST = 2_000_000
"""The most characters that a draft takes; beyond it the oldest steps are left out."""


def draft_text(draft: Draft) -> str:
    """The draft as JSON, within `LONGEST`; what a session alone knows (numbers of edits, open settings) is left out."""
    return _text(draft, LONGEST - 20_000)


def _text(draft: Draft, room: int) -> str:
    """The draft with as many steps as there is room for, then with the unsaved work that gave way to it."""
    past, future = list(draft.past[-REMEMBERED:]), list(draft.future[:REMEMBERED])
    size = sum(len(_chart_text(chart)) for chart in (draft.chart, *past, *future))
    while size > room and (past or future):
        size -= len(_chart_text(past.pop(0) if past else future.pop()))
    steps = {name: ",".join(map(_chart_text, charts)) for name, charts in (("past", past), ("future", future))}
    rest = {
        "form": FORM,
        "title": draft.title,
        "controls": draft.controls.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "origin": vars(draft.origin) if draft.origin else None,
    }
    whole = json.dumps(rest, ensure_ascii=False)[1:-1]
    own = f'{{"chart":{_chart_text(draft.chart)},"past":[{steps["past"]}],"future":[{steps["future"]}],{whole}'
    if draft.saved is not None:
        own += f',"saved":{_chart_text(draft.saved)}'
    for name, other in (("before", draft.before), ("after", draft.after)):
        told = _text(other, room - len(own)) if other else ""
        if told and len(told) <= room - len(own):
            own += f',"{name}":{told}'
    return own + "}"


@lru_cache(maxsize=1024)
def _chart_text(chart: Chart) -> str:
    return chart.model_dump_json(by_alias=True, exclude_defaults=True)


def read_draft(text: str) -> Draft | None:
    """The draft of a text, or None when it is none."""
    try:
        return _draft(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        return None


def _draft(told: Any) -> Draft | None:
    if told["form"] != FORM:
        return None
    saved, before, after = (told.get(name) for name in ("saved", "before", "after"))
    return Draft(
        chart=_chart(told["chart"]),
        title=str(told["title"])[:200],
        controls=Controls.model_validate(told["controls"]),
        origin=Origin(**told["origin"]) if told["origin"] else None,
        past=tuple(map(_chart, told["past"][-REMEMBERED:])),
        future=tuple(map(_chart, told["future"][:REMEMBERED])),
        saved=_chart(saved) if saved else None,
        before=_draft(before) if before else None,
        after=_draft(after) if after else None,
    )


def _chart(told: Any) -> Chart:
    return Chart.model_validate(told)
