"""What stands beside every result of a method: what it does, on which data, how good it was, when not to trust it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MethodCard:
    """The card of one method as it was used.

    Texts are msgids (`N_`, or `Filled` where they hold numbers). `data` says which rows were used, `as_of` the day they
    were known on; `quality` holds what was measured on held-back data, as (what it is, its value written out);
    `sources` the papers or books of the method.
    """

    does: str
    data: str
    as_of: date
    assumes: tuple[str, ...]
    quality: tuple[tuple[str, str], ...]
    avoid: tuple[str, ...]
    sources: tuple[str, ...] = ()
