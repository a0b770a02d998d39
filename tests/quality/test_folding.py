"""Texts are brought to one form before they are compared."""

from collections.abc import Callable

import polars as pl
import pytest

from datasource.quality import folding

CASES = [
    (folding.company, "深圳市明远科技有限公司", "深圳明远科技"),
    (folding.company, "明远科技（深圳）股份有限公司", "深圳明远科技"),
    (folding.company, "深圳明远科技(集团)有限公司", "深圳明远科技"),
    (folding.company, "ＡＣＭＥ　Ｌｔｄ．", "acme"),
    (folding.company, "The Acme Company, Inc.", "acme"),
    (folding.company, "有限公司", "有限公司"),
    (folding.company, "Cong ty TNHH Minh Kinh", "minh kinh"),
    (folding.company, "  ", None),
    (folding.person, "O'Brien, Mary", "mary obrien"),
    (folding.person, "Mary O’Brien", "mary obrien"),
    (folding.phone, "+86 138-1234-5678", "3812345678"),
    (folding.phone, "13812345678", "3812345678"),
    (folding.phone, "(021) 5888 1234 转 8001", "2158881234"),
    (folding.phone, "+86 21 58881234", "2158881234"),
    (folding.phone, "+44 20 7946 0958", "2079460958"),
    (folding.phone, "020 7946 0958 ext. 12", "2079460958"),
    (folding.phone, "00000000000", None),
    (folding.phone, "110", None),
    (folding.email, " Ann.Lee+crm@Acme.COM ", "ann.lee@acme.com"),
    (folding.email, "no address", None),
    (folding.host, "https://www.Acme.com.cn/about?x=1", "acme.com.cn"),
    (folding.host, "ann@acme.com.cn", "acme.com.cn"),
    (folding.host, "ann@qq.com", None),
]


@pytest.mark.parametrize(("fold", "text", "wanted"), CASES)
def test_a_text_is_folded(fold: Callable[[pl.Expr], pl.Expr], text: str, wanted: str | None) -> None:
    assert pl.DataFrame({"text": [text]}).select(fold(pl.col("text"))).item() == wanted
