"""The forecast pages as people open them: too little to forecast from, and a company that can be foreseen."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Tiny, served
from tests.reports.forecast_company import build
from widgets.blocks import waiting

Open = Callable[..., AppTest]
SALES = "pages/forecast/sales_forecast.py"
PIPELINE = "pages/forecast/pipeline_forecast.py"
DEPTH = "pages/sales/funnel_depth.py"


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with served(build(tmp_path_factory.mktemp("foreseen"))) as company:
        yield company


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page without a browser does not draw itself anew, so it waits until the work is over."""
    monkeypatch.setattr(waiting, "PATIENCE", 60.0)


def notices(page: AppTest) -> list[str]:
    assert not page.exception
    return [one.value for one in (*page.error, *page.warning, *page.info)]


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_a_young_company_reads_why_there_is_no_sales_forecast(opened: Open, login: str) -> None:
    (told,) = notices(opened(SALES, login))
    assert "buckets; a forecast needs at least" in told


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_a_young_company_reads_why_there_is_no_pipeline_forecast(opened: Open, login: str) -> None:
    (told,) = notices(opened(PIPELINE, login))
    assert "deals are closed; chances need at least 20" in told


def test_the_forecast_stands_beside_how_good_it_was(foreseen: Tiny) -> None:
    page = foreseen.open(SALES, "boss", of="new_customers", parts="departments")
    assert notices(page) == []
    cards = {card.label: card.value for card in page.metric}
    assert float(cards["May 2022"]) == pytest.approx(260, rel=0.08)
    assert {"Until Oct 2022", "Skill", "Usual error"} <= set(cards)
    parts, tries, mix = (table.value for table in page.dataframe)
    assert parts["part"].tolist() == ["East", "West", "Total"]
    assert len(tries) >= 4
    assert mix["part"].tolist()[0]
    assert "How this is worked out, and how good it is" in [one.label for one in page.expander]


def test_a_rep_s_forecast_is_of_their_own(foreseen: Tiny) -> None:
    page = foreseen.open(SALES, "bob", of="new_customers")
    assert notices(page) == []
    assert float({card.label: card.value for card in page.metric}["May 2022"]) == pytest.approx(65, rel=0.08)


def test_a_series_without_skill_shows_the_past_alone(foreseen: Tiny) -> None:
    page = foreseen.open(SALES, "bob", of="won_amount", by="day", ahead="60")
    (told,) = notices(page)
    assert told.startswith("No forecast is shown: over")
    assert not page.metric


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_the_outlook_shows_deals_and_past_periods(foreseen: Tiny, login: str) -> None:
    page = foreseen.open(PIPELINE, login)
    assert not page.exception
    cards = {card.label for card in page.metric}
    assert {"Won so far", "Commit", "Best case", "Weighted", "Goal", "Coverage"} <= cards
    deals, past = (table.value for table in page.dataframe)
    assert set(deals["owner"]) == ({"Bob"} if login == "bob" else {"Ann", "Bob", "Dee"})
    assert deals["why"][0].startswith("any deal ")
    assert len(past) == 8
    assert ("P50, the middle" in cards) != bool(page.info)


def test_a_slider_says_what_it_would_change(foreseen: Tiny) -> None:
    page = foreseen.open(PIPELINE, "boss")
    assert "Difference on average" not in {card.label for card in page.metric}
    size = next(slider for slider in page.slider if slider.label == "Deal size")
    page = size.set_value(20).run()
    assert not page.exception
    told = {card.label: card.value for card in page.metric}
    assert told["Difference on average"].startswith("+")


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_the_stages_stand_in_depth_with_the_people_of_one(foreseen: Tiny, login: str) -> None:
    page = foreseen.open(DEPTH, login, at="1")
    assert notices(page) == []
    stages, people = (table.value for table in page.dataframe)
    assert stages["stage"].tolist() == ["contact", "offer", "contract"]
    assert set(people["owner"]) == ({"Bob"} if login == "bob" else {"Ann", "Bob", "Dee"})
