"""Where customers sit: the provinces of China with their large cities, and which sales region serves them."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from datasource.sample.draw import Floats, Ints
from datasource.sample.frames import frame

EAST, SOUTH, NORTH, WEST = range(4)

# adcode, name, serving region, weight of the province's own row (places without a city of their own),
# cities as adcode:name:weight
_PROVINCES = """
110000 北京市 2 0 110100:北京市:95
120000 天津市 2 0 120100:天津市:24
130000 河北省 2 2 130100:石家庄市:12 130200:唐山市:7 130600:保定市:6
140000 山西省 2 2 140100:太原市:9
150000 内蒙古自治区 2 1 150100:呼和浩特市:5 150200:包头市:3
210000 辽宁省 2 1 210100:沈阳市:14 210200:大连市:13
220000 吉林省 2 1 220100:长春市:9
230000 黑龙江省 2 1 230100:哈尔滨市:10
310000 上海市 0 0 310100:上海市:100
320000 江苏省 0 2 320100:南京市:34 320200:无锡市:18 320400:常州市:12 320500:苏州市:40 320600:南通市:10
330000 浙江省 0 2 330100:杭州市:48 330200:宁波市:22 330300:温州市:12 330700:金华市:8
340000 安徽省 0 2 340100:合肥市:20 340200:芜湖市:6
350000 福建省 0 1 350100:福州市:14 350200:厦门市:16 350500:泉州市:10
360000 江西省 0 2 360100:南昌市:9
370000 山东省 0 3 370100:济南市:17 370200:青岛市:22 370600:烟台市:9 370700:潍坊市:6
410000 河南省 2 3 410100:郑州市:21 410300:洛阳市:6
420000 湖北省 1 2 420100:武汉市:34 420500:宜昌市:4
430000 湖南省 1 2 430100:长沙市:22 430200:株洲市:4
440000 广东省 1 2 440100:广州市:52 440300:深圳市:66 440400:珠海市:10 440600:佛山市:18 441900:东莞市:22 442000:中山市:7
450000 广西壮族自治区 1 1 450100:南宁市:9 450200:柳州市:4
460000 海南省 1 1 460100:海口市:5 460200:三亚市:3
500000 重庆市 3 0 500100:重庆市:30
510000 四川省 3 2 510100:成都市:46 510700:绵阳市:5
520000 贵州省 3 1 520100:贵阳市:8
530000 云南省 3 1 530100:昆明市:11
540000 西藏自治区 3 0 540100:拉萨市:1
610000 陕西省 3 1 610100:西安市:30 610300:宝鸡市:3
620000 甘肃省 3 1 620100:兰州市:6
630000 青海省 3 0 630100:西宁市:2
640000 宁夏回族自治区 3 0 640100:银川市:3
650000 新疆维吾尔自治区 3 1 650100:乌鲁木齐市:6
710000 台湾省 0 3
810000 香港特别行政区 1 8
820000 澳门特别行政区 1 2
"""


@dataclass(frozen=True)
class Places:
    """The region table, and the rows of it where customers may sit: key, serving region, weight, short name."""

    table: pl.DataFrame
    key: Ints
    serving: Ints
    weight: Floats
    short_name: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> Places:
    """The one map: 1 country, 34 provinces, and their large cities; keys are the adcodes."""
    rows: list[tuple[int, str, int | None, str]] = [(100_000, "中国", None, "country")]
    seats: list[tuple[int, int, float, str]] = []
    for line in _PROVINCES.split("\n"):
        if not line:
            continue
        code, name, serving, weight, *cities = line.split()
        rows.append((int(code), name, 100_000, "province"))
        if int(weight):
            seats.append((int(code), int(serving), float(weight), _short(name)))
        for city in cities:
            city_code, city_name, city_weight = city.split(":")
            rows.append((int(city_code), city_name, int(code), "city"))
            seats.append((int(city_code), int(serving), float(city_weight), _short(city_name)))
    column = dict(zip(("region_id", "name", "parent_id", "level"), map(list, zip(*rows, strict=True)), strict=True))
    places_in = pl.DataFrame(seats, schema=["key", "serving", "weight", "name"], orient="row")
    return Places(
        table=frame("regions", column | {"adcode": [str(row[0]) for row in rows]}),
        key=places_in["key"].to_numpy(),
        serving=places_in["serving"].to_numpy(),
        weight=places_in["weight"].to_numpy(),
        short_name=tuple(places_in["name"]),
    )


def _short(name: str) -> str:
    for ending in ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        name = name.removesuffix(ending)
    return name
