"""The house rules that a syntax tree can show; each yields one sentence for each breach in one file."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tests.architecture.sources import Source

Rule = Callable[[Source], Iterator[str]]

MOST_LINES = 400
MOST_PAGE_LINES = 60
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "stuff"})
BRANCHES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.IfExp, ast.For, ast.AsyncFor,
    ast.While, ast.Try, ast.comprehension,
)  # fmt: skip
EVERYTHING = frozenset({"Exception", "BaseException"})
STREAMLIT = frozenset({"streamlit", "streamlit_authenticator", "extra_streamlit_components"})
CACHES = frozenset({"cache_data", "cache_resource"})
CACHE_HOME = PurePosixPath("widgets/state/cache.py")
FRAGMENT_HOME = PurePosixPath("widgets/state/fragment.py")
SESSION_HOME = PurePosixPath("widgets/state/session.py")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abp]-[A-Za-z0-9-]{20,}"
    r"|(?i:password|passwd|secret|api_?key|token)\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{20,}={0,2}[\"']"
)
MACHINE_PATH = re.compile(r"(?<![\w.<>)}-])/(?:home|root|work|Users|tmp)/|[A-Z]:\\Users\\")


def short_enough(file: Source) -> Iterator[str]:
    """No file is longer than 400 lines."""
    lines = file.text.count("\n")
    if lines > MOST_LINES:
        yield f"{file.path}: {lines} lines; {MOST_LINES} is the limit, split it by what it holds"


def named_for_what_it_holds(file: Source) -> Iterator[str]:
    """No module or folder is called utils, helpers, common and the like."""
    for part in file.path.with_suffix("").parts:
        if EMPTY_NAMES & set(part.lower().split("_")):
            yield f"{file.path}: '{part}' says nothing; name it after what it holds or does"


def pages_only_declare(file: Source) -> Iterator[str]:
    """Pages lie in a section's folder, are short, and neither branch nor define."""
    if file.top != "pages" or file.path.name == "__init__.py":
        return
    if len(file.path.parts) == 2:
        yield f"{file.path}: Streamlit serves files directly in pages/ to strangers; move it into a section"
    if file.text.count("\n") > MOST_PAGE_LINES:
        yield f"{file.path}: a page has at most {MOST_PAGE_LINES} lines"
    for node in file.nodes:
        if isinstance(node, BRANCHES):
            line = getattr(node, "lineno", "a comprehension")
            yield f"{file.path}:{line}: a page declares; {type(node).__name__} belongs into widgets or dashboards"


def catches_by_name(file: Source) -> Iterator[str]:
    """Nobody swallows everything: `except BaseException` may only clean up and raise again."""
    for node in file.nodes:
        if isinstance(node, ast.ExceptHandler) and _swallows(node):
            yield f"{file.path}:{node.lineno}: name the errors that are expected here instead of catching everything"
        suppressed = node.args if isinstance(node, ast.Call) and "suppress" in _names(node.func) else []
        if isinstance(node, ast.Call) and any(EVERYTHING & _names(kind) for kind in suppressed):
            yield f"{file.path}:{node.lineno}: name the errors to suppress"


def no_raw_html(file: Source) -> Iterator[str]:
    """`unsafe_allow_html` is given nowhere."""
    for node in file.nodes:
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"{file.path}:{node.value.lineno}: unsafe_allow_html lets data become markup"


def streamlit_where_it_belongs(file: Source) -> Iterator[str]:
    """Streamlit in Home.py and widgets (neither charts nor format), Altair in widgets/charts; tests may use both."""
    if file.top == "tests":
        return
    charts = file.path.parts[:2] == ("widgets", "charts")
    plain = charts or file.path.parts[:2] in {("widgets", "format.py"), ("widgets", "format")}
    for line, module in _imports(file):
        package = module.partition(".")[0]
        if package in STREAMLIT and (plain or (file.top != "widgets" and str(file.path) != "Home.py")):
            yield f"{file.path}:{line}: {package} only in Home.py and widgets (not widgets/charts, widgets/format)"
        if package == "altair" and not charts:
            yield f"{file.path}:{line}: altair only in widgets/charts"


def state_in_its_place(file: Source) -> Iterator[str]:
    """`st.cache_*`, `st.session_state` and `st.fragment` stand in the files of widgets/state that are made for them."""
    if file.top == "tests":
        return
    for node in file.nodes:
        if isinstance(node, ast.Attribute):
            if node.attr in CACHES and file.path != CACHE_HOME:
                yield f"{file.path}:{node.lineno}: {node.attr} stands in {CACHE_HOME}"
            if node.attr == "session_state" and file.path != SESSION_HOME:
                yield f"{file.path}:{node.lineno}: session_state stands in {SESSION_HOME}"
            if ast.unparse(node) == "st.fragment" and file.path != FRAGMENT_HOME:
                yield f"{file.path}:{node.lineno}: st.fragment forgets the language; take that of {FRAGMENT_HOME}"


def steady_widgets_are_heard_steadily(file: Source) -> Iterator[str]:
    """Where keys come of `steady_key`, a callback is `steadily(...)`, or the `taken` that a function made so gave."""
    if file.top == "tests" or not any(isinstance(node, ast.Name) and node.id == "steady_key" for node in file.nodes):
        return
    for node in file.nodes:
        if isinstance(node, ast.keyword) and node.arg == "on_change":
            heard = ast.unparse(node.value)
            if not (heard.startswith("steadily(") or heard in {"taken", "'rerun'"}):
                yield f"{file.path}:{node.value.lineno}: an old widget would be heard; take steadily(key, ...)"


def no_secrets_or_machine_paths(file: Source) -> Iterator[str]:
    """No key, password or token, and no path of one person's machine, in the text."""
    yield from text_findings(str(file.path), file.text)


def text_findings(path: str, text: str) -> Iterator[str]:
    """The same for any text file."""
    for number, line in enumerate(text.splitlines(), start=1):
        if SECRET.search(line):
            yield f"{path}:{number}: looks like a secret; secrets are made at first start, never kept here"
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of one machine"


def _swallows(handler: ast.ExceptHandler) -> bool:
    caught = {"everything"} if handler.type is None else EVERYTHING & _names(handler.type)
    last = handler.body[-1]
    cleans_up = caught == {"BaseException"} and isinstance(last, ast.Raise) and last.exc is None
    return bool(caught) and not cleans_up


def _names(node: ast.expr) -> set[str]:
    found = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return found | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def _imports(file: Source) -> Iterator[tuple[int, str]]:
    for node in file.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


RULES: tuple[Rule, ...] = (
    short_enough,
    named_for_what_it_holds,
    pages_only_declare,
    catches_by_name,
    no_raw_html,
    streamlit_where_it_belongs,
    state_in_its_place,
    steady_widgets_are_heard_steadily,
    no_secrets_or_machine_paths,
)
