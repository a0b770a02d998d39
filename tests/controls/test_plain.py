"""Typed texts stay texts: a label obeys no sign of Markdown, a note asks no other host for a picture."""

import pytest

from widgets.controls.plain import plain, without_pictures


def test_a_label_shows_signs_of_markdown_as_they_are() -> None:
    assert plain("![a](b) <i> :red[c] $x$ 5:30") == r"\!\[a\](b) \<i\> \:red\[c\] \$x\$ 5\:30"
    assert plain("Won by month: 2024 (net)") == "Won by month: 2024 (net)"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("See ![a](https://a.example/b.png).", "See [a](https://a.example/b.png)."),
        ("![a][b]\n\n[b]: //a.example/b.png", "[a][b]\n\n[b]: //a.example/b.png"),
        ("[![a](b)](c)", "[[a](b)](c)"),
        ("Done! [a](b)", "Done! [a](b)"),
    ],
)
def test_a_picture_in_a_text_is_a_link_to_it(typed: str, shown: str) -> None:
    assert without_pictures(typed) == shown
    assert "![" not in without_pictures("!" + typed)
