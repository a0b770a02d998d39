"""What the company sells and how it sells: product tree, products, pipelines, stages. The same for every seed."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from datasource.sample.draw import Floats, Ints
from datasource.sample.frames import Frames, frame

_CATEGORIES = (
    (1, "软件产品", None), (2, "服务", None), (3, "硬件产品", None), (4, "云资源", None), (5, "分析软件", 1),
    (6, "业务软件", 1), (7, "实施与培训", 2), (8, "运维支持", 2), (9, "展示设备", 3), (10, "采集设备", 3),
)  # fmt: skip
# name, category, unit, list price and cost in yuan, weight as the main product of a sale, quantities sold (quantiles)
_PRODUCTS = (
    ("明镜分析平台", 5, "套", 68_000, 17_000, 17, (1, 2)),
    ("移动看板", 5, "套", 18_000, 4_000, 9, (1, 2, 4)),
    ("数据集成引擎", 5, "套", 45_000, 12_000, 8, (1, 2)),
    ("预测分析模块", 5, "套", 52_000, 13_000, 5, (1, 2)),
    ("客户管理系统", 6, "用户", 1_200, 260, 14, (5, 20, 60, 150)),
    ("营销自动化", 6, "套", 36_000, 9_000, 6, (1, 2)),
    ("服务台系统", 6, "用户", 980, 220, 6, (5, 15, 40, 80)),
    ("实施服务包", 7, "人天", 2_600, 1_650, 2, (5, 10, 20, 40)),
    ("管理员培训", 7, "场", 6_800, 2_600, 2, (1, 2, 4)),
    ("用户培训", 7, "场", 4_200, 1_700, 2, (1, 2, 5)),
    ("年度运维", 8, "年", 24_000, 10_500, 6, (1, 2)),
    ("现场驻点", 8, "人月", 28_000, 21_000, 1, (1, 3)),
    ("数据大屏一体机", 9, "台", 39_800, 28_500, 4, (1, 2, 4)),
    ("会议看板终端", 9, "台", 8_600, 6_100, 3, (1, 3, 8)),
    ("智能采集终端", 10, "台", 3_200, 2_050, 6, (4, 10, 30, 80)),
    ("边缘网关", 10, "台", 5_600, 3_700, 3, (1, 4, 12)),
    ("标准云空间", 4, "月", 900, 380, 4, (6, 12, 24)),
    ("专属云集群", 4, "月", 9_800, 5_900, 2, (3, 12, 24)),
)
NEW_BUSINESS, RENEWAL = 0, 1
_PIPELINES = ("新客户销售流程", "续约与增购流程")
# name, stated chance to win, usual days
_STAGES = (
    (
        ("初步接洽", 0.1, 8),
        ("需求确认", 0.2, 12),
        ("方案演示", 0.4, 14),
        ("报价", 0.6, 12),
        ("商务谈判", 0.8, 10),
        ("合同审批", 0.9, 5),
    ),
    (("续约提醒", 0.3, 10), ("需求沟通", 0.5, 8), ("报价", 0.7, 8), ("商务谈判", 0.85, 7), ("合同审批", 0.95, 4)),
)
_CLOSINGS = (("赢单", "won", 1.0), ("输单", "lost", 0.0), ("无效", "invalid", 0.0))
QUOTING_POSITION = (4, 3)


@dataclass(frozen=True)
class Catalogue:
    """Tables, and what the makers need of them: stage key by pipeline and position, prices (in fen) by product."""

    tables: Frames
    stage_key: Ints
    stage_days: Floats
    stage_count: Ints
    price: Ints
    cost: Ints
    weight: Floats
    quantities: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The one catalogue. Position 0 is no stage; the closing stages follow the last open one."""
    stage_rows: list[tuple[int, int, str, int, str, float]] = []
    key, days = np.zeros((2, 10), dtype=np.int64), np.zeros((2, 10))
    for pipeline, stages in enumerate(_STAGES):
        kinds = [(name, "open", chance) for name, chance, _ in stages] + list(_CLOSINGS)
        for position, (name, kind, chance) in enumerate(kinds, start=1):
            key[pipeline, position] = len(stage_rows) + 1
            stage_rows.append((len(stage_rows) + 1, pipeline + 1, name, position, kind, chance))
        days[pipeline, 1 : len(stages) + 1] = [usual for *_, usual in stages]
    return Catalogue(
        tables=_tables(stage_rows),
        stage_key=key,
        stage_days=days,
        stage_count=np.array([len(stages) for stages in _STAGES]),
        price=np.array([row[3] * 100 for row in _PRODUCTS]),
        cost=np.array([row[4] * 100 for row in _PRODUCTS]),
        weight=np.array([float(row[5]) for row in _PRODUCTS]),
        quantities=tuple(row[6] for row in _PRODUCTS),
    )


def _tables(stage_rows: list[tuple[int, int, str, int, str, float]]) -> Frames:
    names, categories, units, prices, costs, *_ = (list(column) for column in zip(*_PRODUCTS, strict=True))
    numbers = list(range(1, len(_PRODUCTS) + 1))
    category = dict(
        zip(("product_category_id", "name", "parent_id"), map(list, zip(*_CATEGORIES, strict=True)), strict=True)
    )
    stage_names = ("stage_id", "pipeline_id", "name", "position", "kind", "win_probability")
    return {
        "product_categories": frame("product_categories", category),
        "products": frame(
            "products",
            {
                "product_id": numbers,
                "name": names,
                "code": [f"MJ-{number:03d}" for number in numbers],
                "product_category_id": categories,
                "unit": units,
                "list_price_amount": [price * 100 for price in prices],
                "unit_cost_amount": [cost * 100 for cost in costs],
                "is_active": [name != "现场驻点" for name in names],
            },
        ),
        "pipelines": frame("pipelines", {"pipeline_id": [1, 2], "name": list(_PIPELINES), "position": [1, 2]}),
        "stages": frame("stages", dict(zip(stage_names, map(list, zip(*stage_rows, strict=True)), strict=True))),
    }
