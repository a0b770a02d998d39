"""Starting the app stays quick: neither it nor the import of a method loads sklearn or scipy.stats."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sklearn", "scipy.stats", "scipy.optimize", "statsmodels")
EACH = (
    "import pkgutil, datasource.analytics as methods; "
    "[__import__(m.name) for m in pkgutil.walk_packages(methods.__path__, methods.__name__ + '.')]"
)


APP = "import Home, widgets.shell.serving, widgets.shell.page, datasource.query, datasource.derived.studies"


@pytest.mark.parametrize("imports", [APP, EACH], ids=["app", "methods"])
def test_heavy_libraries_wait_until_they_are_used(imports: str) -> None:
    program = f"import sys; {imports}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
