"""What text is a number, as the loader reads it."""

import re

from datasource.loaders.parsing import money, number

COMMA = "comma"
_COMMA_SHAPE = re.compile(r"[+-]?(?:9{1,3}(?:\.999)+,9*|9+,9{1,2}|9+,9{4,})")


def kind_of(shape: str, example: str) -> str:
    """`whole`, `number`, `money` or `comma` (a number whose decimal mark is plainly a comma), or nothing.

    `shape` is the text with a 9 for every digit and an a for every word, `example` one text of that shape.
    """
    if _COMMA_SHAPE.fullmatch(shape):
        return COMMA
    for kind, read in (("number", number), ("money", money)):
        try:
            read(example)
        except ValueError:
            continue
        return "whole" if kind == "number" and example.lstrip("+-").isdigit() else kind
    return ""
