"""Names of companies and people, Chinese and English, all invented."""

import numpy as np
import polars as pl

from datasource.sample.draw import Draw, Flags, Ints
from datasource.sample.frames import words


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _listed(
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo "
    "马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 许xu "
    "傅fu 沈shen 曾zeng 彭peng 吕lyu 苏su 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan"
)
GIVEN = _listed(
    "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao "
    "霞xia 平ping 刚gang 宇轩yuxuan 子涵zihan 欣怡xinyi 浩然haoran 思远siyuan 雨桐yutong 嘉怡jiayi "
    "俊杰junjie 梦琪mengqi "
    "文博wenbo 晓东xiaodong 雪梅xuemei 志强zhiqiang 建国jianguo 海燕haiyan 春华chunhua 玉兰yulan 立新lixin 国栋guodong "
    "佳宁jianing 天佑tianyou 若曦ruoxi 一鸣yiming 书瑶shuyao 振宇zhenyu 婉清wanqing 鹏飞pengfei 乐瑶leyao 景行jingxing "
    "安琪anqi"
)
ENGLISH_FIRST = _listed(
    "James Olivia Daniel Emma Lucas Sophia Henry Grace Oliver Alice Ethan Chloe Samuel Hannah Victor Nina Adrian Julia "
    "Marcus Elena"
)
ENGLISH_LAST = _listed(
    "Carter Nguyen Walsh Fischer Moreau Patel Lindqvist Tanaka Rossi Novak Bennett Hughes Silva Keller Murphy Ortega "
    "Dubois Larsen Cooper Reid"
)
_FIRST_SIGN = "云海星辰华瑞恒新金宏盛锐智联天博启远泰安嘉润卓越晟鼎汇翔鸿德信创优凯捷东南中正广同和万永兴百川领先众诚立"
_SECOND_SIGN = "帆图达通科源洋峰航谷岩石泽林森宇宸腾跃飞鹏龙凤麟祥瑞福康健美佳丰茂隆昌荣华光辉煌明亮晨曦阳晖霖沐"
_ENGLISH_BRANDS = _listed(
    "Blue North Silver Green Bright Iron Clear Red Stone Summit Harbor Maple Cedar River Crown Falcon Orchid Pacific "
    "Lotus Jade Nova Delta Vertex Aurora Atlas"
)
_ENGLISH_SECOND = _listed(
    "water wave bridge field peak point gate light path line works ridge bay forge grove mark stream port wood land"
)
INDUSTRIES = (
    "信息技术",
    "制造业",
    "金融",
    "教育",
    "医疗健康",
    "零售",
    "物流运输",
    "房地产",
    "能源",
    "文化传媒",
    "政府与公共事业",
)
_ZH_TRADE = ("科技", "机械", "资本", "教育", "医疗", "商贸", "物流", "置业", "能源", "文化", "公共服务")
_EN_TRADE = (
    "Systems", "Machinery", "Capital", "Learning", "Medical", "Trading", "Logistics", "Estates", "Energy", "Media",
    "Services",
)  # fmt: skip
_ZH_MORE = ("", "实业", "国际", "联合", "发展", "控股", "产业", "创新", "网络", "智造", "投资", "环球")
_EN_MORE = (
    "", " International", " Asia", " Holdings", " Partners", " Labs", " Global", " Union", " First", " Pro", " One",
    " East",
)  # fmt: skip
_ZH_FORM = ("有限公司", "股份有限公司", "集团有限公司", "有限责任公司")
_EN_FORM = ("Ltd.", "Inc.", "Group", "Co., Ltd.")


def hanzi(entry: str) -> str:
    """The Chinese part of an entry of `SURNAMES` or `GIVEN`."""
    return "".join(sign for sign in entry if not sign.isascii())


def pinyin(entry: str) -> str:
    """The Latin part of the same."""
    return "".join(sign for sign in entry if sign.isascii())


def people(draw: Draw, english: Flags) -> pl.Series:
    """A person's name each; English where flagged."""
    size = len(english)
    surname = words([hanzi(one) for one in SURNAMES], draw.ints(0, len(SURNAMES) - 1, size))
    given = words([hanzi(one) for one in GIVEN], draw.ints(0, len(GIVEN) - 1, size))
    first = words(ENGLISH_FIRST, draw.ints(0, len(ENGLISH_FIRST) - 1, size))
    last = words(ENGLISH_LAST, draw.ints(0, len(ENGLISH_LAST) - 1, size))
    return pick(english, first + " " + last, surname + given)


def companies(draw: Draw, number: Ints, city: pl.Series, industry: Ints, english: Flags) -> pl.Series:
    """A company's name each; `number` counts the companies, and the brands of some 30,000 in a row differ."""
    size = len(number)
    trade = np.where(industry < 0, 0, industry)
    form = draw.choose((70, 12, 6, 12), size)
    brands = len(_FIRST_SIGN) * len(_SECOND_SIGN)
    place, more = (number * 1_009) % brands, words(_ZH_MORE, number // brands % len(_ZH_MORE))
    brand = words(list(_FIRST_SIGN), place // len(_SECOND_SIGN)) + words(list(_SECOND_SIGN), place % len(_SECOND_SIGN))
    chinese = city + brand + more + words(_ZH_TRADE, trade) + words(_ZH_FORM, form)
    brands = len(_ENGLISH_BRANDS) * len(_ENGLISH_SECOND)
    place, more = (number * 107) % brands, words(_EN_MORE, number // brands % len(_EN_MORE))
    brand = words(_ENGLISH_BRANDS, place // len(_ENGLISH_SECOND)) + words(_ENGLISH_SECOND, place % len(_ENGLISH_SECOND))
    return pick(english, brand + more + " " + words(_EN_TRADE, trade) + " " + words(_EN_FORM, form), chinese)


def mobiles(draw: Draw, size: int) -> pl.Series:
    """Mobile numbers in the 199 0 range, eleven digits."""
    return "199" + pl.Series(draw.ints(0, 99_999_999, size)).cast(pl.String).str.zfill(8)


def pick(flags: Flags, yes: pl.Series, no: pl.Series) -> pl.Series:
    """`yes` where flagged, else `no`."""
    return yes.zip_with(pl.Series(flags), no)
