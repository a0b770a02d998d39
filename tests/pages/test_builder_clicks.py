"""The chart builder without a mouse: pill settings, suggestions, calculations, a draft that outlives its session."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart
from datasource.people.accounts import Change, change_account, find_account
from datasource.people.drafts import drop_draft, keep_draft, kept_draft
from datasource.question import Top
from datasource.texts import use_language
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import BUILDER, at, number, steady, told
from widgets.builder.draft_text import read_draft


@pytest.fixture
def app(tiny_served: Tiny) -> Iterator[AppTest]:
    """The builder with won amount by sales team."""
    page = at(tiny_served, "boss", BUILDER)
    steady(page.multiselect, "builder_list_values").select("won_amount").run()
    yield steady(page.multiselect, "builder_list_columns").select("sales_team").run()
    drop_draft(tiny_served.database, number(tiny_served, "boss"))


def chart(tiny: Tiny, login: str = "boss") -> Chart:
    """The chart as it was put by."""
    text = kept_draft(tiny.database, find_account(tiny.database, login).account_id)
    draft = read_draft(text) if text else None
    assert draft is not None
    return draft.chart


def open_pill(app: AppTest, pill: str) -> AppTest:
    opened: AppTest = steady(app.selectbox, "builder_opened").select(pill).run()
    return opened


def in_dialog(app: AppTest, widgets: Any, part: str) -> Any:
    """A widget of the calculation's editor, by the end of its key."""
    return next(
        one for one in widgets if one.key and one.key.startswith("builder_calculation_") and one.key.endswith(part)
    )


def test_the_first_members_are_kept_from_the_pill(tiny_served: Tiny, app: AppTest) -> None:
    open_pill(app, "columns/sales_team")
    steady(app.toggle, "builder_pill_columns_sales_team_top_first").set_value(True).run()
    assert chart(tiny_served).top == Top(field="sales_team", n=5, by="won_amount")
    steady(app.number_input, "builder_pill_columns_sales_team_top_count").set_value(1).run()
    assert chart(tiny_served).top == Top(field="sales_team", n=1, by="won_amount")
    assert told(app) == []


def test_a_metric_is_renamed_ordered_and_moved_to_the_second_axis(tiny_served: Tiny, app: AppTest) -> None:
    open_pill(app, "values/won_amount")
    steady(app.text_input, "builder_pill_values_won_amount_name").input("Umsatz").run()
    steady(app.selectbox, "builder_pill_values_won_amount_order").select("desc").run()
    steady(app.selectbox, "builder_pill_values_won_amount_style").select("compact").run()
    made = chart(tiny_served)
    assert (made.looks[0].label, made.looks[0].number.style, made.sort[0].desc) == ("Umsatz", "compact", True)
    app.button(key="builder_pill_values_won_amount_axis").click().run()
    assert (chart(tiny_served).shelves.values, chart(tiny_served).shelves.second) == ((), ("won_amount",))
    assert told(app) == []


def test_a_limit_and_a_highlight_are_set_and_taken_away(tiny_served: Tiny, app: AppTest) -> None:
    open_pill(app, "values/won_amount")
    slot = "builder_pill_values_won_amount"
    steady(app.selectbox, f"{slot}_limit").select("gt").run()
    steady(app.number_input, f"{slot}_limit_at").set_value(50.0).run()
    assert [(part.op, part.value) for part in chart(tiny_served).having] == [("gt", 50.0)]
    steady(app.selectbox, f"{slot}_limit").select("none").run()
    assert chart(tiny_served).having == ()
    app.button(key=f"{slot}_highlight").click().run()
    steady(app.selectbox, f"{slot}_highlight_0_op").select("between").run()
    assert chart(tiny_served).looks[0].highlights[0].value == (0.0, 0.0)
    app.button(key=f"{slot}_highlight_0_drop").click().run()
    assert chart(tiny_served).looks == ()


