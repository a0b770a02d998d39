"""Each measured question as someone who knows Polars would write it, over the same wide frames as the engine."""

from tests.benchmarks.by_hand import activities, customers, money, opportunities
from tests.benchmarks.by_hand.writing import Answer, Question, Rows

__all__ = ["BY_HAND", "Answer", "Question", "Rows"]

BY_HAND: dict[str, Question] = {
    **activities.QUESTIONS,
    **customers.QUESTIONS,
    **money.QUESTIONS,
    **opportunities.QUESTIONS,
}
"""The queries by the name of the question."""
