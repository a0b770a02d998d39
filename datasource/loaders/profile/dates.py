"""The forms in which days and times are written, told by their shape: every digit a 9, every word an a."""

import re
from functools import lru_cache

from datasource.loaders.parsing.forms import ISO

_DAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"9{4}-9{1,2}-9{1,2}", ("%Y-%m-%d",)),
    (r"9{4}/9{1,2}/9{1,2}", ("%Y/%m/%d",)),
    (r"9{4}\.9{1,2}\.9{1,2}", ("%Y.%m.%d",)),
    (r"9{4}a9{1,2}a9{1,2}a", ("%Y年%m月%d日",)),
    (r"9{1,2}/9{1,2}/9{4}", ("%d/%m/%Y", "%m/%d/%Y")),
    (r"9{1,2}-9{1,2}-9{4}", ("%d-%m-%Y", "%m-%d-%Y")),
    (r"9{1,2}\.9{1,2}\.9{4}", ("%d.%m.%Y", "%m.%d.%Y")),
    (r"9{1,2}/9{1,2}/9{2}", ("%d/%m/%y", "%m/%d/%y")),
    (r"9{1,2}-9{1,2}-9{2}", ("%d-%m-%y", "%m-%d-%y")),
    (r"9{1,2}-a-9{4}", ("%d-%b-%Y",)),
    (r"9{1,2}-a-9{2}", ("%d-%b-%y",)),
    (r"9{1,2} a,? 9{4}", ("%d %b %Y", "%d %b, %Y", "%d %B %Y")),
    (r"a 9{1,2}, 9{4}", ("%b %d, %Y", "%B %d, %Y")),
)
"""Shape of a day → the forms that it may be; several only where day and month may change places, or words differ."""

_TIMES: tuple[tuple[str, str], ...] = (
    (r"", ""),
    (r" 9{1,2}:99", " %H:%M"),
    (r" 9{1,2}:99:99", " %H:%M:%S"),
    (r" 9{1,2}:99:99\.9+", " %H:%M:%S.%f"),
    (r" 9{1,2}:99 a", " %I:%M %p"),
    (r" 9{1,2}:99:99 a", " %I:%M:%S %p"),
)
_ISO = re.compile(r"9{4}-99-99a99:99(?::99(?:\.9+)?)?(?:a|[+-]99:?99)?")
_COMPACT = "9" * 8


@lru_cache(maxsize=4096)
def formats_of(shape: str) -> tuple[str, ...]:
    """The forms of a mapping (`%d/%m/%Y`, `iso`) that text of this shape may have; none when it is no date."""
    if _ISO.fullmatch(shape):
        return (ISO,)
    if shape == _COMPACT:
        return ("%Y%m%d",)
    return tuple(
        form + time
        for day, forms in _DAYS
        for clock, time in _TIMES
        if re.fullmatch(day + clock, shape)
        for form in forms
    )


def has_time(form: str) -> bool:
    """Whether a form says a time of the day too."""
    return form == ISO or "%H" in form or "%I" in form


def other_order(form: str) -> str:
    """The same form with day and month changed round."""
    places = {"%d": "%m", "%m": "%d"}
    return re.sub("%[dm]", lambda found: places[found[0]], form)
