"""Targets entered in the app: laid over the import, checked, logged, refused where somebody was faster, given back."""

from threading import Barrier, Thread

import pytest

from datasource.errors import InvalidInput
from datasource.goals.edits import Edit, Writer, entered, give_back, save
from datasource.goals.holders import sheet_of
from datasource.goals.revision import revision_of
from datasource.goals.sheet import Tiers
from datasource.people.audit import Action, newest
from datasource.query import answer, records
from datasource.query.engine import engine_of
from datasource.question import Dimension, Period, Query, Records
from tests.goals.conftest import BOB, EAST, MONTHS, Shop, sheet
from tests.tiny_crm import build


def target(shop: Shop) -> float | None:
    value: float | None = answer(shop.now(), Query(metrics=("target_amount",))).rows["target_amount"].item()
    return value


def test_an_entered_year_takes_the_place_of_the_imported_one(shop: Shop) -> None:
    assert target(shop) == 200  # Bob's 50 + 150, as imported
    shop.enter(BOB, sheet(100_00, None, 30_00))
    rows = answer(shop.now(), Query(metrics=("target_amount",), by=(Dimension(field="date", grain="month"),))).rows
    assert dict(rows.iter_rows()) == {"2024-01": 100.0, "2024-03": 30.0}
    assert answer(shop.now(), Query(metrics=("attainment",))).rows["attainment"].item() == pytest.approx(420 / 130)
    assert answer(shop.imported, Query(metrics=("target_amount",))).rows["target_amount"].item() == 200


def test_an_import_does_not_overwrite_what_was_entered(shop: Shop) -> None:
    shop.enter(BOB, sheet(100_00))
    build(shop.database.folder)
    assert target(Shop(shop.database, type(shop.imported)(shop.imported.store))) == 100


def test_each_edit_makes_another_version_and_shares_every_other_fact(shop: Shop) -> None:
    before = shop.imported
    answer(before, Query(metrics=("contract_amount", "target_amount")))
    shop.enter(BOB, sheet(100_00))
    now = shop.now()
    assert (before.version, now.version) == (before.manifest.version, f"{before.manifest.version}+1")
    assert engine_of(now).facts.frame("contracts") is engine_of(before).facts.frame("contracts")
    assert now.entity("contracts") is before.entity("contracts")
    assert now.entity("targets").height == 7  # 8 imported, Bob's two gone, one entered


def test_the_proof_adds_up_under_edits(shop: Shop) -> None:
    shop.enter(BOB, sheet(1_00, 2_00, 3_00))
    found = answer(shop.now(), Query(metrics=("target_amount",))).proof.metrics[0]
    assert (found.rows_read, found.rows_filtered, found.rows_used) == (9, 6, 3)


def test_the_records_behind_an_entered_target_are_shown(shop: Shop) -> None:
    shop.enter(BOB, sheet(None, None, 3_00))
    ask = Records(subject="targets", metric="target_amount", period=Period(preset="this_year"))
    page = records(shop.now(), ask)
    assert page.rows.select("goal_holder", "goal_level", "target_amount").rows() == [("Bob", "employee", 3.0)]


def test_everything_that_is_wrong_is_said_at_once(shop: Shop) -> None:
    months = (Tiers(-1), Tiers(10, 5), Tiers(None, 7), Tiers(10, None, 9), *(Tiers() for _rest in range(8)))
    with pytest.raises(InvalidInput) as refused:
        shop.enter(BOB, type(sheet())(months))
    assert [str(problem) for problem in refused.value.problems] == [
        "2024-01: Target is below 0; a target is 0 or more.",
        "2024-02: Stretch is below Target; the tiers must rise.",
        "2024-03: Stretch or challenge stand without a target; enter the target too.",
        "2024-04: Challenge is below Target; the tiers must rise.",
    ]
    assert revision_of(shop.database) == 0


def test_an_empty_year_is_refused(shop: Shop) -> None:
    with pytest.raises(InvalidInput, match="No month has a target"):
        shop.enter(BOB, sheet())


def test_who_comes_second_is_refused_with_both_values(shop: Shop) -> None:
    began = sheet_of(shop.now(), BOB)
    shop.enter(BOB, sheet(100_00, 150_00), began, "ann")
    with pytest.raises(InvalidInput) as refused:
        shop.enter(BOB, sheet(70_00, 150_00), began, "boss")
    assert next(str(problem) for problem in refused.value.problems) == (
        "2024-01: Target was 50.00 when you began, is now 100.00, and you entered 70.00; look at it again."
    )
    assert target(shop) == 250


def test_a_refused_edit_takes_the_others_of_its_batch_with_it(shop: Shop) -> None:
    began = sheet_of(shop.now(), BOB)
    shop.enter(BOB, sheet(100_00), began)
    edits = [Edit(EAST, MONTHS, sheet_of(shop.now(), EAST), sheet(9_00)), Edit(BOB, MONTHS, began, sheet(8_00))]
    with pytest.raises(InvalidInput):
        save(Writer(shop.database, "boss"), edits, {}, Action.TARGETS_IMPORTED)
    assert sheet_of(shop.now(), EAST).months[0] == Tiers(60_00, 70_00)


def test_of_many_at_once_one_wins_and_nothing_is_lost(shop: Shop) -> None:
    began, start, done = sheet_of(shop.now(), BOB), Barrier(6), []

    def enter(amount: int) -> None:
        start.wait()
        try:
            shop.enter(BOB, sheet(amount), began, f"writer {amount}")
        except InvalidInput:
            return
        done.append(amount)

    threads = [Thread(target=enter, args=(amount,)) for amount in range(1_00, 7_00, 1_00)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert sheet_of(shop.now(), BOB).months[0].target == done[0]
    assert revision_of(shop.database) == 1


def test_the_log_says_who_changed_what_from_what(shop: Shop) -> None:
    shop.enter(BOB, sheet(100_00, 150_00), actor="ann")
    entry = newest(shop.database)[0]
    assert (entry.actor, entry.action, entry.object) == (
        "ann",
        Action.TARGETS_CHANGED,
        "employee:2 contract_amount 2024",
    )
    assert "2024-01 target 50.00 → 100.00" in entry.detail
    assert "2024-02 stretch 180.00 → —" in entry.detail
    assert "2024-02 target" not in entry.detail


def test_a_long_change_is_logged_on_several_lines_without_a_cut(shop: Shop) -> None:
    whole = type(sheet())(tuple(Tiers(n * 10_000_000_00, n * 20_000_000_00, n * 30_000_000_00) for n in range(1, 13)))
    shop.enter(EAST, whole)
    details = [entry.detail for entry in newest(shop.database)]
    assert len(details) > 1
    assert sum(detail.count("→") for detail in details) == 36
    assert all(len(detail) <= 1000 for detail in details)


def test_a_year_given_back_is_the_imported_one_again(shop: Shop) -> None:
    shop.enter(BOB, sheet(100_00))
    now = shop.now()
    assert entered(now.overlay, 1) == {BOB}
    standing = sheet_of(now, BOB)
    assert give_back(Writer(shop.database, "boss"), Edit(BOB, MONTHS, standing, standing)) == 2
    assert target(shop) == 200
    assert entered(shop.now().overlay, 1) == frozenset()
    assert newest(shop.database)[0].action is Action.TARGETS_GIVEN_BACK
    assert shop.enter(BOB, sheet(5_00)) == 3
    assert target(shop) == 5
