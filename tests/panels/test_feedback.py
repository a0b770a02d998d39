"""Texts of strangers on the page: shown as written whatever they hold, matched words alone are marked."""

import pytest

from widgets.panels.feedback_texts import highlighted


@pytest.mark.parametrize(
    ("comment", "words", "shown"),
    [
        ("慢，但很好", ["-慢", "+很好"], ":red-background[－慢]，但:green-background[＋很好]"),
        ("<b>good</b> ![x](y)", ["+good"], r"\<b\>:green-background[＋good]\</b\> \!\[x\](y)"),
        (":red[bad] $1$\n\n# `h`", ["-bad"], r"\:red\[:red-background[－bad]\] \$1\$ \# \`h\`"),
        ("> quote\n- list | table", [], r"\> quote - list \| table"),
        ("- not a list", [], r"\- not a list"),
        ("1. not a list", [], r"1\. not a list"),
        ("a] bad [b", ["-bad"], r"a\] :red-background[－bad] \[b"),
    ],
)
def test_nothing_but_the_marks_is_obeyed(comment: str, words: list[str], shown: str) -> None:
    assert highlighted(comment, words) == shown
