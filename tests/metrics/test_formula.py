"""Row formulas: what they say, what they refuse and where, and how they go on while one types."""

import pytest

from datasource.metrics.formula.check import check
from datasource.metrics.formula.complete import suggestions, taken
from datasource.metrics.formula.parse import parse
from datasource.metrics.formula.tree import Call, FieldName, FormulaError, Node, Number
from datasource.metrics.registry import SUBJECTS
from datasource.result import Unit

DEALS = SUBJECTS["opportunities"]


def written(node: Node) -> str:
    """A tree with brackets around every call, to see what belongs together."""
    if isinstance(node, Call):
        return f"({' '.join([node.name, *map(written, node.parts)])})"
    return node.name if isinstance(node, FieldName) else str(node.value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "(+ 1.0 (* 2.0 3.0))"),
        ("(1 + 2) * 3", "(* (+ 1.0 2.0) 3.0)"),
        ("8 - 4 - 2", "(- (- 8.0 4.0) 2.0)"),
        ("8 / 4 / 2", "(/ (/ 8.0 4.0) 2.0)"),
        ("-amount * 2", "(* (negative amount) 2.0)"),
        ("not a = 1 or b = 2 and c = 3", "(or (not (= a 1.0)) (and (= b 2.0) (= c 3.0)))"),
        ("IF(amount >= 1e3, 1, 0)", "(if (>= amount 1000.0) 1.0 0.0)"),
        ("stage <> 'Won'", "(!= stage Won)"),
    ],
)
def test_operators_bind_as_on_paper(text: str, tree: str) -> None:
    assert written(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "At character 1: the formula ends here; a field, a number or '(' is missing"),
        ("amount *", "At character 9: the formula ends here; a field, a number or '(' is missing"),
        ("amount * (2", "At character 12: ')' is missing"),
        ("amount $ 2", "At character 8: '$' means nothing here"),
        ("stage = 'Won", "At character 9: the text has no closing quote"),
        ("1 < 2 < 3", "At character 7: compare two values at a time and join them with 'and'"),
        ("* 2", "At character 1: a field, a number or '(' must stand before '*'"),
        ("amount 2", "At character 8: '2' is not expected here"),
        ("(" * 100 + "1" + ")" * 100, "At character 31: the formula is nested too deeply"),
        (
            "amount" + " + 1" * 101,
            "At character 408: a formula has at most 100 operators; make two calculations of it",
        ),
        ("-" * 1999 + "1", "At character 101: a formula has at most 100 operators; make two calculations of it"),
        ("amount * 1e999", "At character 10: a number is at most 1e+16"),
    ],
)
def test_a_formula_that_cannot_be_read_is_told_at_its_character(text: str, told: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("amount * 0.1", Unit.MONEY),
        ("amount / amount", Unit.NUMBER),
        ("amount / days_in_stage", Unit.MONEY),
        ("close_date - created_date", Unit.DAYS),
        ("days_in_stage + 3", Unit.DAYS),
        ("if(amount > 1000, amount, 0)", Unit.MONEY),
        ("if(stage = 'Won' and not is_empty(industry), 1, 0)", Unit.NUMBER),
        ("max(amount, 100)", Unit.MONEY),
        ("month(created_date)", Unit.NUMBER),
        ("if(created_date >= '2024-01-01', 1, 0)", Unit.NUMBER),
        ("1 + 1", Unit.NUMBER),
    ],
)
def test_a_formula_counts_in_the_unit_of_its_parts(text: str, unit: Unit) -> None:
    assert check(parse(text), DEALS).unit is unit


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("amont * 2", "At character 1: Unknown field 'amont'. Did you mean 'amount'?"),
        ("2 * sqrt(amount)", "At character 5: Unknown function 'sqrt'."),
        ("amount * amount", "At character 8: '*' cannot multiply money by money"),
        ("amount + days_in_stage", "At character 8: '+' cannot put money and days together"),
        ("amount > days_in_stage", "At character 8: '>' cannot put money and days together"),
        ("stage + 1", "At character 1: '+' needs a number here, not a text"),
        ("stage < 'B'", "At character 7: texts can only be compared with '=' and '!='"),
        ("if(amount, 1, 0)", "At character 4: 'if' needs a condition here, not a number"),
        ("if(amount > 1, 1, 'x')", "At character 19: 'if' needs a number here, not a text"),
        ("amount > 1", "At character 1: the formula must give a number for each record, and gives a condition"),
        ("abs(1, 2)", "At character 1: 'abs' takes 1 values, not 2"),
        ("round(amount, amount)", "At character 1: 'round' takes 0 to 6 digits, written as a number"),
        ("if(close_date > 'soon', 1, 0)", "At character 17: 'soon' is no day; write it as 2017-03-05"),
        ("product", "At character 1: Unknown field 'product'."),
        ("if(owner = 'Ann', 1, 0)", "At character 4: Unknown field 'owner'."),
    ],
)
def test_a_formula_that_means_nothing_is_told_at_its_character(text: str, told: str) -> None:
    with pytest.raises(FormulaError) as caught:
        check(parse(text), DEALS)
    assert str(caught.value).startswith(told)


def test_numbers_keep_their_place_for_the_reader_of_an_error() -> None:
    assert parse("  7") == Number(7.0, 3)


def test_what_is_typed_goes_on_with_fields_and_functions_that_begin_with_it_first() -> None:
    offered = [offer.text for offer in suggestions("2 * am", 6, DEALS)]
    assert offered[0] == "amount"
    assert next(offer.text for offer in suggestions("rou", 3, DEALS)) == "round("


def test_a_suggestion_takes_the_place_of_the_word_before_the_cursor() -> None:
    text = "2 * am + 1"
    [first, *_rest] = suggestions(text, 6, DEALS)
    assert taken(text, 6, first) == "2 * amount + 1"
