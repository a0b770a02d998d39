"""Calculated dimensions as Enum columns of a wide fact: bands of a number, groups of members, cases by conditions."""

from itertools import pairwise
from typing import assert_never

import polars as pl

from datasource.calculation import Buckets, Cases, Groups, plain
from datasource.engines.conditions import condition
from datasource.engines.facts import Facts
from datasource.engines.keys import binned
from datasource.errors import MingjingError
from datasource.metrics.dimension import UNKNOWN, Dim
from datasource.result import Unit
from datasource.texts import _


def members(facts: Facts, subject: str, dim: Dim, role: str, split: bool) -> tuple[pl.Series, pl.Enum]:
    """The member of `dim` of every row of the wide fact of `subject`, and all members in their order.

    `role` is the date whose owner of then a dimension of the owner means; raises `MingjingError` where a group has the
    name of a member outside it.
    """
    match dim.made:
        case Buckets():
            return _bands(facts, subject, dim, dim.made, split)
        case Groups():
            base = facts.dimension(subject, dim.roots[0], role=role, split=split)
            return _grouped(facts, subject, dim, base, split)
        case Cases():
            return _by_case(facts, subject, dim.made, role, split)
        case None:
            raise AssertionError(dim.name)
        case _:
            assert_never(dim.made)


def band_labels(body: Buckets) -> list[str]:
    """The names of the bands from low to high: those given, or `< 10`, `10 to 20`, `≥ 20`, upper edges outside."""
    if body.labels:
        return list(body.labels)
    edges = [f"{int(edge)}" if edge == int(edge) else f"{edge}" for edge in body.edges]
    inner = [f"{low} to {high}" for low, high in pairwise(edges)]
    return [f"< {edges[0]}", *inner, f"≥ {edges[-1]}"]


def _bands(facts: Facts, subject: str, dim: Dim, body: Buckets, split: bool) -> tuple[pl.Series, pl.Enum]:
    [root] = dim.roots
    labels = band_labels(body)
    kind = pl.Enum(list(dict.fromkeys((*labels, UNKNOWN))))
    scale = facts.catalog.minor_units if root.unit is Unit.MONEY else 1
    column = pl.col(facts.number(subject, root, split=split))
    made = binned(
        column, body.edges, [pl.lit(label, dtype=kind) for label in labels], pl.lit(UNKNOWN, dtype=kind), scale
    )
    return _column(facts, subject, made, split), kind


def _grouped(facts: Facts, subject: str, dim: Dim, base: str, split: bool) -> tuple[pl.Series, pl.Enum]:
    body = dim.made
    assert isinstance(body, Groups)
    known = facts.kind(subject, base).categories.to_list()
    label_of = {member: group.label for group in body.groups for member in group.members}
    labels = [group.label for group in body.groups]
    if not body.others:
        _check_apart(dim, labels, [member for member in known if member not in label_of])
    shown = [label_of.get(member, body.others or member) for member in known]
    rest = [body.others] if body.others else [member for member in known if member not in label_of]
    kind = pl.Enum(list(dict.fromkeys((*labels, *rest, UNKNOWN))))
    places = facts.frame(subject, split=split)[base].to_physical()
    return pl.Series(shown, dtype=kind).gather(places), kind


def _check_apart(dim: Dim, labels: list[str], alone: list[str]) -> None:
    """A group that is called like a member outside it would silently take that one in."""
    for label in labels:
        if label in alone:
            told = _(
                "In '{name}', the group '{label}' is called like a member outside it: add it, or rename the group."
            )
            raise MingjingError(told.format(name=plain(dim.name), label=label))


def _by_case(facts: Facts, subject: str, body: Cases, role: str, split: bool) -> tuple[pl.Series, pl.Enum]:
    labels = [case.label for case in body.cases]
    rest = body.others or UNKNOWN
    kind = pl.Enum(list(dict.fromkeys((*labels, rest, UNKNOWN))))
    made: pl.Expr = pl.lit(rest, dtype=kind)
    for case in reversed(body.cases):
        met = [condition(facts, subject, ask, "", event=role, split=split) for ask in case.where]
        made = (
            pl.when(pl.all_horizontal(met).fill_null(value=False)).then(pl.lit(case.label, dtype=kind)).otherwise(made)
        )
    return _column(facts, subject, made, split), kind


def _column(facts: Facts, subject: str, made: pl.Expr, split: bool) -> pl.Series:
    return facts.frame(subject, split=split).select("key", made.alias("made"))["made"]
