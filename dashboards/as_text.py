"""A draft as text that experts edit: read back with the parser's own problems, and what the text may not change."""

from dataclasses import dataclass

from dashboards.model import Dashboard
from dashboards.names import Names
from dashboards.parse import examine, parse_shape
from dashboards.share import Share
from datasource.errors import InvalidInput, Problem


@dataclass(frozen=True)
class Retyped:
    """What came of a text: a board when it is well formed, and every problem, those of the parser word for word.

    The board keeps its id and whom it is shared with; `wished_share` is what the text says of it when that differs, and
    `wished_id` another id.
    """

    board: Dashboard | None
    problems: tuple[Problem, ...]
    wished_share: Share | None = None
    wished_id: str = ""


def retyped(text: str, board: Dashboard, names: Names | None = None) -> Retyped:
    """`text` in place of `board`; a board with an unfinished chart is taken, its problems are told all the same."""
    source = f"{board.id}.yaml"
    found, problems = examine(text, source, names)
    try:
        parse_shape(text, source)
    except InvalidInput:
        return Retyped(None, problems)
    if found is None:
        return Retyped(None, problems)
    kept = found.model_copy(update={"id": board.id, "share": board.share})
    return Retyped(
        kept,
        problems,
        found.share if found.share != board.share else None,
        found.id if found.id != board.id else "",
    )
