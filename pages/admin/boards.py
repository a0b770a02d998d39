"""Every board of everybody: which are used, whose owner has left; pass on or clear away."""

from widgets.shell.workspace import all_boards

all_boards()
