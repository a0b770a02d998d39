"""The editor of a board: tiles on a grid by mouse, finger and keys, settings of tile and board, publishing."""
