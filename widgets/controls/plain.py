"""Texts that people typed, where Streamlit reads Markdown: labels show them as they are, notes fetch nothing."""

import re

_PICTURE = re.compile(r"!+\[")
_OBEYED = re.compile(r"[\\`*_\[\]<>#~$|!]|:(?=\S)")


def plain(text: str) -> str:
    """A text that a label shows as it is: signs that Markdown would obey stand behind a backslash."""
    return _OBEYED.sub(r"\\\g<0>", text)


def without_pictures(markdown: str) -> str:
    """Markdown in which a picture is a link to it: a text may lead to another host, but never ask it for anything."""
    return _PICTURE.sub("[", markdown)
