"""The order of an answer's rows."""

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import read_query


def test_others_stand_last_behind_the_ranked_members_however_large(tiny: Catalog) -> None:
    ask = {
        "metrics": ["new_opportunity_amount"],
        "by": ["owner"],
        "top": {"field": "owner", "n": 1, "by": "new_opportunity_amount"},
        "sort": [{"by": "new_opportunity_amount", "desc": False}],
    }
    rows = answer(tiny, read_query(ask)).rows
    assert rows.rows() == [("Dee", 300.0, False), ("Others", 280.01, True)]
