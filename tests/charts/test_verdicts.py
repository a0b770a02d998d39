"""Members that are good or bad are drawn so, from the best to the worst; all else keeps its colours."""

from dataclasses import replace
from typing import Any

import pytest

from datasource.metrics.registry import DIMENSIONS
from widgets.blocks.members import CODED
from widgets.charts.look import Look
from widgets.charts.theme import colours
from widgets.charts.verdicts import VERDICTS, judged

WORDS = {"Good": True, "So so": None, "Bad": False}
LOOK = Look()
BY_FEELING: dict[str, Any] = {"mark": "bar", "encoding": {"color": {"field": "feeling", "type": "nominal"}}}


def scale(spec: dict[str, Any]) -> Any:
    return spec["encoding"]["color"].get("scale")


def test_the_good_stand_before_the_bad_whatever_their_alphabet() -> None:
    shades = colours(LOOK)
    made = judged(BY_FEELING, "feeling", WORDS, ["Bad", "So so", "Good"], LOOK)
    assert scale(made) == {"domain": ["Good", "So so", "Bad"], "range": [shades.good, shades.rule, shades.bad]}
    assert scale(BY_FEELING) is None, "the kept drawing is left as it is"


def test_members_that_are_not_there_have_no_place() -> None:
    shades = colours(LOOK)
    made = judged(BY_FEELING, "feeling", WORDS, ["Bad", "Good"], LOOK)
    assert scale(made) == {"domain": ["Good", "Bad"], "range": [shades.good, shades.bad]}


def test_what_is_unknown_stands_last_in_another_grey() -> None:
    made = scale(judged(BY_FEELING, "feeling", WORDS, ["Unknown", "Bad", "So so", "Good"], LOOK))
    assert made["domain"] == ["Good", "So so", "Bad", "Unknown"]
    assert made["range"][3] == colours(LOOK).rule
    assert len(set(made["range"])) == 4


def test_views_inside_a_view_are_coloured_too() -> None:
    inner = judged({"facet": {}, "spec": {"layer": [BY_FEELING]}}, "feeling", WORDS, ["Bad", "Good"], LOOK)
    assert scale(inner["spec"]["layer"][0])["domain"] == ["Good", "Bad"]


@pytest.mark.parametrize(
    ("field", "present", "look"),
    [
        ("feeling", ["Good", "So so", "Bad", "Unknown", "Others"], LOOK),
        ("feeling", ["Good", "So so"], LOOK),
        ("feeling", ["Good", "Bad"], replace(LOOK, palette="warm")),
        ("owner", ["Good", "Bad"], LOOK),
    ],
    ids=["three are neither", "nothing bad", "a palette was chosen", "coloured by another field"],
)
def test_other_drawings_keep_their_colours(field: str, present: list[str], look: Look) -> None:
    assert judged(BY_FEELING, field, WORDS, present, look) == BY_FEELING


@pytest.mark.parametrize("field", VERDICTS)
def test_every_member_with_a_verdict_is_one_of_its_field(field: str) -> None:
    assert field in DIMENSIONS
    assert VERDICTS[field].keys() <= CODED[field].keys()
