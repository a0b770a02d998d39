"""One's own boards: open, edit, share, rename, delete."""

from widgets.shell.workspace import my_boards

my_boards()
