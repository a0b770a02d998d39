"""The company's departments and its people."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from datasource.sample.days import FIRST
from datasource.sample.draw import NONE, Draw, Ints
from datasource.sample.frames import frame
from datasource.sample.names import ENGLISH_FIRST, ENGLISH_LAST, GIVEN, SURNAMES, hanzi, pinyin
from datasource.sample.seats import Person, Roster, Team, fill_seats, make_roster

COMPANY = "明镜科技"
REGIONS = ("华东大区", "华南大区", "华北大区", "西部大区")
_TEAMS = (
    ("上海一组", 0), ("上海二组", 0), ("江浙组", 0), ("深圳组", 1), ("广州组", 1), ("华中组", 1), ("北京组", 2),
    ("东北组", 2), ("成都组", 3), ("西安组", 3),
)  # fmt: skip
FIRST_REGION, FIRST_TEAM, MARKETING, SERVICE, OPERATIONS = 2, 6, 16, 17, 18
CEO, ADMIN, ANALYST = 1, 6, 7
FIRST_HEAD, FIRST_LEAD, FIRST_REP = 2, 10, 20
_SERVICE_SEATS, _SEATS_A_TEAM = 4, 3


@dataclass(frozen=True)
class Organisation:
    """Departments, users, and the two rosters."""

    departments: pl.DataFrame
    users: pl.DataFrame
    sales: Roster
    service: Roster
    hired: Ints
    left: Ints
    department: Ints

    @property
    def marketers(self) -> Ints:
        """The users of the marketing department."""
        return np.flatnonzero(self.department == MARKETING)


def build_organisation(seed: int, scale: float) -> Organisation:
    """The company for `seed`; above scale 1 its teams grow with the square root of the scale."""
    draw, growth = Draw(seed, 0, "people"), max(1.0, scale) ** 0.5
    people = _fixed_people(draw)
    known = {one.user_id: one for one in people}
    teams = [
        Team(FIRST_TEAM + team, region, known[FIRST_LEAD + team], "销售代表", has_lead_seat=True)
        for team, (_, region) in enumerate(_TEAMS)
    ]
    sales = fill_seats(draw, people, teams, round(_SEATS_A_TEAM * growth), FIRST_REP)
    desk = Team(SERVICE, 0, known[ADMIN], "客服工程师", has_lead_seat=False)
    service = fill_seats(draw, people, [desk], round(_SERVICE_SEATS * growth), people[-1].user_id + 1)
    people.sort(key=lambda one: one.user_id)
    top = people[-1].user_id + 1
    hired, left, department = (np.full(top, NONE) for _ in range(3))
    for one in people:
        hired[one.user_id], left[one.user_id], department[one.user_id] = one.hired, one.left, one.department_id
    return Organisation(
        departments=_departments(service[0].holders[0].user_id),
        users=_users(draw, people),
        sales=make_roster(draw, sales),
        service=make_roster(draw, service),
        hired=hired,
        left=left,
        department=department,
    )


def _departments(service_head: int) -> pl.DataFrame:
    rows: list[tuple[int, str, int | None, int, int]] = [(1, COMPANY, None, CEO, 1)]
    rows += [(FIRST_REGION + place, name, 1, FIRST_HEAD + place, place + 1) for place, name in enumerate(REGIONS)]
    rows += [
        (FIRST_TEAM + place, name, FIRST_REGION + over, FIRST_LEAD + place, place + 1)
        for place, (name, over) in enumerate(_TEAMS)
    ]
    rows += [
        (MARKETING, "市场部", 1, 8, 5),
        (SERVICE, "客户服务部", 1, service_head, 6),
        (OPERATIONS, "运营管理部", 1, CEO, 7),
    ]
    names = ("department_id", "name", "parent_id", "head_id", "position")
    return frame("departments", dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _fixed_people(draw: Draw) -> list[Person]:
    before = -draw.days((300, 900, 1800, 2600), 20)
    people = [Person(CEO, 1, None, "总经理", -2900)]
    people += [Person(FIRST_HEAD + one, FIRST_REGION + one, CEO, "大区总监", int(before[one])) for one in range(4)]
    people += [Person(ADMIN, OPERATIONS, CEO, "运营经理", int(before[4]))]
    people += [Person(ANALYST, OPERATIONS, ADMIN, "数据分析师", int(before[5]))]
    people += [Person(8, MARKETING, CEO, "市场经理", int(before[6])), Person(9, MARKETING, 8, "市场专员", -120)]
    for team, (_, region) in enumerate(_TEAMS):
        people.append(
            Person(FIRST_LEAD + team, FIRST_TEAM + team, FIRST_HEAD + region, "销售经理", int(before[7 + team]))
        )
    return people


def _users(draw: Draw, people: list[Person]) -> pl.DataFrame:
    size = len(people)
    surname, given, english = draw.ints(0, 49, size), draw.ints(0, len(GIVEN) - 1, size), draw.chance(0.1, size)
    names, logins, taken = [], [], set[str]()
    for place in range(size):
        family, own = SURNAMES[surname[place]], GIVEN[given[place]]
        name, login = hanzi(family) + hanzi(own), f"{pinyin(own)}.{pinyin(family)}"
        if english[place]:
            first, last = ENGLISH_FIRST[given[place] % 20], ENGLISH_LAST[surname[place] % 20]
            name, login = f"{first} {last}", f"{first}.{last}".lower()
        count = sum(login == one.rstrip("0123456789") for one in taken)
        taken.add(login := f"{login}{count + 1}" if count else login)
        names.append(f"{name}{count + 1}" if count else name)
        logins.append(login)
    return frame(
        "users",
        {
            "user_id": [one.user_id for one in people],
            "name": names,
            "login": logins,
            "email": [f"{login}@mingjing.example" for login in logins],
            "phone": [f"1990000{one.user_id:04d}" for one in people],
            "department_id": [one.department_id for one in people],
            "manager_id": [one.manager_id for one in people],
            "title": [one.title for one in people],
            "hired_date": [FIRST + timedelta(days=one.hired) for one in people],
            "left_date": [None if one.left == NONE else FIRST + timedelta(days=one.left) for one in people],
            "is_active": [one.left == NONE for one in people],
        },
    )
