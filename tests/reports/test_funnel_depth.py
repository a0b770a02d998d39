"""The stages of the foreseen company in depth: counts by hand from its log, the viewer's own, and refusals."""

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.reports.funnel_depth import funnel_depth
from datasource.scope import OPERATOR, Viewer
from tests.analytics.pipeline_world import GOES_ON, STAGES, known_on, sales
from tests.reports.forecast_company import TODAY, build


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return open_catalog(build(tmp_path_factory.mktemp("foreseen")))


def test_stages_have_the_stays_of_the_log_and_go_on_as_planted(foreseen: Catalog) -> None:
    found = funnel_depth(foreseen, OPERATOR, "Main")
    world = known_on(sales(0), TODAY)
    entered = dict(world.stages.group_by("stage").len().iter_rows())
    assert found.names == STAGES
    assert [one.entered for one in found.stages] == [entered[stage] for stage in STAGES]
    still = world.deals.filter(pl.col("closed").is_null()).height
    assert sum(one.still_there for one in found.stages) == still
    for one, planted in zip(found.stages, GOES_ON, strict=True):
        assert one.low < planted + 0.03
        assert one.conversion == pytest.approx(planted, abs=0.06)
        assert one.high > planted - 0.03


def test_people_who_are_all_alike_make_no_bottleneck(foreseen: Catalog) -> None:
    found = funnel_depth(foreseen, OPERATOR, "Main")
    assert found.worst is None
    assert not any(one.people.person_problem for one in found.stages)


def test_a_viewer_sees_their_own_stays_alone(foreseen: Catalog) -> None:
    found = funnel_depth(foreseen, Viewer("Bob", ScopeKind.SELF, 2), "Main")
    world = known_on(sales(0), TODAY)
    own = world.stages.filter(pl.col("deal") % 3 == 1)
    assert sum(one.entered for one in found.stages) == own.height
    assert found.stages[0].people.rates["owner"].to_list() == ["Bob"]


def test_few_stays_and_strange_pipelines_are_refused(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="stays in a stage"):
        funnel_depth(tiny, Viewer("Dee", ScopeKind.SELF, 4), "Main")
    with pytest.raises(MingjingError, match="Unknown pipeline"):
        funnel_depth(tiny, OPERATOR, "Mian")
