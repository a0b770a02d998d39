"""Who may see a board and who may change it."""

from dataclasses import replace

import pytest

from dashboards.access import may_build, may_edit, may_see
from dashboards.model import Share
from datasource.people.account import Account, Role

OWNER = Account(account_id=1, login="ana", name="Ana", role=Role.ANALYST)
OTHER = Account(account_id=2, login="rep", name="Rep", role=Role.READER)
PRIVATE, NAMED, EVERYONE = Share(), Share(people=("rep",)), Share(everyone=True)


@pytest.mark.parametrize(
    ("account", "share", "sees"),
    [
        (OWNER, PRIVATE, True),
        (OTHER, PRIVATE, False),
        (OTHER, NAMED, True),
        (OTHER, EVERYONE, True),
        (replace(OTHER, login="repa"), NAMED, False),
        (replace(OTHER, role=Role.MANAGER), PRIVATE, False),
        (replace(OTHER, role=Role.ADMINISTRATOR), PRIVATE, True),
        (replace(OTHER, is_active=False), EVERYONE, False),
        (replace(OWNER, is_active=False), PRIVATE, False),
    ],
)
def test_a_board_is_seen_by_its_owner_those_named_and_administrators(
    account: Account, share: Share, sees: bool
) -> None:
    assert may_see(account, 1, share) is sees


@pytest.mark.parametrize(
    ("account", "edits"),
    [
        (OWNER, True),
        (replace(OWNER, role=Role.READER), False),
        (replace(OWNER, is_active=False), False),
        (OTHER, False),
        (replace(OTHER, role=Role.MANAGER), False),
        (replace(OTHER, role=Role.ADMINISTRATOR), True),
    ],
)
def test_a_board_is_changed_by_its_owner_and_administrators(account: Account, edits: bool) -> None:
    assert may_edit(account, 1) is edits


def test_a_reader_never_builds() -> None:
    assert [role for role in Role if may_build(replace(OTHER, role=role))] == [
        Role.ANALYST,
        Role.MANAGER,
        Role.ADMINISTRATOR,
    ]
