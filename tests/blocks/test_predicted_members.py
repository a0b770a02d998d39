"""Segments and stages of life are shown in the reader's language: each name that a study can give is known."""

from datasource.analytics.lifecycle import STAGES
from datasource.analytics.rfm import SEGMENTS
from widgets.blocks.members import CODED


def test_every_segment_and_stage_that_a_study_gives_has_its_words() -> None:
    assert set(CODED["segment"]) == {name for name, *_scores in SEGMENTS}
    assert set(CODED["lifecycle_stage"]) == set(STAGES)
