"""Records entered twice are found, and only those: on Febrl's lists, on a made list of companies, on single cases."""

from pathlib import Path

import polars as pl
import pytest

from datasource.quality.clusters import clusters
from datasource.quality.duplicates import duplicates_among
from datasource.quality.fields import Field, Kind
from datasource.quality.linkage import pairs
from tests.quality.companies import made_companies

FEBRL = (
    Field("given_name", Kind.PERSON), Field("surname", Kind.PERSON), Field("street_number", Kind.CODE),
    Field("address_1", Kind.TEXT), Field("address_2", Kind.TEXT), Field("suburb", Kind.TEXT),
    Field("postcode", Kind.CODE), Field("state", Kind.EXACT), Field("date_of_birth", Kind.DATE),
)  # fmt: skip
NO_ONE = {"source_key": None, "phone": None, "email": None, "customer_id": None}


def _scores(groups: list[tuple[int, ...]], entity: pl.Series) -> tuple[float, float]:
    """Precision and recall of the pairs within the clusters."""
    sizes = entity.value_counts()["count"]
    told = [(entity[one], entity[other]) for group in groups for one in group for other in group if one < other]
    right = sum(one == other for one, other in told)
    return right / len(told), right / int((sizes * (sizes - 1) // 2).sum())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_febrl_is_told_apart_without_its_social_security_id(shared_data: Path, number: int) -> None:
    people = pl.read_csv(shared_data / "febrl" / f"dataset{number}.csv", infer_schema=False)
    people = people.rename({name: name.strip() for name in people.columns}).with_row_index("key")
    people = people.with_columns(pl.all().exclude("key").str.strip_chars()).drop("soc_sec_id")
    likely = pairs(people, FEBRL).filter(pl.col("probability") > 0.5)
    entity = people["rec_id"].str.extract(r"rec-(\d+)-")
    precision, recall = _scores(clusters(likely.select("left", "right").iter_rows()), entity)
    assert 2 * precision * recall / (precision + recall) >= 0.995


def test_companies_entered_twice_are_found_and_others_left_alone() -> None:
    made = made_companies(4000)
    found = duplicates_among("customers", made.with_columns(source_key=pl.col("key").cast(pl.String)))
    groups = [tuple(keys) for (_number,), keys in _keys(found.members)]
    precision, recall = _scores(groups, made["entity"])
    assert precision >= 0.98
    assert recall >= 0.98


def _keys(members: pl.DataFrame) -> list[tuple[tuple[object, ...], list[int]]]:
    return [(cluster, rows["key"].to_list()) for cluster, rows in members.group_by("cluster", maintain_order=True)]


def _contacts(*rows: dict[str, object]) -> pl.DataFrame:
    """Those contacts among 200 others, who have nothing in common."""
    others: list[dict[str, object]] = [
        {
            "name": f"{chr(19968 + at)}{chr(21000 + at)}",
            "phone": f"139{at * 7919:08d}",
            "email": f"p{at}x{at}@a{at}.com",
        }
        for at in range(200)
    ]
    told = [{**NO_ONE, **row} for row in (*rows, *others)]
    schema = {"name": pl.String, "phone": pl.String, "email": pl.String, "customer_id": pl.Int64}
    return pl.DataFrame(told, schema_overrides=schema).with_row_index("key")


def test_one_person_with_a_phone_number_in_two_spellings_is_one() -> None:
    twice = _contacts(
        {"name": "Mary O'Brien", "phone": "+86 138 1234 5678"}, {"name": "O’Brien, Mary", "phone": "13812345678"}
    )
    found = duplicates_among("contacts", twice)
    assert found.members["key"].to_list() == [0, 1]
    assert found.links.select("left", "right", "name", "phone").rows() == [(0, 1, 4, 4)]
    assert found.links["probability"][0] > 0.99


def test_colleagues_who_share_phone_mail_and_customer_are_two_people() -> None:
    shared = {"phone": "021-58881234", "email": "info@acme.com", "customer_id": 7}
    found = duplicates_among("contacts", _contacts({"name": "Nina Keller"} | shared, {"name": "Lucas Keller"} | shared))
    assert found.members.is_empty()


def test_namesakes_at_different_customers_with_different_phones_are_two_people() -> None:
    one = {"name": "Wang Wei", "phone": "13811112222", "email": "ww@a.com", "customer_id": 7}
    other = {"name": "Wang Wei", "phone": "13933334444", "email": "wei@b.com", "customer_id": 8}
    assert duplicates_among("contacts", _contacts(one, other)).members.is_empty()


def test_links_through_a_third_record_make_one_cluster() -> None:
    assert clusters([(5, 2), (8, 9), (2, 7)]) == [(2, 5, 7), (8, 9)]


def test_a_table_without_rows_has_no_duplicates() -> None:
    found = duplicates_among("contacts", _contacts().clear())
    assert (found.members.height, found.links.height) == (0, 0)


def test_a_table_of_one_row_has_no_duplicates() -> None:
    assert duplicates_among("contacts", _contacts({"name": "Xu"}).head(1)).members.is_empty()
