"""The house rules hold for every file, and each rule sees a breach when there is one."""

import pytest

from tests.architecture import rules
from tests.architecture.sources import PACKAGES, ROOT, python_files, source, sources

PLAIN_TEXT = ("*.md", "*.toml", "*.yaml", "*.yml", "Makefile", ".ci/*", ".streamlit/*", "docs/**/*.md")

BREACHES = [
    (rules.short_enough, "datasource/long.py", "x = 1\n" * 401),
    (rules.named_for_what_it_holds, "datasource/date_utils.py", ""),
    (rules.named_for_what_it_holds, "widgets/common/chart.py", ""),
    (rules.pages_only_declare, "pages/sales.py", "x = 1\n"),
    (rules.pages_only_declare, "pages/sales/funnel.py", "if x:\n    y = 1\n"),
    (rules.pages_only_declare, "pages/sales/funnel.py", "x = [y for y in z]\n"),
    (rules.pages_only_declare, "pages/sales/funnel.py", "x = 1\n" * 61),
    (rules.catches_by_name, "datasource/a.py", "try:\n    x\nexcept Exception:\n    y\n"),
    (rules.catches_by_name, "datasource/a.py", "try:\n    x\nexcept:\n    y\n"),
    (rules.catches_by_name, "datasource/a.py", "try:\n    x\nexcept (KeyError, BaseException):\n    y\n"),
    (rules.catches_by_name, "datasource/a.py", "with contextlib.suppress(Exception):\n    x\n"),
    (rules.no_raw_html, "widgets/a.py", "st.markdown(x, unsafe_allow_html=True)\n"),
    (rules.streamlit_where_it_belongs, "datasource/a.py", "import streamlit as st\n"),
    (rules.streamlit_where_it_belongs, "widgets/format.py", "from streamlit import metric\n"),
    (rules.streamlit_where_it_belongs, "widgets/charts/bar.py", "def f():\n    import streamlit.components\n"),
    (rules.streamlit_where_it_belongs, "widgets/blocks/chart.py", "from altair import Chart\n"),
    (rules.state_in_its_place, "widgets/blocks/chart.py", "@st.cache_data\ndef f(): ...\n"),
    (rules.state_in_its_place, "Home.py", "st.session_state.x = 1\n"),
    (rules.state_in_its_place, "widgets/blocks/chart.py", "@st.fragment\ndef f(): ...\n"),
    (rules.steady_widgets_are_heard_steadily, "widgets/a.py", "k = steady_key(x, 1)\nst.toggle(k, on_change=take)\n"),
    (rules.no_secrets_or_machine_paths, "a.py", "password = '" + "Zx81" * 6 + "'\n"),
    (rules.no_secrets_or_machine_paths, "a.py", "folder = '" + "/ho" + "me/kim/crm'\n"),
]


@pytest.fixture(scope="module")
def findings() -> dict[rules.Rule, list[str]]:
    """What each rule finds in the files of the project."""
    found: dict[rules.Rule, list[str]] = {rule: [] for rule in rules.RULES}
    for file in sources():
        for rule in rules.RULES:
            found[rule].extend(rule(file))
    return found


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_house_rule(rule: rules.Rule, findings: dict[rules.Rule, list[str]]) -> None:
    assert findings[rule] == []


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES, ids=lambda value: getattr(value, "__name__", None))
def test_a_rule_sees_its_breach(rule: rules.Rule, path: str, text: str) -> None:
    assert len(list(rule(source(path, text)))) == 1


def test_cleaning_up_after_any_error_and_raising_it_again_is_fine() -> None:
    cleaning = source("datasource/a.py", "try:\n    x\nexcept BaseException:\n    y\n    raise\n")
    assert list(rules.catches_by_name(cleaning)) == []


def test_every_rule_has_a_breach_that_it_sees() -> None:
    assert {rule for rule, _path, _text in BREACHES} == set(rules.RULES)


def test_text_files_hold_no_secrets_or_machine_paths() -> None:
    files = sorted({path for pattern in PLAIN_TEXT for path in ROOT.glob(pattern) if path.is_file()})
    found = [finding for path in files for finding in rules.text_findings(path.name, path.read_text("utf-8"))]
    assert found == []


def test_every_folder_with_python_files_is_a_package() -> None:
    folders = {path.parent for path in python_files()} - {ROOT}
    missing = sorted(str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists())
    assert missing == []


def test_python_files_lie_in_a_known_package_or_are_home() -> None:
    hidden = {"build", "var"}
    folders = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert folders - hidden <= set(PACKAGES)
    assert {path.name for path in ROOT.glob("*.py")} <= {"Home.py"}
