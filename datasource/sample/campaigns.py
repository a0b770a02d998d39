"""Marketing's plan: campaigns, contents and advertising by day; and which campaign stands behind a lead."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.sample.days import FIRST, LAST, axis
from datasource.sample.draw import NONE, Draw, Ints
from datasource.sample.frames import Frames, frame, words
from datasource.sample.organisation import Organisation
from datasource.sample.truths import ADS, EVENT, EXHIBITION

PLATFORMS = ("百度推广", "腾讯广告", "巨量引擎")
_KEYWORDS = ("商业智能", "数据看板", "客户管理系统", "销售漏斗", "报表软件")
_WEBINAR_EVERY, _WEBINAR_REACH = 50, 28
_CONTENT_KINDS = ("文章", "白皮书", "视频", "案例", "直播回放")
_TOPICS = (
    "销售漏斗怎么看",
    "客户分级实战",
    "回款管理指南",
    "数据质量自查",
    "营销归因入门",
    "续约率提升",
    "经营看板搭建",
)


@dataclass(frozen=True)
class Plan:
    """The campaigns as arrays (index = key − 1), and the places of each kind in the order of their start."""

    table: pl.DataFrame
    contents: pl.DataFrame
    start: Ints
    end: Ints
    kind: tuple[str, ...]
    content_day: Ints

    def of_kind(self, kind: str) -> Ints:
        """The places of the campaigns of `kind`, by start."""
        return np.array([place for place, one in enumerate(self.kind) if one == kind])

    def running(self, kind: str, day: Ints, grace: int = 0) -> Ints:
        """The campaign of `kind` that last started by each day, if it ended at most `grace` days before; else NONE."""
        mine = self.of_kind(kind)
        found = mine[np.maximum(np.searchsorted(self.start[mine], day, side="right") - 1, 0)]
        return np.where((self.start[found] <= day) & (day <= self.end[found] + grace), found, NONE)

    def next_webinar(self, day: Ints) -> Ints:
        """The first webinar after each day, if it is near enough to sign up for; else NONE."""
        mine = self.of_kind("线上研讨会")
        place = np.searchsorted(self.start[mine], day, side="right")
        found = mine[np.minimum(place, len(mine) - 1)]
        return np.where((self.start[found] > day) & (self.start[found] <= day + _WEBINAR_REACH), found, NONE)


def plan_marketing(draw: Draw, organisation: Organisation, scale: float) -> Plan:
    """All campaigns of the three years; budgets grow with the scale."""
    rows = _campaigns()
    size = len(rows)
    start, end = (np.array([row[place] for row in rows]) for place in (3, 4))
    cost = np.array([row[5] for row in rows]) * max(1, round(scale * 100))
    spent = (cost * draw.spread((0.82, 0.95, 1.02, 1.15), size)).astype(np.int64)
    table = {
        "campaign_id": np.arange(1, size + 1),
        "name": [row[0] for row in rows],
        "channel": [row[1] for row in rows],
        "kind": [row[2] for row in rows],
        "owner_id": organisation.marketers[draw.ints(0, len(organisation.marketers) - 1, size)],
        "start_date": start,
        "end_date": end,
        "budget_amount": cost,
        "cost_amount": spent,
    }
    published = np.sort(draw.ints(0, LAST - 30, 35))
    contents = {
        "content_id": np.arange(1, 36),
        "title": [f"{_TOPICS[one % 7]}（{_CONTENT_KINDS[one // 7]}）" for one in range(35)],
        "kind": [_CONTENT_KINDS[one // 7] for one in range(35)],
        "published_date": published,
        "cost_amount": draw.days((1_500, 4_000, 9_000, 30_000), 35) * 100,
    }
    kinds = tuple(row[2] for row in rows)
    return Plan(frame("campaigns", table), frame("contents", contents), start, end, kinds, published)


def _campaigns() -> list[tuple[str, str, str, int, int, int]]:
    """Name, channel, kind, first and last day, budget in yuan."""
    rows = []
    for year in (2023, 2024, 2025, 2026):
        begin, finish = _day(year, 1, 1), _day(year, 12, 31)
        for platform, budget in zip(PLATFORMS, (420_000, 260_000, 180_000), strict=True):
            rows.append((f"{platform} {year}", "线上广告", platform, max(begin, 0), min(finish, LAST), budget))
        rows.append((f"618 大促 {year}", "线上广告", "促销", _day(year, 6, 1), _day(year, 6, 18), 150_000))
        rows.append((f"双11 大促 {year}", "线上广告", "促销", _day(year, 11, 1), _day(year, 11, 11), 160_000))
        rows.append((f"上海软件展 {year}", "展会", "展会", _day(year, 4, 10), _day(year, 4, 13), 220_000))
        rows.append((f"深圳高交会 {year}", "展会", "展会", _day(year, 11, 14), _day(year, 11, 19), 240_000))
        rows.append((f"城市路演 {year}", "线下活动", "城市路演", _day(year, 3, 1), _day(year, 5, 31), 380_000))
    for number, day in enumerate(range(25, LAST - 5, _WEBINAR_EVERY), start=1):
        start = int(axis().next_workday[day])
        rows.append((f"数字化经营研讨会 第{number}期", "线上活动", "线上研讨会", start, start, 18_000))
    rows.append(("客户月刊", "邮件", "邮件培育", 0, LAST, 60_000))
    return [row for row in rows if 0 <= row[3] <= LAST]


def _day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - FIRST).days


def campaigns_behind(draw: Draw, plan: Plan, source: Ints, day: Ints) -> Ints:
    """The campaign that brought each lead: a promotion, its platform's, the last fair or webinar; NONE for the rest."""
    size = len(source)
    platform = draw.choose((5, 3, 2), size)
    behind = np.full(size, NONE)
    for place, name in enumerate(PLATFORMS):
        behind = np.where((source == ADS) & (platform == place), plan.running(name, day), behind)
    promoted = plan.running("促销", day)
    behind = np.where((promoted != NONE) & (source == ADS) & draw.chance(0.6, size), promoted, behind)
    behind = np.where(source == EXHIBITION, plan.running("展会", day, grace=75), behind)
    return np.where(source == EVENT, plan.running("线上研讨会", day, grace=40), behind)


