"""The text of each cell beside its value: what a browser shows of a table that still sorts by value."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

Texts = Mapping[int, Sequence[str]]


Place = tuple[int, int]
Css = tuple[tuple[str, str], ...]
NO_CSS: Mapping[Place, Css] = MappingProxyType({})


def with_texts(
    table: Any, texts: Texts, foot: Mapping[str, str] | None = None, styles: Mapping[Place, Css] = NO_CSS
) -> Any:
    """The pandas `table` with the `texts` of some columns, by their place; with `foot`, the CSS of its last row.

    `styles` has the CSS of single cells, by row and column.

    Streamlit reads texts and styles from a `Styler` by `_compute` and `_translate`. These work out an HTML page first,
    which costs more than all else that a table needs, so that they are answered here with what is known already.
    """
    styler = table.style
    told = {"body": [_cells(texts)], "cellstyle": [*([_style(table, foot)] if foot else []), *_styles(styles)]}
    styler._compute = lambda: styler
    styler._translate = lambda *_sparse: told
    return styler


def _cells(texts: Texts) -> list[dict[str, str]]:
    return [
        {"id": f"row{row}_col{column}", "display_value": text}
        for column, written in texts.items()
        for row, text in enumerate(written)
    ]


def _styles(styles: Mapping[Place, Css]) -> list[dict[str, Any]]:
    """One rule for all cells that look alike."""
    alike: dict[Css, list[str]] = {}
    for (row, column), css in styles.items():
        alike.setdefault(css, []).append(f"row{row}_col{column}")
    return [{"props": list(css), "selectors": cells} for css, cells in alike.items()]


def _style(table: Any, css: Mapping[str, str]) -> dict[str, Any]:
    last, width = len(table) - 1, table.shape[1]
    return {"props": list(css.items()), "selectors": [f"row{last}_col{column}" for column in range(width)]}
