"""The documentation is true: its examples are read as it says, its links and commands exist."""

import re
import shlex
from pathlib import Path

import pytest

from dashboards.check import check_file
from dashboards.kind_text import kinds_markdown
from dashboards.kinds import KINDS
from dashboards.names import registry_names
from datasource.__main__ import _parser
from datasource.loaders.mapping import presets
from datasource.periods import PRESETS
from datasource.question import Op

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
FILES = ROOT / "docs" / "dashboard-files.md"
IMPORTING = ROOT / "docs" / "importing.md"
QUESTIONS = ROOT / "docs" / "query-language.md"


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of a page that open with exactly ``` and `kind`."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def spans(page: Path) -> set[str]:
    """What a page sets in code type."""
    return set(re.findall(r"`([^`\n]+)`", page.read_text("utf-8")))


def words(page: Path) -> set[str]:
    """Each word of what a page sets in code type."""
    return {word for span in spans(page) for word in span.split()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))]
    local = [link for link in links if link and "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_understood(page: Path) -> None:
    lines = re.findall(r"^\.venv/bin/python -m datasource (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    plain = [re.sub(r"[\[\]]", "", line) if "--json" not in line else _without_options(line) for line in lines]
    for line in plain:
        assert _parser().parse_args(shlex.split(line, comments=True)).run is not None


def _without_options(line: str) -> str:
    """A command line with its optional part in brackets written out, the JSON left alone."""
    before, json, text = line.partition("--json")
    return re.sub(r"[\[\]]", "", before) + json + text


def test_the_example_board_has_no_problems(tmp_path: Path) -> None:
    (example,) = blocks(FILES, "yaml")
    board = tmp_path / "example.yaml"
    board.write_text(example, "utf-8")
    assert check_file(board, registry_names()) == ()


def test_the_broken_board_has_the_problems_that_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,), (told,) = blocks(FILES, "yaml broken"), blocks(FILES, "text problems")
    (tmp_path / "broken.yaml").write_text(example, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [str(problem) for problem in check_file(Path("broken.yaml"), registry_names())] == told.splitlines()


def test_every_kind_operator_period_and_preset_is_described() -> None:
    assert set(KINDS) | set(Op) | set(PRESETS) <= words(FILES)
    assert set(Op) <= words(QUESTIONS)
    assert set(presets()) <= words(IMPORTING)


def test_the_table_of_kinds_is_made_from_the_kinds() -> None:
    assert kinds_markdown() in FILES.read_text("utf-8"), "python -m dashboards kinds prints the table; paste it"
