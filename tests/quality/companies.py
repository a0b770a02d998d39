"""A made list of Chinese and English companies in which every duplicate is known: `entity` says which are one."""

import random

import polars as pl

PLACES = (
    "北京",
    "上海",
    "深圳",
    "广州",
    "杭州",
    "南京",
    "成都",
    "武汉",
    "西安",
    "苏州",
    "天津",
    "重庆",
    "青岛",
    "厦门",
)
FIRST = "明远华信达安瑞德恒通博雅天宇金石海纳东方新锐卓越立行正泰康宁万象汇丰鼎盛启航云帆智联中科远景凯旋"
TRADES = ("科技", "贸易", "信息技术", "电子", "机械制造", "生物医药", "网络科技", "建筑工程", "物流", "食品", "新材料")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
BRANDS = (
    "Alder", "Beacon", "Cobalt", "Dalton", "Ember", "Falcon", "Granite", "Harbor", "Ibis", "Juniper", "Kestrel",
    "Lumen", "Meridian", "Northgate", "Orchid", "Pinnacle", "Quarry", "Redwood", "Summit", "Tundra", "Umber",
    "Vertex", "Willow", "Xenon", "Yarrow", "Zephyr",
)  # fmt: skip
FIELDS = ("Analytics", "Foods", "Logistics", "Software", "Textiles", "Motors", "Energy", "Health", "Media", "Tools")
TAILS = ("Ltd", "Limited", "Inc.", "LLC", "GmbH", "Corp.", "")
COLUMNS = ("name", "phone", "website", "region_id", "birth_date")


def made_companies(count: int, seed: int = 7) -> pl.DataFrame:
    """`count` companies, a fifth of them entered twice or three times: `key`, `entity`, and what is compared."""
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    names: set[str] = set()
    while len(names) < count:
        row = _chinese(draw) if draw.random() < 0.7 else _english(draw)
        if row["name"] in names:
            continue
        names.add(str(row["name"]))
        entity = len(names)
        rows.append({**row, "entity": entity})
        copies = draw.choices((0, 1, 2), (0.8, 0.15, 0.05))[0]
        rows += [{**_again(draw, row), "entity": entity} for _ in range(copies)]
    draw.shuffle(rows)
    return pl.DataFrame(rows, infer_schema_length=None).drop("core", "place", "form").with_row_index("key")


def _chinese(draw: random.Random) -> dict[str, object]:
    place, form = draw.choice(PLACES), draw.choice(FORMS[:3])
    core = "".join(draw.sample(FIRST, draw.choice((2, 2, 3)))) + draw.choice(TRADES)
    number = f"1{draw.randrange(3, 10)}{draw.randrange(10**9):09d}"
    site = f"www.{draw.randrange(10**6):06d}{draw.choice(('.com', '.cn', '.com.cn'))}"
    return _row(f"{place}{core}{form}", core, place, form, number, site, draw)


def _english(draw: random.Random) -> dict[str, object]:
    form = draw.choice(TAILS)
    core = f"{draw.choice(BRANDS)} {draw.choice(BRANDS)} {draw.choice(FIELDS)}"
    number = f"+1 {draw.randrange(200, 999)} {draw.randrange(200, 999)} {draw.randrange(10**4):04d}"
    site = f"https://{core.lower().replace(' ', '')}{draw.randrange(99)}.com"
    return _row(f"{core} {form}".strip(), core, "", form, number, site, draw)


def _row(name: str, core: str, place: str, form: str, phone: str, site: str, draw: random.Random) -> dict[str, object]:  # noqa: PLR0917
    told = {"name": name, "core": core, "place": place, "form": form, "region_id": draw.randrange(1, 40)}
    return {
        **told,
        "phone": phone if draw.random() < 0.8 else None,
        "website": site if draw.random() < 0.6 else None,
        "birth_date": None,
    }


def _again(draw: random.Random, row: dict[str, object]) -> dict[str, object]:
    """The same company as somebody else would enter it."""
    again = dict(row)
    again["name"] = _renamed(draw, str(row["name"]), str(row["core"]), str(row["place"]))
    if row["phone"] and draw.random() < 0.5:
        digits = str(row["phone"]).replace(" ", "")
        again["phone"] = digits if "+" in digits else f"+86 {digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if row["website"] and draw.random() < 0.5:
        again["website"] = f"http://{str(row['website']).removeprefix('www.').removeprefix('https://')}/index.html"
    for name in ("phone", "website", "region_id"):
        if draw.random() < 0.15:
            again[name] = None
    return again


def _renamed(draw: random.Random, name: str, core: str, place: str) -> str:
    if not place:
        told: tuple[str, ...] = (
            f"{core} {draw.choice(TAILS)}".strip(),
            core.upper(),
            f"{core}, Inc.",
            _typo(draw, name),
            f"The {core}",
        )
        return draw.choice(told)
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in f"{place}{core}(集团)有限公司")
    told = (
        f"{place}{core}{draw.choice(FORMS)}", f"{core}({place})有限公司", f"{core}（{place}）有限公司",
        f"{place}市{core}有限公司", f"{place}{core}", f" {place} {core} 有限公司 ", _typo(draw, name), wide,
    )  # fmt: skip
    return draw.choice(told)


def _typo(draw: random.Random, name: str) -> str:
    at = draw.randrange(2, max(len(name) - 4, 3))
    return f"{name[:at]}{draw.choice(FIRST if ord(name[at]) > 255 else 'aeiou')}{name[at + 1 :]}"
