"""Boards that come with the program: to look at, and to begin with."""

from widgets.shell.workspace import gallery

gallery()
