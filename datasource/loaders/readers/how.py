"""How a source says that it is written; what it does not say is found out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class How:
    """`header`: the record that names the columns, 1 the first; 0: none does, `names` may. The rest as in a mapping."""

    encoding: str | None = None
    separator: str | None = None
    header: int | None = None
    names: tuple[str, ...] = ()
    sheet: str | None = None
    records: str | None = None
    spill: str | None = None


AS_FOUND = How()
