"""Whose rows a viewer's numbers are made of (rule R9)."""

from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.dimension import DIMENSIONS, NOBODY
from datasource.metrics.metric import Aggregate, How
from datasource.metrics.registry import METRICS, leaves
from datasource.people.account import Account, ScopeKind
from datasource.query import answer, records, values
from datasource.question import Dimension, Filter, Op, Query, Records
from datasource.result import Kind
from datasource.scope import OPERATOR, Viewer, resolve, viewer_of_account, viewer_of_user
from tests.oracle.company import TODAY, Row, random_tables
from tests.traps.company import ask, company, rows, span, won

ANN, BOB, CID, DEE = (Viewer(name, ScopeKind.SELF, key) for key, name in enumerate(("Ann", "Bob", "Cid", "Dee"), 1))
ADDITIVE = [
    name
    for name, metric in METRICS.items()
    if isinstance(metric.measure, Aggregate) and metric.measure.how in {How.SUM, How.COUNT} and not metric.needs
]


@pytest.fixture(scope="module")
def unshared(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A random company in which no customer is shared."""
    tables = random_tables(4)
    del tables["customer_members"]
    return company(tmp_path_factory.mktemp("unshared"), TODAY, **tables)


def users(viewer: Viewer, catalog: Catalog) -> set[int]:
    found = resolve(catalog, viewer).users
    assert found is not None
    return set(found)


@pytest.mark.parametrize("metric", ADDITIVE)
def test_all_sellers_and_the_rows_without_one_make_the_whole(unshared: Catalog, metric: str) -> None:
    query = Query(metrics=(metric,))
    sellers = [Viewer(f"{key}", ScopeKind.SELF, key) for key in range(1, 13)]
    parts = [answer(unshared, query, seller).rows.item() for seller in sellers]
    nobody = query.model_copy(update={"where": (Filter(field="owner", op=Op.IS_NULL),)})
    parts.append(answer(unshared, nobody).rows.item())
    assert round(sum(parts) * 100) == round(answer(unshared, query).rows.item() * 100)


def test_a_viewer_who_is_no_crm_user_sees_nothing_but_with_scope_all(tiny: Catalog) -> None:
    for kind in ScopeKind:
        viewer = Viewer("guest", kind)
        expected = 5 if kind is ScopeKind.ALL else 0
        assert rows(tiny, viewer, metrics=["new_customers"]) == [(expected,)]
        assert bool(values(tiny, "customer", viewer)) is (kind is ScopeKind.ALL)
        assert records(tiny, Records(subject="customers"), viewer).row_count == expected


def test_each_kind_of_scope_sees_its_users(tiny: Catalog) -> None:
    seen = {kind: users(Viewer("Ann", kind, 1), tiny) for kind in ScopeKind if kind is not ScopeKind.ALL}
    assert seen == {
        ScopeKind.SELF: {1},
        ScopeKind.SUBORDINATES: {1, 2, 3},
        ScopeKind.DEPARTMENT: {1},
        ScopeKind.DEPARTMENT_TREE: {1, 2, 3},
    }
    assert users(Viewer("Bob", ScopeKind.DEPARTMENT, 2), tiny) == {2, 3}
    assert resolve(tiny, OPERATOR).users is None


def test_subordinates_are_followed_all_the_way_and_a_circle_ends(tmp_path: Path) -> None:
    people: list[Row] = [{"name": f"P{key}", "manager_id": above} for key, above in enumerate((None, 1, 2, 6, 4, 5), 1)]
    catalog = company(tmp_path, users=people)
    assert users(Viewer("P1", ScopeKind.SUBORDINATES, 1), catalog) == {1, 2, 3}
    assert users(Viewer("P4", ScopeKind.SUBORDINATES, 4), catalog) == {4, 5, 6}


def test_a_circle_of_departments_ends(tmp_path: Path) -> None:
    departments = [{"name": "A", "parent_id": 2}, {"name": "B", "parent_id": 1}]
    people = [{"name": "Ann", "department_id": 1}, {"name": "Bob", "department_id": 2}]
    catalog = company(tmp_path, departments=departments, users=people, opportunities=[won(1, owner_id=2)])
    assert users(Viewer("Ann", ScopeKind.DEPARTMENT_TREE, 1), catalog) == {1, 2}
    assert len(rows(catalog, metrics=["won_count"], by=["department"])) == 1


def test_people_without_a_known_department_are_no_department_together(tmp_path: Path) -> None:
    people: list[Row] = [{"name": f"P{key}", "department_id": team} for key, team in enumerate((0, 0, None, None), 1)]
    catalog = company(tmp_path, departments=[{"name": "East"}], users=people)
    for kind in (ScopeKind.DEPARTMENT, ScopeKind.DEPARTMENT_TREE):
        assert [users(Viewer("P", kind, key), catalog) for key in (1, 3)] == [{1}, {3}]


def test_orphan_owners_and_the_pool_are_seen_with_scope_all_only(tmp_path: Path) -> None:
    people = [{"name": "Ann", "manager_id": 0}]
    catalog = company(tmp_path, users=people, opportunities=[won(1, owner_id=0), won(1), won(1, owner_id=1)])
    assert rows(catalog, Viewer("Ann", ScopeKind.SUBORDINATES, 1), metrics=["won_count"]) == [(1,)]
    assert rows(catalog, metrics=["won_count"]) == [(3,)]


def test_a_row_without_owner_is_its_parent_s_owner_s(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}],
        customers=[{"name": "Acme", "owner_id": 1}],
        contacts=[{"name": "Xu", "customer_id": 1}],
        opportunities=[won(1_00, customer_id=1)],
        contracts=[{"customer_id": 1, "status": "approved", "amount": 2_00}],
        receipts=[{"contract_id": 1, "status": "approved", "amount": 3_00}],
        invoices=[{"contract_id": 1, "status": "approved", "amount": 4_00}],
        activities=[{"kind": "follow_up", "customer_id": 1}],
    )
    asked = ["new_contacts", "won_amount", "contract_amount", "received_amount", "invoiced_amount", "follow_ups"]
    expected = [("Ann", 1, 1.0, 2.0, 3.0, 4.0, 1)]
    assert rows(catalog, Viewer("Ann", ScopeKind.SELF, 1), metrics=asked, by=["owner"]) == expected


def test_a_shared_customer_comes_with_its_deals_and_money(tiny: Catalog) -> None:
    asked: dict[str, Any] = {"metrics": ["new_customers", "won_amount", "contract_amount", "received_amount"]}
    assert rows(tiny, CID, **asked, by=["owner"]) == [("Cid", 1, 0.0, 0.0, 0.0), ("Dee", 1, 300.0, 300.0, 100.0)]
    assert rows(tiny, CID, metrics=["target_amount"]) == [(0.0,)]
    assert rows(tiny, BOB, **asked, by=["owner"]) == [("Bob", 2, 100.0, 120.0, 80.0)]


def test_top_compare_and_totals_are_over_the_viewer_s_rows(tiny: Catalog) -> None:
    top = {"field": "customer", "n": 1, "by": "won_amount"}
    told = ask(tiny, BOB, metrics=["won_amount", "won_count"], by=["customer"], top=top, totals=True)
    assert told.rows.rows() == [("Acme", 100.0, 1, False)]
    assert told.totals == {"won_amount": 100.0, "won_count": 1}
    period = span("2024-04-01", "2024-06-30")
    told = ask(tiny, BOB, metrics=["won_amount"], period=period, compare="previous", totals=True)
    assert told.rows.rows() == [(0.0, 100.0, -1.0)]
    assert told.totals == {"won_amount": 0.0, "won_amount__base": 100.0, "won_amount__change": -1.0}


def test_the_proof_tells_what_the_scope_hid(tiny: Catalog) -> None:
    told = ask(tiny, DEE, metrics=["won_amount"]).proof
    [proof] = told.metrics
    assert (told.viewer, told.scope) == ("Dee", "self")
    assert (proof.rows_read, proof.rows_out_of_scope, proof.rows_filtered, proof.rows_used) == (6, 5, 0, 1)


def test_values_never_name_what_the_viewer_may_not_see(unshared: Catalog, tiny: Catalog) -> None:
    # A follow-up of Dee has no customer; she gave Beta up, and handles tickets of Acme and Beta. Never Core or Dune.
    assert set(values(tiny, "customer", DEE)) == {"Echo", "Unknown", "Beta", "Acme"}
    assert values(tiny, "owner", BOB) == ["Bob"]
    assert values(tiny, "product_category", Viewer("Cid", ScopeKind.SELF, 99)) == []
    texts = [name for name, dim in DIMENSIONS.items() if dim.kind is Kind.TEXT]
    everything = {name: set(values(unshared, name)) for name in texts}
    for key, label in unshared.entity("users").select("user_id", "label").rows():
        viewer = Viewer(label, ScopeKind.SELF, key)
        # A department of one is that person's own: its targets have no owner.
        assert set(values(unshared, "owner", viewer)) <= {label, NOBODY}
        for name in texts:
            assert set(values(unshared, name, viewer)) <= everything[name]
        own = {row[0] for row in rows(unshared, viewer, metrics=["new_customers"], by=["customer"])}
        seen = {row[0] for row in rows(unshared, viewer, metrics=["new_opportunities", "follow_ups"], by=["customer"])}
        others = {"contract_count", "receipt_count", "invoiced_amount", "new_contacts"}
        seen |= {row[0] for name in others for row in rows(unshared, viewer, metrics=[name], by=["customer"])}
        assert own <= set(values(unshared, "customer", viewer))
        assert seen <= set(values(unshared, "customer", viewer)) | {"Unknown"}


@pytest.mark.parametrize("metric", METRICS)
def test_the_records_behind_a_number_are_as_many_as_its_proof_says(unshared: Catalog, metric: str) -> None:
    measure = leaves(metric)[-1].measure
    assert isinstance(measure, Aggregate)
    where = (Filter(field="stage", op=Op.EQ, value="Qualify (Main)"),) if measure.subject == "stage_reach" else ()
    needs = METRICS[metric].needs
    by = (Dimension(field=needs),) if needs else ()
    for viewer in (OPERATOR, Viewer("Bob", ScopeKind.SUBORDINATES, 4)):
        proof = answer(unshared, Query(metrics=(metric,), where=where, by=by), viewer).proof.metrics[0]
        page = records(unshared, Records(subject=measure.subject, metric=metric, where=where), viewer)
        assert page.row_count == proof.rows_used == page.proof.metrics[0].rows_used
        assert page.rows.height == min(proof.rows_used, 50)


def test_viewer_of_a_user_is_found_by_login_or_exact_name(tiny: Catalog) -> None:
    assert viewer_of_user(tiny, "Ann") == Viewer("Ann", ScopeKind.SUBORDINATES, 1, "ann")
    assert viewer_of_user(tiny, "bob") == Viewer("Bob", ScopeKind.SELF, 2, "bob")
    with pytest.raises(MingjingError, match=r"Unknown viewer 'Anm'\. Did you mean 'Ann'\?"):
        viewer_of_user(tiny, "Anm")
    with pytest.raises(MingjingError, match=r"Unknown viewer 'Zoroaster'\. Give a login or .*: Ann"):
        viewer_of_user(tiny, "Zoroaster")


def test_viewer_that_could_be_two_users_lists_both(tmp_path: Path) -> None:
    catalog = company(tmp_path, users=[{"name": "Ann", "login": "a1"}, {"name": "Ann", "login": "a2"}])
    with pytest.raises(MingjingError, match=r"Several users are called 'Ann': Ann \(a1\), Ann \(a2\)"):
        viewer_of_user(catalog, "Ann")
    assert viewer_of_user(catalog, "Ann (a2)").user_id == 2


def test_an_account_brings_its_own_scope() -> None:
    account = Account(7, "ann", "Ann", scope=ScopeKind.DEPARTMENT_TREE, crm_user_id=1)
    assert viewer_of_account(account) == Viewer("Ann", ScopeKind.DEPARTMENT_TREE, 1, "ann")


@pytest.mark.parametrize(
    ("viewer", "levels"),
    [
        (Viewer("boss", ScopeKind.ALL), {"company": 2, "department": 3, "employee": 3}),
        (Viewer("Ann", ScopeKind.SUBORDINATES, 1), {"department": 3, "employee": 3}),  # East and Team A as a whole
        (Viewer("Bob", ScopeKind.DEPARTMENT, 2), {"department": 1, "employee": 3}),  # Team A: Bob and Cid
        (Viewer("Bob", ScopeKind.SELF, 2), {"employee": 3}),
        (Viewer("Dee", ScopeKind.DEPARTMENT_TREE, 4), {}),
    ],
)
def test_a_departments_targets_are_seen_by_those_who_see_all_its_people(
    tiny: Catalog, viewer: Viewer, levels: dict[str, int]
) -> None:
    rows = records(tiny, Records(subject="targets"), viewer).rows
    assert dict(rows.group_by("goal_level").len().iter_rows()) == levels