def test_a_number_is_written_with_signs_of_one_s_own_and_as_bars_in_tables(tiny_served: Tiny, app: AppTest) -> None:
    open_pill(app, "values/won_amount")
    slot = "builder_pill_values_won_amount"
    steady(app.text_input, f"{slot}_prefix").input("≈ ").run()
    steady(app.text_input, f"{slot}_suffix").input(" net").run()
    assert not [one for one in app.toggle if one.key and one.key.startswith(f"{slot}_bars")]
    steady(app.selectbox, "builder_kind").select("table").run()
    steady(app.toggle, f"{slot}_bars").set_value(True).run()
    (look,) = chart(tiny_served).looks
    assert (look.number.prefix, look.number.suffix, look.bars) == ("≈ ", " net", True)
    steady(app.toggle, f"{slot}_bars").set_value(False).run()
    assert not chart(tiny_served).looks[0].bars
    assert told(app) == []


def test_a_highlight_takes_a_colour_by_its_name_or_any_other(tiny_served: Tiny, app: AppTest) -> None:
    open_pill(app, "values/won_amount")
    slot = "builder_pill_values_won_amount_highlight"
    app.button(key=slot).click().run()
    assert steady(app.selectbox, f"{slot}_0_color").options == [
        "Good (green)",
        "Warning (amber)",
        "Bad (red)",
        "Another colour",
    ]
    steady(app.selectbox, f"{slot}_0_color").select("own").run()
    steady(app.color_picker, f"{slot}_0_own").set_value("#123456").run()
    assert chart(tiny_served).looks[0].highlights[0].color == "#123456"
    steady(app.selectbox, f"{slot}_0_color").select("bad").run()
    assert chart(tiny_served).looks[0].highlights[0].color == "bad"
    assert told(app) == []


def test_the_cities_of_a_province_are_chosen_for_a_map_of_cities(tiny_served: Tiny, app: AppTest) -> None:
    steady(app.selectbox, "builder_kind").select("map").run()
    assert not [one for one in app.selectbox if one.key and one.key.startswith("builder_option_area")]
    steady(app.multiselect, "builder_list_columns").unselect("sales_team").run()
    steady(app.multiselect, "builder_list_columns").select("city").run()
    steady(app.selectbox, "builder_option_area").select("440000").run()
    assert chart(tiny_served).options.area == "440000"
    steady(app.selectbox, "builder_option_area").select("none").run()
    assert chart(tiny_served).options.area == ""
    assert told(app) == []


def test_a_suggested_kind_is_taken_and_an_unfit_one_says_what_it_needs(tiny_served: Tiny, app: AppTest) -> None:
    (row,) = [one for one in app.button_group if one.key and one.key.startswith("builder_suggest_")]
    assert "Bar" in row.options[0]
    row.set_value("pareto").run()
    assert chart(tiny_served).kind == "pareto"
    app.button_group(key="builder_unfit").set_value("scatter").run()
    assert "**Scatter**: Put two metrics on Values." in [one.value for one in app.caption]
    assert chart(tiny_served).kind == "pareto"


def test_a_calculation_is_made_edited_used_and_deleted(tiny_served: Tiny, app: AppTest) -> None:
    app.button(key="builder_calculation_edit_").click().run()
    assert [one.value for one in app.info][-1] == "Choose the fields first."
    assert in_dialog(app, app.button, "_keep").disabled
    in_dialog(app, app.selectbox, "_ratio_to").select("won_count").run()
    in_dialog(app, app.text_input, "_label").input("Per deal").run()
    in_dialog(app, app.button, "_keep").click().run()
    made = chart(tiny_served)
    assert [(one.id, one.label) for one in made.calculations] == [("per_deal", "Per deal")]
    assert "per_deal" in made.shelves.metrics()
    assert told(app) == []
    app.button(key="builder_calculation_edit_per_deal").click().run()
    assert in_dialog(app, app.button, "_delete").disabled
    assert "“Per deal” is still used: Values. Take it off there first." in [one.value for one in app.caption]
    app.button(key="builder_undo").click().run()
    assert chart(tiny_served).calculations == ()


