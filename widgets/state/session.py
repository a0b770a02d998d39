"""Every key of `st.session_state`, by name, and the typed door to it: nothing else in the project names one.

A key that a widget owns is passed to it as `key=str(Slot.X)` and read like any other. The type of a value is bound
where the value lives: `DRAFT = Key(Slot.BUILDER_DRAFT, Draft)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from datasource.texts import language

Value = TypeVar("Value")


class Slot(StrEnum):
    """Names of session keys; ASCII, because they become CSS classes."""

    BUILDER_DRAFT = "builder.draft"
    BUILDER_PUT_BY = "builder.put_by"
    BUILDER_CALCULATION = "builder_calculation"
    BUILDER_DROPPING = "builder.dropping"
    BUILDER_CALCULATED = "builder.calculated"
    BUILDER_SUGGEST = "builder_suggest"
    BUILDER_UNFIT = "builder_unfit"
    BUILDER_SHELVES = "builder_shelves"
    BUILDER_CONFLICT = "builder.conflict"
    BUILDER_PREVIEW = "builder_preview"
    BUILDER_TITLE = "builder_title"
    BUILDER_UNDO = "builder_undo"
    BUILDER_REDO = "builder_redo"
    BUILDER_NEW = "builder_new"
    BUILDER_KIND = "builder_kind"
    BUILDER_PERIOD = "builder_period"
    BUILDER_COMPARE = "builder_compare"
    BUILDER_ORDER = "builder_order"
    BUILDER_TOP = "builder_top"
    BUILDER_TOP_FIELD = "builder_top_field"
    BUILDER_TOP_BY = "builder_top_by"
    BUILDER_TOP_COUNT = "builder_top_count"
    BUILDER_TOP_OTHERS = "builder_top_others"
    BUILDER_OPTION = "builder_option"
    BUILDER_LOOKS = "builder_looks"
    BUILDER_LIST = "builder_list"
    BUILDER_LISTS = "builder_lists"
    BUILDER_PILL = "builder_pill"
    BUILDER_OPENED = "builder_opened"
    BUILDER_SAVE = "builder_save"
    BUILDER_TARGET = "builder_target"
    BUILDER_COPY = "builder_copy"
    BUILDER_LOAD = "builder_load"
    CANVAS_KEPT = "canvas.kept"
    CANVAS_CLASH = "canvas.clash"
    CANVAS_DRAWING = "canvas_drawing"
    CANVAS_FIELD = "canvas_field"
    CANVAS_ACT = "canvas_act"
    CANVAS_SHEET = "canvas_sheet"
    BOARDS_NOTICE = "boards.notice"
    BOARDS_ASKED = "boards.asked"
    BOARDS_ACT = "boards_act"
    BOARDS_VISITED = "boards.visited"
    BOARDS_SEARCH = "boards_search"
    BOARDS_ONLY = "boards_only"
    BOARDS_SORT = "boards_sort"
    BOARDS_SHARE = "boards_share"
    BOARDS_FILE = "boards_file"
    BOARDS_IMPORT = "boards_import"
    BOARDS_MEND = "boards_mend"
    GALLERY = "gallery"
    GALLERY_TITLE = "gallery_title"
    GALLERY_MAKE = "gallery_make"
    COPY = "copy"
    COPY_TITLE = "copy_title"
    COPY_MAKE = "copy_make"
    FILTER_PERIOD = "filter_period"
    FILTER_RANGE = "filter_range"
    FILTER_GRAIN = "filter_grain"
    FILTER_COMPARE = "filter_compare"
    FILTER_PICK = "filter_pick"
    FILTER_BELOW = "filter_below"
    FILTER_FORMER = "filter_former"
    FILTER_MORE = "filter_more"
    FILTER_RESET = "filter_reset"
    FUNNEL_VIEW = "funnel_view"
    FUNNEL_PIPELINE = "funnel_pipeline"
    FUNNEL_TABLE = "funnel_table"
    FUNNEL_CHART = "funnel_chart"
    FUNNEL_FLOW = "funnel_flow"
    DWELL_PIPELINE = "dwell_pipeline"
    DWELL_STAGES = "dwell_stages"
    DWELL_WITHIN = "dwell_within"
    DWELL_BACK = "dwell_back"
    CHANGES = "pipeline_changes"
    CHANGES_CLOSE = "pipeline_changes_close"
    CHANGES_CAUSE = "pipeline_changes_cause"
    CHURN = "churn"
    CHURN_COST = "churn_cost"
    CHURN_SUCCESS = "churn_success"
    CHURN_SHOW = "churn_show"
    VALUE = "customer_value"
    VALUE_PART = "customer_value_part"
    VALUE_HELD = "customer_value_held"
    VALUE_RATE = "customer_value_rate"
    COHORTS = "cohorts"
    COHORTS_GRAIN = "cohorts_grain"
    COHORTS_LAST = "cohorts_last"
    COHORTS_MEASURE = "cohorts_measure"
    COHORTS_WHO = "cohorts_who"
    SEGMENTS = "segments"
    SEGMENTS_CUTS = "segments.cuts"
    SEGMENTS_SEEN = "segments.seen"
    ATTRIBUTION = "attribution"
    ATTRIBUTION_BY = "attribution_by"
    ATTRIBUTION_WINDOW = "attribution_window"
    ATTRIBUTION_RULE = "attribution_rule"
    CHANNEL_COST = "channel_cost"
    CONTENTS = "contents"
    EVENTS = "events"
    EVENTS_OF = "events_of"
    LEAD_ANSWERS = "lead_answers"
    LEAD_SCORES = "lead_scores"
    LEAD_SCORES_GRADE = "lead_scores_grade"
    DEAL_SCORES = "deal_scores"
    DEAL_SCORES_GRADE = "deal_scores_grade"
    SILENT_LEADS = "silent_leads"
    SILENT_DAYS = "silent_days"
    PREFERRED = "preferred_channels"
    COMPARE = "compare"
    DRIVERS = "drivers"
    DRIVERS_OUTCOME = "drivers_outcome"
    EXPLAIN = "explain"
    EXPLAIN_METRIC = "explain_metric"
    EXPLAIN_BY = "explain_by"
    EXPLAIN_THEN = "explain_then"
    EXPLAIN_AGAINST = "explain_against"
    EXPLAIN_DAYS = "explain_days"
    EXPLAIN_SIDE = "explain_side"
    ALERTS = "alerts"
    ALERTS_PART = "alerts_part"
    ALERTS_LIST = "alerts_list"
    ALERTS_PAGE = "alerts_page"
    ALERTS_ANOMALIES = "alerts_anomalies"
    ALERTS_EVERY = "alerts_every"
    ALERT_DRAFT = "alert.draft"
    ALERT_FORM = "alert_form"
    ALERT_TRIAL = "alert_trial"
    LOOK_ALIKES = "look_alikes"
    LOOK_ALIKES_SET = "look_alikes_set"
    LOOK_ALIKES_PICKED = "look_alikes_picked"
    LOOK_ALIKES_INDUSTRY = "look_alikes_industry"
    LOOK_ALIKES_LEVEL = "look_alikes_level"
    NEXT_ACTION = "next_action"
    NEXT_ACTION_WHOM = "next_action_whom"
    SERVICE = "service"
    SERVICE_RATE = "service_rate"
    SERVICE_BY = "service_by"
    SERVICE_END = "service_end"
    SERVICE_TIMES_BY = "service_times_by"
    FEEDBACK = "feedback"
    FEEDBACK_OF = "feedback_of"
    FEEDBACK_BY = "feedback_by"
    FEEDBACK_THEME = "feedback_theme"
    FEEDBACK_FEELING = "feedback_feeling"
    REGRESSION = "regression"
    REGRESSION_ROWS = "regression_rows"
    REGRESSION_METHOD = "regression_method"
    REGRESSION_OUTCOME = "regression_outcome"
    REGRESSION_FIELDS = "regression_fields"
    REGRESSION_FACTORS = "regression_factors"
    REGRESSION_TURN = "regression_turn"
    STALLED = "stalled"
    STALLED_DAYS = "stalled_days"
    STALLED_REASON = "stalled_reason"
    SPLIT_SEARCH = "split_search"
    SPLIT_PAGE = "split_page"
    FORGOTTEN_TABLE = "forgotten_table"
    FORECAST = "forecast"
    FORECAST_METRIC = "forecast_metric"
    FORECAST_GRAIN = "forecast_grain"
    FORECAST_AHEAD = "forecast_ahead"
    FORECAST_BY = "forecast_by"
    PIPELINE_FORECAST = "pipeline_forecast"
    PIPELINE_FORECAST_TO = "pipeline_forecast_to"
    WHAT_IF = "what_if"
    FUNNEL_DEPTH = "funnel_depth"
    FUNNEL_DEPTH_PIPELINE = "funnel_depth_pipeline"
    FUNNEL_DEPTH_STAGE = "funnel_depth_stage"
    GOALS_HOLDER = "goals_holder"
    GOALS_KIND = "goals_kind"
    GOALS_YEAR = "goals_year"
    GOALS_BELOW = "goals_below"
    GOALS_TABLE = "goals_table"
    GOALS_PACES = "goals_paces"
    TARGETS_DRAFT = "targets.draft"
    TARGETS_SERIAL = "targets.serial"
    TARGETS_READ = "targets.read"
    TARGETS_HOLDER = "targets_holder"
    TARGETS_KIND = "targets_kind"
    TARGETS_YEAR = "targets_year"
    TARGETS_GRID = "targets_grid"
    TARGETS_SAVE = "targets_save"
    TARGETS_RESET = "targets_reset"
    TARGETS_SPREAD = "targets_spread"
    TARGETS_TOTAL = "targets_total"
    TARGETS_EVENLY = "targets_evenly"
    TARGETS_SEASON = "targets_season"
    TARGETS_GIVE_BACK = "targets_give_back"
    TARGETS_TEMPLATE = "targets_template"
    TARGETS_FILE = "targets_file"
    TARGETS_REJECTED = "targets_rejected"
    TARGETS_CHANGES = "targets_changes"
    TARGETS_APPLY = "targets_apply"
    QUALITY = "quality"
    QUALITY_PART = "quality_part"
    QUALITY_TABLE = "quality_table"
    QUALITY_ASKED = "quality.asked"
    QUALITY_PAGE = "quality_page"
    DUPLICATES = "duplicates"
    DUPLICATES_TABLE = "duplicates_table"
    DUPLICATES_PAGE = "duplicates_page"
    CUSTOMER_SEARCH = "customer_search"
    CUSTOMER_FOUND = "customer_found"
    CUSTOMER_LEAVE = "customer_leave"
    CUSTOMER_PART = "customer_part"
    CUSTOMER_KINDS = "customer_kinds"
    CUSTOMER_PAGE = "customer_page"
    CUSTOMER_LIST = "customer_list"
    PORTRAIT_FACE = "portrait_face"
    PORTRAIT_BACK = "portrait_back"
    PRODUCTS_FACE = "products_face"
    LEADERS_FACE = "leaders_face"
    FILTERS_KEPT = "filters.kept"
    WIDGETS_SERIALS = "widgets.serials"
    WAITING_CANCELLED = "waiting.cancelled"
    WIDGETS_WORDED = "widgets.worded"
    PAGE_SHOWN = "page.shown"
    BOARD_TAB = "board_tab"
    BOARD_FOLD = "board_fold"
    BOARD_MARKED = "board.marked"
    BOARD_INTO = "board.into"
    BOARD_SEEN = "board.seen"
    BOARD_SLIDE = "board.slide"
    BOARD_EVERY = "board_every"
    BOARD_DRAWN = "board_drawn"
    DRILL_ASKED = "drill.asked"
    DRILL_METRIC = "drill_metric"
    DRILL_SEARCH = "drill_search"
    DRILL_PAGE = "drill_page"
    DICTIONARY_SEARCH = "dictionary_search"
    DICTIONARY_TABLE = "dictionary_table"
    TEAM_METRIC = "team_metric"
    TEAM_TOLD = "team.told"
    MENU_LANGUAGE = "menu_language"
    MENU_SIGN_OUT = "menu_sign_out"
    SIGN_IN_PERSON = "sign_in.person"
    SIGN_IN_SESSION = "sign_in.session"
    SIGN_IN_TICKET = "sign_in.ticket"
    SIGN_IN_FORM = "sign_in_form"
    SIGN_IN_LOGIN = "sign_in_login"
    SIGN_IN_PASSWORD = "sign_in_password"  # noqa: S105  (the name of a field)
    PASSWORD_FORM = "password_form"  # noqa: S105  (the name of a form)
    PASSWORD_CURRENT = "password_current"  # noqa: S105  (the name of a field)
    PASSWORD_NEW = "password_new"  # noqa: S105  (the name of a field)
    PASSWORD_AGAIN = "password_again"  # noqa: S105  (the name of a field)
    DATA_VERSION = "data_version"
    DATA_SERVE = "data_serve"
    DATA_WHOLE = "data_whole"
    DATA_REFRESH = "data_refresh"
    DATA_LOOK = "data_look"
    DATA_STUDY = "data_study"
    WIZARD = "wizard"
    WIZARD_SERIAL = "wizard.serial"
    WIZARD_TOLD = "wizard.told"
    WIZARD_TABLE = "wizard_table"
    PEOPLE_NOTICE = "people.notice"
    PEOPLE_PERSON = "people_person"
    PEOPLE_EDIT = "people_edit"
    PEOPLE_ROLE = "people_role"
    PEOPLE_SCOPE = "people_scope"
    PEOPLE_LANGUAGE = "people_language"
    PEOPLE_RESET = "people_reset"
    PEOPLE_END = "people_end"
    PEOPLE_SWITCH = "people_switch"
    PEOPLE_HEIR = "people_heir"
    PEOPLE_HAND_ON = "people_hand_on"
    PEOPLE_NEW = "people_new"
    PEOPLE_NEW_LOGIN = "people_new_login"
    PEOPLE_NEW_NAME = "people_new_name"
    PEOPLE_NEW_ROLE = "people_new_role"
    PEOPLE_NEW_SCOPE = "people_new_scope"
    PEOPLE_NEW_LANGUAGE = "people_new_language"
    PEOPLE_NEW_CRM_USER = "people_new_crm_user"
    PEOPLE_IMPORT = "people_import"
    PEOPLE_SHEET = "people_sheet"


@dataclass(frozen=True)
class Key(Generic[Value]):
    """One session key and how its first value is made."""

    slot: Slot
    first: Callable[[], Value]

    def get(self) -> Value:
        """The value of this session; made, and kept, when there is none yet."""
        if self.slot.value not in st.session_state:
            st.session_state[self.slot.value] = self.first()
        return cast("Value", st.session_state[self.slot.value])

    def set(self, value: Value) -> None:
        """Keep `value` for this session."""
        st.session_state[self.slot.value] = value

    def clear(self) -> None:
        """Forget the value; the next `get` makes a new one."""
        st.session_state.pop(self.slot.value, None)


def widget_value(slot: str) -> Any:
    """What the widget with this key holds now, or None when it is not on the page."""
    return st.session_state.get(slot)


WORDED: Key[dict[str, str]] = Key(Slot.WIDGETS_WORDED, dict)


def hold_widget(slot: str, value: Any) -> None:
    """Let the widget with this key, which is about to be drawn, show `value`.

    The browser keeps and answers a choice by its label. In another language the value is set anew, or the old label
    would stay and come back as a choice that nobody offers.
    """
    worded = WORDED.get()
    if slot not in st.session_state or st.session_state[slot] != value or worded.get(slot) != language():
        st.session_state[slot] = value
    worded[slot] = language()


SERIALS: Key[dict[str, tuple[int, str]]] = Key(Slot.WIDGETS_SERIALS, dict)


def steady_key(slot: str, value: Any, unfinished: Callable[[Any], bool] = lambda _held: False) -> str:
    """The key of a widget whose default is `value`, which may also be changed from elsewhere (dragging, undo).

    A changed value gets a new key. Under the old one, a browser that has not heard of the change would send its old
    value with the next click, and that would look like a choice. A held value that is `unfinished` is left alone.

    The caller gives the value to the widget as its default. One that is set in the session's state is told to the
    browser once, and where two runs reach it together, it draws the second only: an empty widget would show, and send.
    """
    serial, spoken = SERIALS.get().get(slot, (0, language()))
    key = f"{slot}_{serial}"
    held = st.session_state.get(key)
    known = key in st.session_state and (held == value or unfinished(held))
    if not known or spoken != language():
        serial += 1
        key = f"{slot}_{serial}"
    SERIALS.get()[slot] = (serial, language())
    return key


def steadily(key: str, take: Callable[[], object]) -> Callable[[], None]:
    """`take` as the callback of the widget `key`, one of `steady_key`, for as long as no newer one is in its place.

    A browser that clicks before it has drawn the answer sends the value of the old widget once more, and Streamlit,
    which has let that one go, takes it for a change: it would undo what the answer has just set.
    """
    slot, _line, serial = key.rpartition("_")

    def taken() -> None:
        if SERIALS.get().get(slot, (0, ""))[0] == int(serial):
            take()

    return taken


def forget_all_but(*kept: Slot) -> None:
    """Drop every key of this session but these."""
    names = {slot.value for slot in kept}
    forget([str(name) for name in st.session_state if name not in names])


def forget(names: Iterable[str]) -> None:
    """Drop keys that a package has left behind in this session."""
    for name in names:
        st.session_state.pop(name, None)
