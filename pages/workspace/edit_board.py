"""The editor of one board, for whoever may change it."""

from widgets.shell.workspace import edit_board

edit_board()
