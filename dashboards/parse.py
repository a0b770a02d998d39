"""A dashboard file → `Dashboard`, strictly: every problem at once as `file:line: path: message`."""

from collections.abc import Iterable

from dashboards.migrate import NewerVersion, UnknownVersion, migrate
from dashboards.model import Dashboard
from dashboards.names import Names
from dashboards.salvage import faults_of_the_rest
from dashboards.shape import read_shape
from dashboards.sound import board_faults
from dashboards.yaml_tree import Fault, Path, Tree, Unreadable, read_tree
from datasource.errors import InvalidInput, Problem


def parse(content: str | bytes, source: str = "dashboard", names: Names | None = None) -> Dashboard:
    """The board of a file that is right in every respect; raises `InvalidInput` with all problems.

    `source` is the file's name in the problems. Without `names`, fields and metrics are not looked up.
    """
    board, problems = examine(content, source, names)
    if board is None or problems:
        raise InvalidInput(problems)
    return board


def parse_shape(content: str | bytes, source: str = "dashboard") -> Dashboard:
    """The board of a file that is well formed, though a chart may be unfinished or a metric gone by now.

    For boards that are kept: one tile that cannot be drawn must not hide the others. Raises `InvalidInput`.
    """
    board, tree, faults = _shape(content, source)
    if board is None or faults:
        raise InvalidInput(_problems(tree, faults, source))
    return board


def examine(
    content: str | bytes, source: str = "dashboard", names: Names | None = None
) -> tuple[Dashboard | None, tuple[Problem, ...]]:
    """The board, as far as it could be read at all, and every problem in the order of the lines."""
    try:
        board, tree, faults = _shape(content, source)
    except InvalidInput as error:
        return None, error.problems
    sound = board_faults(board, names) if board else faults_of_the_rest(tree, faults, names)
    return board, _problems(tree, (*faults, *sound), source)


def _shape(content: str | bytes, source: str) -> tuple[Dashboard | None, Tree, list[Fault]]:
    try:
        tree = read_tree(content)
    except Unreadable as error:
        raise InvalidInput([Problem(f"{source}:{error.line}", str(error))]) from None
    if not isinstance(tree.data, dict):
        told = "a dashboard is a mapping that starts with 'version: 1'"
        raise InvalidInput(_problems(tree, [*tree.faults, Fault((), told)], source))
    try:
        tree.data = migrate(tree.data)
    except NewerVersion as error:
        raise InvalidInput(_problems(tree, [Fault(("version",), str(error))], source)) from None
    except UnknownVersion as error:
        tree.faults.append(Fault(("version",), str(error)))
        tree.data = {**tree.data, "version": 1}
    board, faults = read_shape(Dashboard, tree.data)
    seen = {fault.path for fault in tree.faults}
    return board, tree, [*tree.faults, *(fault for fault in faults if fault.path not in seen)]


def _problems(tree: Tree, faults: Iterable[Fault], source: str) -> tuple[Problem, ...]:
    placed = sorted({(tree.line(fault.path), _dotted(fault.path), fault.message) for fault in faults})
    return tuple(
        Problem(f"{source}:{line}: {path}" if path else f"{source}:{line}", told) for line, path, told in placed
    )


def _dotted(path: Path) -> str:
    """`tiles[2].chart.kind`"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
