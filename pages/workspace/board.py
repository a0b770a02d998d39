"""One board of a person, for whoever may see it."""

from widgets.shell.workspace import board

board()