def test_a_draft_outlives_its_session_with_all_its_steps(tiny_served: Tiny, app: AppTest) -> None:
    steady(app.text_input, "builder_title").input("Teams").run()
    steady(app.multiselect, "builder_list_values").select("won_count").run()
    again = at(tiny_served, "boss", BUILDER)
    assert steady(again.multiselect, "builder_list_values").value == ["won_amount", "won_count"]
    assert steady(again.text_input, "builder_title").value == "Teams"
    again.button(key="builder_undo").click().run()
    assert steady(again.multiselect, "builder_list_values").value == ["won_amount"]
    third = at(tiny_served, "boss", BUILDER)
    third.button(key="builder_redo").click().run()
    assert steady(third.multiselect, "builder_list_values").value == ["won_amount", "won_count"]


def test_a_damaged_draft_begins_an_empty_chart(tiny_served: Tiny, app: AppTest) -> None:
    keep_draft(tiny_served.database, number(tiny_served, "boss"), "{")
    again = at(tiny_served, "boss", BUILDER)
    assert steady(again.multiselect, "builder_list_values").value == []
    assert told(again) == []


def test_another_person_never_gets_my_draft(tiny_served: Tiny, app: AppTest) -> None:
    assert steady(at(tiny_served, "root", BUILDER).multiselect, "builder_list_values").value == []


@pytest.mark.parametrize("kind", ["line", "kpi", "stacked_bar", "gauge", "table", "combo"])
def test_each_kind_s_options_can_be_shown(tiny_served: Tiny, app: AppTest, kind: str) -> None:
    steady(app.selectbox, "builder_kind").select(kind).run()
    assert not app.exception
    assert chart(tiny_served).kind == kind


def test_a_line_is_added_changed_and_removed(tiny_served: Tiny, app: AppTest) -> None:
    app.button(key="builder_option_lines_add").click().run()
    steady(app.selectbox, "builder_option_lines_0_of").select("median").run()
    (line,) = chart(tiny_served).options.lines
    assert (line.of, line.value) == ("median", None)
    app.button(key="builder_option_lines_0_drop").click().run()
    assert chart(tiny_served).options.lines == ()


def test_a_note_without_words_is_refused_in_a_sentence(tiny_served: Tiny, app: AppTest) -> None:
    app.button(key="builder_option_notes_add").click().run()
    assert told(app) == ["Something is still empty here; fill it in first."]
    assert chart(tiny_served).options.notes == ()


HOSTILE = (
    {"seq": 1, "do": "calculate", "pill": "no_such"},
    {"seq": 1, "do": "open", "shelf": "facet", "pill": "no_such"},
    {"seq": 1, "do": "add", "shelf": "hints", "pill": "<script>"},
    {"seq": 1, "do": "move", "shelf": "second", "pill": "won_amount", "source": "detail"},
)


@pytest.mark.parametrize("event", HOSTILE)
def test_a_hostile_event_breaks_nothing(tiny_served: Tiny, app: AppTest, event: dict[str, Any]) -> None:
    before = chart(tiny_served)
    app.session_state["builder_shelves"] = {"edits": {"log": [event]}}
    app.button(key="builder_option_lines_add").click().run()
    assert not app.exception
    assert chart(tiny_served).shelves == before.shelves


def test_the_editor_goes_on_in_the_reader_s_language(tiny_served: Tiny, app: AppTest) -> None:
    change_account(tiny_served.database, number(tiny_served, "boss"), Change(language="zh_CN"), "boss")
    use_language("zh_CN")
    try:
        page = at(tiny_served, "boss", BUILDER)
        page.button(key="builder_calculation_edit_").click().run()
        in_dialog(page, page.selectbox, "_body").select("within").run()
        assert in_dialog(page, page.selectbox, "_within_metric").label == "指标"
        assert not page.exception
    finally:
        use_language("en")
        change_account(tiny_served.database, number(tiny_served, "boss"), Change(language="en"), "boss")
