"""What is told about where a column of a load comes from."""

import re
from dataclasses import dataclass

_SECRET = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True)
class Origin:
    """What fills one column in one feed.

    `origin` is the file or table, `kind` how it was read (`utf-8`, `Excel`, `PostgreSQL`), `columns` as they stand in
    the source, `line` that of the mapping (0: unknown), `steps` what becomes of the text: a key of a cell and what the
    mapping says there. A column that is filled through references has the chain in `columns` and neither source nor
    origin.
    """

    source: str
    origin: str
    columns: tuple[str, ...]
    mapping: str
    line: int
    kind: str = ""
    steps: tuple[tuple[str, str], ...] = ()


Lineage = dict[str, dict[str, list[Origin]]]
"""Table → column → its origins, in the order of the feeds."""


def without_secrets(text: str) -> str:
    """`text` without what stands before the host of an address, were it ever to hold one."""
    return _SECRET.sub("", text)
