"""The model of chances: the bars of the Telco data, exact reasons, and sentences for data that tell nothing."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.evaluation import assess
from datasource.analytics.refusals import Floats
from datasource.analytics.spline_logit import fit_spline_logit
from datasource.errors import MingjingError


@pytest.fixture(scope="module")
def telco(shared_data: Path) -> pl.DataFrame:
    rows = pl.read_csv(shared_data / "telco" / "WA_Fn-UseC_-Telco-Customer-Churn.csv", infer_schema_length=None)
    return rows.with_columns(pl.col("TotalCharges").str.strip_chars().cast(pl.Float64, strict=False))


def _rows(count: int = 400, seed: int = 4) -> tuple[pl.DataFrame, Floats]:
    """The outcome is likelier far from 50 and for red, and does not depend on noise."""
    rng = np.random.default_rng(seed)
    number, colour = rng.uniform(0, 100, count), rng.choice(["red", "blue", "green"], count)
    odds = -2 + np.abs(number - 50) / 15 + 1.5 * (colour == "red")
    rows = pl.DataFrame({"number": number, "colour": colour, "noise": rng.normal(size=count)})
    return rows, (rng.random(count) < 1 / (1 + np.exp(-odds))).astype(np.float64)


def test_telco_reaches_its_bars_on_five_folds(telco: pl.DataFrame) -> None:
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    fields = [name for name in telco.columns if name not in ("customerID", "Churn")]
    outcome = (telco["Churn"] == "Yes").cast(pl.Float64).to_numpy()
    chance = np.zeros(len(outcome))
    for others, part in StratifiedKFold(5, shuffle=True, random_state=0).split(outcome, outcome):
        chance[part] = fit_spline_logit(telco[others], fields, outcome[others]).chances(telco[part])
    card = assess(outcome, chance)

    assert 0.840 <= card.auc <= 0.855
    assert card.error <= 0.025
    assert card.skill > 0.30
    assert card.pr_auc > 0.66
    assert card.lift > 2.85


def test_a_model_of_old_customers_says_too_little_about_new_ones(telco: pl.DataFrame) -> None:
    old, new = telco.filter(pl.col("tenure") > 12), telco.filter(pl.col("tenure") <= 12)
    fields = [name for name in telco.columns if name not in ("customerID", "Churn")]
    model = fit_spline_logit(old, fields, (old["Churn"] == "Yes").cast(pl.Float64).to_numpy())
    card = assess((new["Churn"] == "Yes").cast(pl.Float64).to_numpy(), model.chances(new))

    assert card.auc < 0.80
    assert card.base_rate == pytest.approx(0.474, abs=0.001)
    assert card.mean_chance < card.base_rate


def test_contributions_add_up_to_the_logit_exactly() -> None:
    rows, outcome = _rows()
    model = fit_spline_logit(rows, rows.columns, outcome)
    total = model.base + model.contributions(rows).sum_horizontal().to_numpy()

    assert 1 / (1 + np.exp(-total)) == pytest.approx(model.chances(rows), abs=1e-12)


def test_reasons_name_what_raises_the_chance() -> None:
    rows, outcome = _rows(2000)
    model = fit_spline_logit(rows, rows.columns, outcome)
    case = pl.DataFrame({"number": [99.0, 50.0], "colour": ["green", "red"], "noise": [0.0, 0.0]})

    assert [found[0][0] for found in model.reasons(case)] == ["number", "colour"]
    assert model.chances(case)[0] > model.chances(case)[1]


def test_words_never_seen_and_empty_cells_get_a_chance() -> None:
    rows, outcome = _rows()
    holes = rows.with_columns(pl.when(pl.int_range(pl.len()) % 5 > 0).then("number").alias("number"))
    case = pl.DataFrame({"number": [None, 1e9], "colour": ["violet", None], "noise": [0.0, 0.0]})

    assert np.isfinite(fit_spline_logit(holes, rows.columns, outcome).chances(case)).all()


def test_constant_and_empty_columns_change_nothing() -> None:
    rows, outcome = _rows()
    more = rows.with_columns(same=pl.lit("x"), one=pl.lit(1), none=pl.lit(None, pl.Float64), no=pl.lit(None, pl.String))
    plain = fit_spline_logit(rows, rows.columns, outcome).chances(rows)

    assert fit_spline_logit(more, more.columns, outcome).chances(more) == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "outcome", "sentence"),
    [
        (_rows(3)[0], np.array([0.0, 1, 0]), "At least 50 rows"),
        (_rows()[0], np.zeros(400), "either outcome are needed; there are 0"),
        (_rows()[0].select(pl.lit(1).repeat_by(400).explode().alias("number")), _rows()[1], "Every field is empty"),
        (
            _rows()[0].select(pl.lit(None, pl.Float64).repeat_by(400).explode().alias("number")),
            _rows()[1],
            "Every field",
        ),
    ],
)
def test_rows_that_tell_nothing_are_refused(rows: pl.DataFrame, outcome: Floats, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        fit_spline_logit(rows, rows.columns, outcome)
