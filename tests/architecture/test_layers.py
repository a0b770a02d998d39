"""The import contracts of pyproject.toml hold, and catch what they are there for: tried on a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

KEPT = "Contracts: 7 kept, 0 broken."


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages and of pyproject.toml, to be spoiled."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(tree: Path) -> str:
    """What lint-imports says about `tree`."""
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=tree, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr


def add(tree: Path, path: str, text: str) -> None:
    """Append `text` to a file of the tree, made with its package when it is missing."""
    file = tree / path
    file.parent.mkdir(exist_ok=True)
    (file.parent / "__init__.py").touch()
    with file.open("a", encoding="utf-8") as out:
        out.write(text)


def test_the_tree_keeps_its_contracts(tree: Path) -> None:
    assert KEPT in lint_imports(tree)


def test_stray_modules_must_be_placed(tree: Path) -> None:
    add(tree, "datasource/stray.py", "x = 1\n")
    add(tree, "widgets/lost/chart.py", "x = 1\n")
    said = lint_imports(tree)
    assert "Contracts: 5 kept, 2 broken." in said
    assert "datasource.stray" in said.replace("\n", " ")
    assert "widgets.lost" in said.replace("\n", " ")


def test_upward_and_foreign_imports_are_refused(tree: Path) -> None:
    add(tree, "datasource/texts.py", "import datasource.errors\nimport streamlit\nimport altair\n")
    add(tree, "widgets/charts/stray.py", "import widgets.shell\n")
    add(tree, "dashboards/stray.py", "import widgets\nimport dashboards.other\n")
    add(tree, "dashboards/other.py", "import dashboards.stray\n")
    add(tree, "pages/sales/stray.py", "import pages.customers.other\n")
    add(tree, "pages/customers/other.py", "x = 1\n")
    assert "Contracts: 0 kept, 7 broken." in lint_imports(tree)
