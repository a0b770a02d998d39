"""Targets by month and tier: enter, spread, import."""

from widgets.shell.goals import edit_targets

edit_targets()
