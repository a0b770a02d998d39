"""The examples of `docs/query-language.md` are what the program answers."""

import json
import re
from pathlib import Path

import pytest

from datasource.query import answer, open_catalog
from datasource.query.wire import query_from_json, result_to_json
from datasource.scope import OPERATOR, viewer_of_user

PAGE = Path(__file__).resolve().parents[2] / "docs" / "query-language.md"
BLOCKS = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
EXAMPLES = [*zip(BLOCKS[::2], BLOCKS[1::2], strict=True)]


@pytest.mark.parametrize(("question", "rows"), EXAMPLES)
def test_an_example_is_what_the_program_answers(maven: Path, question: str, rows: str) -> None:
    catalog = open_catalog(maven)
    viewer = viewer_of_user(catalog, "Anna Snelling") if '"date"' in question else OPERATOR
    told = json.loads(result_to_json(answer(catalog, query_from_json(question), viewer)))
    assert told["rows"] == json.loads(rows)


def test_every_question_stands_before_its_rows() -> None:
    assert [set(json.loads(question)) >= {"metrics"} for question, _ in EXAMPLES] == [True] * 4
