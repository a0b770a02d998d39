"""Whatever sequence of edits arrives, no field is lost, doubled or left where it may not stand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.model import Shelves
from tests.builder.palettes import NEVER, ONLY_FILTERS, SMALL
from widgets.builder.draft import Draft, Wish, redo, take_in, undo
from widgets.builder.shelving import RULES, Edit, Shelf, apply, field_of, items, pill_ids

FIELDS = [pick.name for pick in SMALL.picks]
EDITS = st.builds(
    Edit,
    do=st.sampled_from(["add", "move", "remove"]),
    shelf=st.sampled_from(Shelf),
    pill=st.sampled_from([*FIELDS, "no_such_field", "amount#2"]),
    source=st.none() | st.sampled_from(Shelf),
    index=st.integers(-2, 4),
)


def standing(shelves: Shelves) -> dict[Shelf, list[str]]:
    return {shelf: [field_of(item) for item in items(shelves, shelf)] for shelf in Shelf}


def check(shelves: Shelves) -> None:
    held = standing(shelves)
    for shelf, names in held.items():
        assert len(set(names)) == len(names)
        assert all(SMALL.by_name[name].holds == RULES[shelf].holds for name in names)
    for apart in {rule.apart for rule in RULES.values() if rule.apart}:
        together = [name for shelf, rule in RULES.items() if rule.apart == apart for name in held[shelf]]
        assert len(set(together)) == len(together)
    grouped = {part.field for part in shelves.dimensions()}
    pairs = {(metric, name) for metric in shelves.metrics() for name in grouped}
    assert not pairs & (NEVER | ONLY_FILTERS)
    assert not {(metric, part.field) for metric in shelves.metrics() for part in shelves.filters} & NEVER


@settings(max_examples=150, deadline=None)
@given(st.lists(EDITS, max_size=25))
def test_shelves_stay_legal_and_an_edit_touches_only_its_own_pill(edits: list[Edit]) -> None:
    shelves = Shelves()
    for edit in edits:
        before = standing(shelves)
        outcome = apply(shelves, edit, SMALL)
        if outcome.refusal:
            assert outcome.shelves == shelves
        after = standing(outcome.shelves)
        check(outcome.shelves)
        name = edit.pill.partition("#")[0]
        swapped = set(before[edit.shelf]) if RULES[edit.shelf].single else set()
        everyone = {field for names in before.values() for field in names}
        lost = everyone - {field for names in after.values() for field in names}
        assert lost <= ({name} if edit.do == "remove" else swapped)
        shelves = outcome.shelves


@settings(max_examples=100, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=15), st.integers(1, 14))
def test_a_log_that_is_sent_again_changes_nothing(edits: list[Edit], cut: int) -> None:
    wishes = [Wish(seq=place, **edit.model_dump()) for place, edit in enumerate(edits, start=1)]
    once = take_in(Draft(), wishes, SMALL)
    twice = take_in(take_in(Draft(), wishes[:cut], SMALL), wishes, SMALL)
    assert (twice.shelves, twice.seen) == (once.shelves, once.seen)


@settings(max_examples=100, deadline=None)
@given(st.lists(EDITS, max_size=15))
def test_undo_and_redo_lead_back_and_forth(edits: list[Edit]) -> None:
    draft = take_in(Draft(), [Wish(seq=place, **edit.model_dump()) for place, edit in enumerate(edits, 1)], SMALL)
    end, steps = draft, len(draft.past)
    for _ in range(steps):
        draft = undo(draft)
    assert draft.chart == Draft().chart
    for _ in range(steps):
        draft = redo(draft)
    assert (draft.chart, draft.past, draft.future) == (end.chart, end.past, ())


@settings(max_examples=50, deadline=None)
@given(st.lists(EDITS, max_size=20))
def test_every_pill_has_its_own_id(edits: list[Edit]) -> None:
    shelves = Shelves()
    for edit in edits:
        shelves = apply(shelves, edit, SMALL).shelves
        for shelf in Shelf:
            assert len(set(pill_ids(shelves, shelf))) == len(items(shelves, shelf))
