"""A draft outlives the session: as a text and back, bounded, and a damaged one is none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model import Chart, Controls, Shelves
from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.drafts import LARGEST, drop_draft, keep_draft, kept_draft
from datasource.question import Dimension, Period
from widgets.builder import draft_text as module
from widgets.builder.draft import REMEMBERED, Draft, Origin, changed, opened_instead, redo, undo
from widgets.builder.draft_text import draft_text, read_draft

BARS = Chart(kind="bar", shelves=Shelves(columns=(Dimension(field="sales_team"),), values=("won_amount",)))


def worked(steps: int) -> Draft:
    draft = Draft(
        title="Teams “A”", controls=Controls(period=Period(preset="last_year")), origin=Origin(7, "w", "t", 3)
    )
    for count in range(1, steps + 1):
        draft = changed(draft, BARS.model_copy(update={"limit": count}))
    return draft


@given(st.integers(0, 130), st.integers(0, 60))
def test_a_draft_comes_back_with_every_step(steps: int, back: int) -> None:
    draft = worked(steps)
    for _ in range(back):
        draft = undo(draft)
    assert read_draft(draft_text(draft)) == draft


def test_a_hundred_steps_can_be_undone_and_redone_after_it_came_back() -> None:
    draft = read_draft(draft_text(worked(150)))
    assert draft is not None
    for _ in range(REMEMBERED):
        draft = undo(draft)
    assert (draft.chart.limit, draft.past) == (50, ())
    for _ in range(REMEMBERED):
        draft = redo(draft)
    assert draft == worked(150)


def test_unsaved_work_behind_an_opened_chart_comes_back_too() -> None:
    tile = Draft(chart=BARS, saved=BARS, origin=Origin(7, "other", "t", 1))
    draft = opened_instead(worked(3), tile)
    assert read_draft(draft_text(draft)) == draft
    assert read_draft(draft_text(undo(draft))) == undo(draft)


def test_too_long_a_draft_loses_its_oldest_steps_and_never_its_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 25_000)
    draft = worked(100)
    short = read_draft(draft_text(draft))
    assert short is not None
    assert short.chart == draft.chart
    assert 0 < len(short.past) < 100
    assert short.past == draft.past[-len(short.past) :]


def test_where_there_is_little_room_the_opened_chart_goes_before_what_gave_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 22_000)
    draft = opened_instead(worked(100), replace(worked(100), saved=BARS))
    short = read_draft(draft_text(draft))
    assert len(draft_text(draft)) < 22_000
    assert short is not None
    assert (short.chart, short.before) == (draft.chart, None)


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"form": 2}', '{"form": 1, "chart": 3}', draft_text(worked(2))[:-9], "\x00"]
)
def test_a_damaged_text_is_no_draft(text: str) -> None:
    assert read_draft(text) is None


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> AppDatabase:
    return open_app_database(tmp_path_factory.mktemp("drafts"))


def test_each_person_keeps_one_text(database: AppDatabase) -> None:
    ann, bob = (
        add_account(database, NewAccount(login, login, Role.ANALYST, ScopeKind.ALL), "op").account.account_id
        for login in ("ann", "bob")
    )
    keep_draft(database, ann, "one")
    keep_draft(database, ann, "two")
    assert (kept_draft(database, ann), kept_draft(database, bob)) == ("two", None)
    with pytest.raises(ValueError, match="at most"):
        keep_draft(database, ann, "x" * (LARGEST + 1))
    assert kept_draft(database, ann) == "two"
    drop_draft(database, ann)
    assert kept_draft(database, ann) is None
    database.engine.dispose()
