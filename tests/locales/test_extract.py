"""What the extractor finds, and what it reports as missing."""

from pathlib import Path

from babel.messages.catalog import Catalog

from locales.extract import messages, yaml_texts
from locales.update import rendered, untranslated

PAGE = """
from datasource.texts import N_, _, plural
TITLE = N_("Sales funnel")
shown = _("Data as of {day}, "
          "{company}").format(day=1, company=2)
rows = plural("{count} row", "{count} rows", 3)
also = _(TITLE)
told = f"**{_('Top ten')}**"
"""

MENU = """
- section: Sales
  pages:
    - {file: pages/sales/funnel.py, title: Funnel, icon: "📊", roles: [reader]}
    - title: ""
"""


def test_finds_marked_texts_of_code_and_titles_of_yaml(tmp_path: Path) -> None:
    (tmp_path / "widgets").mkdir()
    (tmp_path / "widgets" / "a.py").write_text(PAGE, "utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "menu.yaml").write_text(MENU, "utf-8")
    assert [message for _path, message in messages(tmp_path)] == [
        "Sales funnel",
        "Data as of {day}, {company}",
        ("{count} row", "{count} rows"),
        "Top ten",
        "Sales",
        "Funnel",
    ]


def test_yaml_texts_keep_the_order_of_the_file() -> None:
    assert list(yaml_texts("title: A\ntiles:\n- {title: B, text: C}\n- {title: D}\n")) == ["A", "B", "C", "D"]


def test_labels_of_calculations_and_bands_are_texts_and_names_are_not() -> None:
    chart = "{calculations: [{id: a, label: A, buckets: {field: b, labels: [B, C]}}], top: {field: d, others: true}}"
    assert list(yaml_texts(f"chart: {chart}")) == ["A", "B", "C"]


def test_boards_in_chinese_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "dashboards" / "builtin"
    folder.mkdir(parents=True)
    (folder / "board-zh.yaml").write_text("title: 看板\n", "utf-8")
    (folder / "board.yaml").write_text("title: Board\n", "utf-8")
    assert [message for _path, message in messages(tmp_path)] == ["Board"]


def test_empty_guessed_and_half_plural_messages_count_as_untranslated() -> None:
    catalogue = Catalog(locale="vi")
    catalogue.add("done", "xong")
    catalogue.add("empty")
    catalogue.add("guessed", "đoán", flags=["fuzzy"])
    catalogue.add(("{count} row", "{count} rows"), ("",))
    assert untranslated(catalogue) == ["empty", "guessed", "{count} row"]


def test_rendered_catalogue_carries_no_dates_and_no_line_numbers() -> None:
    catalogue = Catalog(locale="vi")
    catalogue.add("Funnel", "Phễu", locations=[("pages/sales/funnel.py", 7)])
    assert rendered(catalogue, "vi").decode() == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Mingjing\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Language: vi\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
        '#: pages/sales/funnel.py\nmsgid "Funnel"\nmsgstr "Phễu"\n\n'
    )
