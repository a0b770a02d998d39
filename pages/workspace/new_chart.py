"""Build a chart by dragging fields, see it at once, save and share it."""

from widgets.shell.workspace import new_chart

new_chart()
