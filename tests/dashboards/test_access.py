"""Who may do what with a board."""

from dataclasses import replace
from datetime import date

import pytest

from dashboards.access import EVERY_RIGHT, Guest, may_build, may_own, reshared, rights
from dashboards.model import Grant, Right, Share, Terms
from datasource.errors import MingjingError
from datasource.people.account import Account, Role

TODAY = date(2026, 6, 1)
OWNER = Account(account_id=1, login="ana", name="Ana", role=Role.ANALYST)
OTHER = Account(account_id=2, login="rep", name="Rep", role=Role.READER)
BUILDER = replace(OTHER, role=Role.ANALYST)
NOTHING, READ = frozenset[Right](), frozenset({Right.VIEW, Right.EXPORT})
PRIVATE, NAMED, EVERYONE = Share(), Share(people=(Grant(to="rep"),)), Share(everyone=Terms())


def given(account: Account, share: Share, *departments: str) -> frozenset[Right]:
    return rights(Guest(account, frozenset(departments), TODAY), 1, share)


def granted(*may: Right) -> Share:
    return Share(people=(Grant(to="rep", may=may),))


@pytest.mark.parametrize(
    ("account", "share", "may"),
    [
        (OWNER, PRIVATE, EVERY_RIGHT),
        (OTHER, PRIVATE, NOTHING),
        (OTHER, NAMED, READ),
        (OTHER, EVERYONE, READ),
        (replace(OTHER, login="repa"), NAMED, NOTHING),
        (replace(OTHER, role=Role.MANAGER), PRIVATE, NOTHING),
        (replace(OTHER, role=Role.ADMINISTRATOR), PRIVATE, EVERY_RIGHT),
        (replace(OTHER, is_active=False), EVERYONE, NOTHING),
        (replace(OWNER, is_active=False), PRIVATE, NOTHING),
        (replace(OWNER, role=Role.READER), PRIVATE, READ),
    ],
)
def test_owners_those_named_everyone_and_administrators_have_their_rights(
    account: Account, share: Share, may: frozenset[Right]
) -> None:
    assert given(account, share) == may


def test_each_right_is_given_apart_and_takes_in_seeing() -> None:
    assert given(BUILDER, granted(Right.VIEW)) == {Right.VIEW}
    assert given(BUILDER, granted(Right.EDIT)) == {Right.VIEW, Right.EDIT}
    assert given(BUILDER, granted(Right.RESHARE, Right.EXPORT)) == {Right.VIEW, Right.RESHARE, Right.EXPORT}


def test_a_reader_neither_edits_nor_shares_whatever_was_granted() -> None:
    assert given(OTHER, granted(*Right)) == READ


def test_the_last_day_is_still_within_the_grant() -> None:
    until = Share(people=(Grant(to="rep", until=TODAY),))
    assert given(OTHER, until) == READ
    assert rights(Guest(OTHER, today=date(2026, 6, 2)), 1, until) == NOTHING


def test_a_department_takes_in_those_below_it_and_a_role_its_people() -> None:
    assert given(OTHER, Share(departments=(Grant(to="2"),)), "1", "2", "3") == READ
    assert given(OTHER, Share(departments=(Grant(to="4"),)), "1", "2", "3") == NOTHING
    assert given(OTHER, Share(roles=(Grant(to="reader"),))) == READ
    assert given(BUILDER, Share(roles=(Grant(to="reader"),))) == NOTHING


def test_rights_that_come_by_several_ways_add_up() -> None:
    both = Share(everyone=Terms(may=(Right.VIEW,)), people=(Grant(to="rep", may=(Right.EDIT,)),))
    assert given(BUILDER, both) == {Right.VIEW, Right.EDIT}


@pytest.mark.parametrize(
    ("account", "owns"),
    [
        (OWNER, True),
        (replace(OWNER, role=Role.READER), False),
        (replace(OWNER, is_active=False), False),
        (replace(OTHER, role=Role.MANAGER), False),
        (replace(OTHER, role=Role.ADMINISTRATOR), True),
    ],
)
def test_only_the_owner_and_administrators_do_what_an_owner_does(account: Account, owns: bool) -> None:
    assert may_own(account, 1) is owns


def test_a_reader_never_builds() -> None:
    assert [role for role in Role if may_build(replace(OTHER, role=role))] == [
        Role.ANALYST,
        Role.MANAGER,
        Role.ADMINISTRATOR,
    ]


def test_who_shares_on_lets_more_people_in_with_no_more_than_their_own_rights() -> None:
    mine = frozenset({Right.VIEW, Right.RESHARE})
    wanted = Share(people=(*NAMED.people, Grant(to="cid", may=(Right.VIEW,))))
    assert reshared(NAMED, wanted, mine) == wanted
    with pytest.raises(MingjingError, match="a right that you do not have: export"):
        reshared(NAMED, Share(people=(*NAMED.people, Grant(to="cid"))), mine)


@pytest.mark.parametrize("wanted", [Share(), Share(people=(Grant(to="rep", may=(Right.VIEW,)),)), EVERYONE])
def test_who_shares_on_takes_nothing_from_others(wanted: Share) -> None:
    with pytest.raises(MingjingError, match="Only the owner"):
        reshared(NAMED, wanted, EVERY_RIGHT)
