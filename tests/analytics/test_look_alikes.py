"""Look-alikes: hidden won accounts come early, twice as early as by industry, with reasons, even with empty cells."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.hidden_members import hide_and_seek
from datasource.analytics.learned_likeness import learned_likeness
from datasource.analytics.look_alikes import look_alikes, measure_look_alikes
from datasource.errors import MingjingError

FIELDS = ["industry", "size", "city", "plan"]


def _accounts(seed: int = 1) -> tuple[pl.DataFrame, list[str], list[str]]:
    """2,000 accounts; of those in steel or chemistry, large and on plan P, most are won: a chosen and a hidden part."""
    rng = np.random.default_rng(seed)
    industry = rng.choice(["steel", "chemistry", "food", "toys", "paper"], 2000)
    size, plan = rng.uniform(0, 100, 2000), rng.choice(["P", "Q", "R"], 2000)
    won = np.isin(industry, ["steel", "chemistry"]) & (size > 60) & (plan == "P") & (rng.random(2000) < 0.9)
    names = [f"A{place:04}" for place in range(2000)]
    rows = {
        "account": names,
        "industry": industry,
        "size": size,
        "city": rng.choice(list("uvwxyz"), 2000),
        "plan": plan,
    }
    members = [name for name, is_won in zip(names, won, strict=True) if is_won]
    return pl.DataFrame(rows), members[::2], members[1::2]


def test_hidden_accounts_come_twice_as_early_as_by_industry() -> None:
    accounts, chosen, hidden = _accounts()
    found = measure_look_alikes(accounts, FIELDS, chosen, hidden, "industry")

    assert found.hidden == len(hidden)
    assert found.lift >= 2 * found.industry_lift
    assert found.auc > 0.9


def test_a_learned_likeness_finds_them_as_early_and_weighs_what_tells() -> None:
    accounts, chosen, hidden = _accounts()
    found = measure_look_alikes(accounts, FIELDS, chosen, hidden, "industry", learned_likeness)

    assert found.lift >= 2 * found.industry_lift
    assert found.surer > 1.645
    ranked = learned_likeness(accounts, FIELDS, chosen)
    assert ranked["likeness"].mean() == pytest.approx(1.0)
    assert ranked["likeness"].is_sorted(descending=True)
    assert "plan" in ranked["reasons"][0].to_list()


def test_the_better_way_is_chosen_without_the_members_that_test_it() -> None:
    accounts, chosen, hidden = _accounts()
    members = sorted([*chosen, *hidden])
    found = hide_and_seek(accounts, FIELDS, members, "industry")

    assert found.in_turn is False
    assert found.measured.hidden == len(members) - round(len(members) * 0.8)
    other = accounts.with_columns(
        pl.when(pl.col("account").is_in(members[-found.measured.hidden :])).then(pl.lit("toys")).otherwise("industry")
        .alias("industry")
    )  # fmt: skip
    assert hide_and_seek(other, FIELDS, members, "industry").way == found.way


@pytest.mark.parametrize("count", [12, 40])
def test_small_sets_are_hidden_in_turn(count: int) -> None:
    accounts, chosen, _hidden = _accounts()
    found = hide_and_seek(accounts, FIELDS, chosen[:count], "industry")

    assert found.in_turn
    assert (found.way, found.measured.hidden) == ("nearest", count)
    assert found.measured.lift > found.measured.industry_lift
    assert found.measured.gains["found"].to_list() == sorted(found.measured.gains["found"])


def test_a_fifth_of_empty_cells_changes_little() -> None:
    accounts, chosen, hidden = _accounts()
    rng = np.random.default_rng(4)
    holes = accounts.with_columns(
        pl.when(pl.Series(rng.random(2000) < 0.2)).then(None).otherwise(pl.col(field)).alias(field) for field in FIELDS
    )

    assert measure_look_alikes(holes, FIELDS, chosen, hidden, "industry").auc > 0.8


def test_reasons_are_the_fields_that_are_alike() -> None:
    accounts, chosen, _hidden = _accounts()
    twin = accounts.filter(pl.col("account") == chosen[0]).with_columns(account=pl.lit("twin"), city=pl.lit("none"))
    found = look_alikes(pl.concat([accounts, twin]), FIELDS, chosen).filter(pl.col("account") == "twin")

    assert set(found["reasons"][0].to_list()) <= {"industry", "size", "plan"}
    assert found["likeness"][0] > 0.7


def test_shuffled_sets_are_not_found() -> None:
    accounts, chosen, hidden = _accounts()
    mixed = np.random.default_rng(3).permutation(accounts["account"].to_numpy())[: len(chosen) + len(hidden)].tolist()

    found = measure_look_alikes(accounts, FIELDS, mixed[: len(chosen)], mixed[len(chosen) :], "industry")
    assert found.auc == pytest.approx(0.5, abs=0.12)


@pytest.mark.parametrize(
    ("accounts", "sentence"),
    [
        (_accounts()[0].head(3), "chosen accounts"),
        (_accounts()[0].with_columns(account=pl.lit("A")), "stand in several rows"),
        (_accounts()[0].drop("plan"), "lack the columns plan"),
        (_accounts()[0].with_columns(pl.lit(None, pl.String).alias(field) for field in FIELDS), "nothing can be told"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(accounts: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        look_alikes(accounts, FIELDS, _accounts()[1])
