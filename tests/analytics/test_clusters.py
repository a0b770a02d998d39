"""Clusters: iris gives its known numbers, planted groups are found, and noise has no stable clusters."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.clusters import adjusted_rand, explained, find_clusters, k_means, standardised
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError


def _iris() -> tuple[Floats, Floats]:
    from sklearn.datasets import load_iris  # noqa: PLC0415

    columns, species = load_iris(return_X_y=True)
    return columns, species


def _groups(seed: int = 0) -> pl.DataFrame:
    """Three kinds of customers: many small purchases, few large ones, and hardly any."""
    rng = np.random.default_rng(seed)
    kind = np.repeat([0, 1, 2], [150, 100, 50])
    return pl.DataFrame(
        {
            "customer": np.arange(300),
            "orders": rng.normal(np.array([40, 8, 2])[kind], 2),
            "basket": rng.normal(np.array([20, 300, 30])[kind], 12),
            "region": np.where(kind == 1, "north", "south"),
        }
    )


def _noise(seed: int) -> pl.DataFrame:
    columns = np.random.default_rng(seed).normal(size=(300, 3))
    return pl.DataFrame(columns, schema=["a", "b", "c"]).with_row_index("customer")


@pytest.mark.parametrize(("k", "within"), [(2, 152.348), (3, 78.851), (4, 57.228)])
def test_iris_has_the_known_sums_of_squares(k: int, within: float) -> None:
    assert k_means(_iris()[0], k, starts=10).within == pytest.approx(within, abs=6e-4)


def test_iris_in_three_agrees_with_the_species_as_known() -> None:
    from sklearn.metrics import adjusted_rand_score, silhouette_score  # noqa: PLC0415

    columns, species = _iris()
    found = k_means(columns, 3, starts=10)

    assert np.bincount(found.labels).tolist() == [62, 50, 38]
    assert adjusted_rand(found.labels, species.astype(np.int64)) == pytest.approx(0.7302, abs=5e-5)
    assert adjusted_rand_score(species, found.labels) == pytest.approx(0.7302, abs=5e-5)
    assert silhouette_score(columns, found.labels) == pytest.approx(0.5528, abs=5e-5)


def test_scaled_iris_has_the_known_sum_of_squares() -> None:
    scaled = standardised(pl.DataFrame(_iris()[0], schema=["a", "b", "c", "d"]), ["a", "b", "c", "d"])
    found = k_means(scaled, 3, starts=25)

    # the published value divides by the sample deviation (n - 1)
    assert found.within * 149 / 150 == pytest.approx(138.89, abs=0.01)
    assert np.bincount(found.labels).tolist() == [53, 50, 47]


def test_planted_groups_are_found_and_described() -> None:
    found = find_clusters(_groups(), ["orders", "basket", "region"])

    assert (found.k, found.none) == (3, None)
    assert found.labels["cluster"].to_list() == [1] * 150 + [2] * 100 + [3] * 50
    first = found.traits.group_by("cluster", maintain_order=True).first()
    assert first["field"].to_list() == ["orders", "basket", "orders"]
    assert first["customers"].to_list() == [150, 100, 50]


def test_the_same_data_give_the_same_clusters() -> None:
    assert find_clusters(_groups(), ["orders", "basket"]).labels.equals(
        find_clusters(_groups(), ["orders", "basket"]).labels
    )


def test_noise_has_no_stable_clusters() -> None:
    found = find_clusters(_noise(0), ["a", "b", "c"])

    assert (found.k, found.labels["cluster"].null_count()) == (1, 300)
    assert found.none is not None
    assert "no stable clusters" in found.none
    assert found.traits.is_empty()


@pytest.mark.slow
def test_noise_has_no_stable_clusters_in_nine_of_ten_runs() -> None:
    assert sum(find_clusters(_noise(seed), ["a", "b", "c"]).k > 1 for seed in range(20)) <= 2


def test_segments_explain_what_differs_between_them() -> None:
    labels = pl.Series([1, 1, 2, 2, None, None])

    assert explained(labels, pl.Series([5, 5, 9, 9, 1, 1])) == pytest.approx(1.0)
    assert explained(labels, pl.Series([1, 2, 1, 2, 1, 2])) == pytest.approx(0.0)
    with pytest.raises(MingjingError, match="the same for all"):
        explained(labels, pl.Series([0] * 6))


def test_words_alone_make_clusters_too() -> None:
    rng = np.random.default_rng(1)
    kind = rng.integers(0, 2, 300)
    rows = pl.DataFrame(
        {
            "customer": np.arange(300),
            "sector": np.where(kind == 1, "bank", "farm"),
            "size": np.where(kind == 1, "large", "small"),
        }
    )

    assert find_clusters(rows, ["sector", "size"]).k == 2


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (_groups()[:3], "At least 50 customers are needed; there are 3"),
        (_groups().drop("orders"), "lack the columns orders"),
        (pl.concat([_groups(), _groups()]), "stand in several rows"),
        (_groups().with_columns(orders=pl.lit(1.0), basket=pl.lit(None, pl.Float64)), "Every field"),
    ],
)
def test_rows_that_tell_nothing_are_refused(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        find_clusters(rows, ["orders", "basket"])
