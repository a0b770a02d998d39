"""The name that a chart gives a field, for every pill's settings."""

from datasource.texts import _
from widgets.builder import setting
from widgets.builder.opened import Opened
from widgets.builder.pill_change import look_of, with_look


def show_name(opened: Opened, field: str) -> None:
    """A line for another name; empty, the field keeps its own."""
    held = look_of(opened.draft.chart, field).label

    def take(label: str) -> None:
        opened.put_chart(lambda chart: with_look(chart, field, label=label))

    setting.text(
        opened.slot("name"), _("Name in this chart"), held, take, max_chars=80, placeholder=opened.palette.label(field)
    )
