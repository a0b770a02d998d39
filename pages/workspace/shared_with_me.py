"""The boards that colleagues share with the reader."""

from widgets.shell.workspace import shared_with_me

shared_with_me()
