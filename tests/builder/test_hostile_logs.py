"""Whatever a browser sends as edits is read strictly: refused in one sentence, or done as far as it can be."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from dashboards.drafts import Editing
from dashboards.model import Dashboard, Tile
from datasource.errors import MingjingError
from tests.builder.palettes import SMALL
from widgets.builder import draft as shelves
from widgets.builder.canvas import edits as canvas
from widgets.builder.canvas.editing import Canvas
from widgets.builder.draft import Draft
from widgets.builder.sent import sent_log

SCRIPT = "<img src=x onerror=alert(1)><script>alert(1)</script>"
READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType({"shelves": shelves.read_log, "canvas": canvas.read_log})
ADD: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "shelves": {"seq": 1, "do": "add", "shelf": "values", "pill": "won"},
        "canvas": {"seq": 1, "do": "add", "kind": "text"},
    }
)


@pytest.mark.parametrize("protocol", READERS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"extra": 1},
        {"__class__": "x"},
        {"seq": None},
        {"seq": 0},
        {"seq": 1.5},
        {"seq": "1"},
        {"seq": True},
        {"seq": 10**30},
        {"do": "drop"},
        {"do": SCRIPT},
        {"do": ["add"]},
        {"pill": 5, "tiles": 5},
        {"pill": {"a": 1}, "kind": {"a": 1}},
        {"pill": "x" * 10_000_000, "kind": "x" * 10_000_000},
        {"owner_id": 1},
        {"slug": "../../etc/passwd"},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_an_edit_that_is_none_is_refused(protocol: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(MingjingError, match="cannot be read; reload the page"):
        READERS[protocol]([ADD[protocol] | wrong])


@pytest.mark.parametrize("protocol", READERS)
@pytest.mark.parametrize(
    "sent",
    [
        SCRIPT,
        5,
        True,
        [SCRIPT],
        {"edits": SCRIPT},
        {"edits": [1]},
        {"edits": {"log": SCRIPT}},
        {"edits": {"log": {"seq": 1}}},
        {"edits": {"log": [None]}},
    ],
    ids=lambda sent: str(sent)[:40],
)
def test_what_is_no_log_is_refused(protocol: str, sent: Any) -> None:
    with pytest.raises(MingjingError, match="cannot be read; reload the page"):
        READERS[protocol](sent_log(sent))


@pytest.mark.parametrize("protocol", READERS)
def test_a_log_within_logs_is_refused(protocol: str) -> None:
    log: list[Any] = []
    for _turn in range(2000):
        log = [log]
    with pytest.raises(MingjingError, match="cannot be read; reload the page"):
        READERS[protocol](log)


@pytest.mark.parametrize("protocol", READERS)
def test_a_log_that_is_too_long_is_refused(protocol: str) -> None:
    log = [ADD[protocol] | {"seq": seq} for seq in range(1, 5002)]
    assert len(READERS[protocol](log[:5000])) == 5000
    with pytest.raises(MingjingError, match="cannot be read"):
        READERS[protocol](log)


@pytest.mark.parametrize("sent", [None, {}, {"edits": None}, {"edits": {}}, {"edits": {"log": None}}])
@pytest.mark.parametrize("protocol", READERS)
def test_nothing_sent_is_no_edit(protocol: str, sent: Any) -> None:
    assert READERS[protocol](sent_log(sent)) == ()


@pytest.mark.parametrize("pill", [SCRIPT, "../../etc/passwd", "3/other_persons_metric", "\x00", "won_amount'; --"])
@pytest.mark.parametrize("do", ["add", "move", "remove", "open", "calculate"])
def test_a_field_that_is_not_there_changes_no_chart(do: str, pill: str) -> None:
    log = shelves.read_log([{"seq": 1, "do": do, "shelf": "values", "pill": pill}])
    after = shelves.take_in(Draft(), log, SMALL)
    assert after.chart == Draft().chart
    assert bool(after.refusal.text) == (do in {"add", "move", "remove"})


@pytest.mark.parametrize("do", ["arrange", "remove", "duplicate", "align", "distribute", "choose", "open", "add"])
def test_a_tile_that_is_not_there_changes_no_board(do: str) -> None:
    board = Dashboard(id="b", title="B", tiles=(Tile(id="a", x=0, y=0, w=4, h=4, text="A"),))
    place = {"id": SCRIPT, "x": 0, "y": 0, "w": 1, "h": 1}
    log = canvas.read_log([{"seq": 1, "do": do, "tiles": [SCRIPT, "../b"], "places": [place], "kind": SCRIPT}])
    assert canvas.take_in(Canvas(Editing(board)), log).board == board
