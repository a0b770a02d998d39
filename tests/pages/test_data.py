"""The data page as an administrator sees it: versions, rolling back, refreshes; and what the whole app then serves."""

from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from datasource.derived.studies import STUDIES
from datasource.people.audit import Action, newest
from datasource.refresh import runs
from datasource.refresh.lease import acquire, release
from datasource.settings import Refresh
from datasource.store import Meta, Store
from tests.pages.conftest import Tiny
from widgets.panels import data, studies
from widgets.shell import door
from widgets.state.cache import shared

PAGE = "pages/admin/data.py"


@pytest.fixture
def store(tiny_served: Tiny) -> Iterator[Store]:
    """The tiny company with a version of another name after its own; its own is served again in the end."""
    made = Store(tiny_served.database.folder)
    before = made.manifest()
    with made.publish(
        Meta(**{name: getattr(before, name) for name in Meta.model_fields} | {"company": "Newer"})
    ) as draft:
        for table in before.tables:
            if table != "calendar":
                draft.write(table, made.read(table, before))
        draft.note(
            "report.json",
            '{"tables": {"users": {"read": 9, "kept": 8, "rejected": 1, "rules": {"required": {"count": 1}}}}}',
        )
    yield made
    made.roll_back(before.version)


def opened(tiny: Tiny, login: str = "root") -> AppTest:
    page = tiny.open(PAGE, login)
    assert not page.exception
    return page


def test_only_administrators_get_in(tiny_served: Tiny) -> None:
    refused = "This page is not for your role; ask an administrator if you need it."
    assert [error.value for error in opened(tiny_served, "boss").error] == [refused]


def test_versions_are_listed_with_the_report_of_their_load(tiny_served: Tiny, store: Store) -> None:
    page = opened(tiny_served)
    versions, report = page.dataframe[0].value, page.dataframe[1].value
    assert [*versions["Version"]] == [one.version for one in store.versions()]
    assert [*versions["Served"]] == ["✓", *[""] * (len(versions) - 1)]
    assert report.iloc[0].to_list() == [
        "Employees",
        "9",
        "8",
        "1",
        "A cell that the table cannot do without is empty: 1",
    ]
    page.selectbox(key="data_version").select(store.versions()[1].version).run()
    assert "This version has no report of its load." in [caption.value for caption in page.caption]


def test_an_older_version_is_served_for_everybody_at_once_and_the_newer_again(tiny_served: Tiny, store: Store) -> None:
    folder = tiny_served.database.folder
    newer = store.versions()[0].version
    older = store.manifests()[-1].version
    assert shared(folder).catalog.company == "Newer"
    page = opened(tiny_served)
    page.selectbox(key="data_version").select(older).run()
    page.button(key="data_serve").click().run()
    assert "is served from now on" in page.success[0].value
    assert shared(folder).catalog.manifest.version == older
    assert shared(folder).catalog.company != "Newer"
    assert (newest(tiny_served.database, 1)[0].action, newest(tiny_served.database, 1)[0].object) == (
        Action.DATA_ROLLED_BACK,
        older,
    )
    page.selectbox(key="data_version").select(newer).run()
    page.button(key="data_serve").click().run()
    assert shared(folder).catalog.company == "Newer"


def test_a_new_version_is_served_without_a_restart(tiny_served: Tiny, store: Store) -> None:
    folder = tiny_served.database.folder
    first = shared(folder)
    assert shared(folder) is first
    users = store.read("users")
    with store.publish(Meta(source=store.manifest().source, company="Newest", currency="CNY")) as draft:
        draft.write("users", users.with_columns(pl.lit("Zoe").alias("name")))
    assert shared(folder).catalog.company == "Newest"
    assert first.catalog.table("users")["name"].to_list() == users["name"].to_list()


def test_a_refresh_that_failed_is_told_here_and_beside_the_menu(
    tiny_served: Tiny, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = acquire(tiny_served.database)
    assert lease is not None
    number = runs.begin(tiny_served.database, lease, "schedule")
    runs.end(tiny_served.database, number, runs.Ended(runs.Outcome.FAILED, "PostgreSQL db:5432/crm does not answer."))
    release(tiny_served.database, lease)
    plan = Refresh.model_validate({"mapping": "small", "from": "crm", "every": "15m"})
    told = door.settings().model_copy(update={"refresh": plan})
    monkeypatch.setattr(door, "_settings", lambda _folder: told)
    page = opened(tiny_served)
    assert "PostgreSQL db:5432/crm does not answer" in page.error[0].value.replace("\\", "")
    assert any(caption.value.startswith("Next refresh: ") for caption in page.caption)
    home = tiny_served.open("Home.py", "root")
    assert any("did not succeed; the version before is served" in warning.value for warning in home.sidebar.warning)
    for_others = tiny_served.open("Home.py", "boss")
    assert not for_others.sidebar.warning


def test_refresh_now_begins_one_in_the_name_of_whoever_asks(
    tiny_served: Tiny, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    plan = Refresh.model_validate({"mapping": "small", "from": "crm"})
    told = door.settings().model_copy(update={"refresh": plan})
    monkeypatch.setattr(door, "_settings", lambda _folder: told)
    monkeypatch.setattr(data, "begin_now", lambda _settings, actor, whole: begun.append((actor, whole)))
    page = opened(tiny_served)
    page.checkbox(key="data_whole").check().run()
    page.button(key="data_refresh").click().run()
    assert begun == [("root", True)]
    assert "The refresh has begun" in page.success[0].value


def test_the_models_are_listed_and_let_learn(tiny_served: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(studies, "study_now", lambda settings, _database: begun.append(str(settings.data_dir)))
    page = opened(tiny_served)
    told = page.dataframe[len(page.dataframe) - 1].value
    assert [*told["Study"]] == [study.label for study in STUDIES]
    assert [*told["Records it says something of"]] == ["2", "3", "3", "2", "1", "1", "2", "3", "2"]
    page.button(key="data_study").click().run()
    assert begun == [str(tiny_served.database.folder)]
    assert newest(tiny_served.database, 1)[0].action is Action.STUDIES_BEGUN