def advertising(draw: Draw, plan: Plan, scale: float) -> Frames:
    """One row per day, platform and keyword of the platform's running campaign."""
    day = np.repeat(np.arange(LAST + 1), len(PLATFORMS) * len(_KEYWORDS))
    platform = np.tile(np.repeat(np.arange(len(PLATFORMS)), len(_KEYWORDS)), LAST + 1)
    keyword = np.tile(np.arange(len(_KEYWORDS)), (LAST + 1) * len(PLATFORMS))
    size = len(day)
    reach = np.array([900.0, 1400.0, 2100.0])[platform] * np.array([1.0, 0.8, 0.9, 0.35, 0.6])[keyword]
    load = 0.4 + 0.6 * axis().promoted_load[day]
    shown = (reach * load * max(scale, 0.2) * draw.spread((0.6, 0.9, 1.1, 1.5), size)).astype(np.int64)
    rate = np.array([0.031, 0.016, 0.012])[platform] * draw.spread((0.6, 0.9, 1.1, 1.4), size)
    clicks = (shown * rate).astype(np.int64)
    price = np.array([520, 310, 240])[platform] * np.array([1.3, 0.9, 1.2, 0.8, 1.0])[keyword]
    behind = np.full(size, NONE)
    for place, name in enumerate(PLATFORMS):
        behind = np.where(platform == place, plan.running(name, day), behind)
    cells = {
        "ad_stat_id": np.arange(1, size + 1),
        "stat_date": day,
        "platform": words(PLATFORMS, platform),
        "campaign_id": behind + 1,
        "keyword": words(_KEYWORDS, keyword),
        "impressions": shown,
        "clicks": clicks,
        "cost_amount": (clicks * price * draw.spread((0.8, 1.0, 1.2), size)).astype(np.int64),
    }
    return {"ad_stats": frame("ad_stats", cells)}


def content_before(draw: Draw, plan: Plan, day: Ints) -> Ints:
    """The key of a content that was out by each day; NONE where there was none yet."""
    out = np.searchsorted(plan.content_day, day, side="right")
    return np.where(out > 0, 1 + (draw.uniform(len(day)) * out).astype(np.int64), NONE)
