"""Texts brought to one form before they are compared: names, companies, phone numbers, e-mail addresses, hosts.

Each function takes a text expression and gives a text expression, empty where nothing that tells records apart is left.
"""

import polars as pl

FREE_MAIL = frozenset(
    {
        "126.com", "139.com", "163.com", "189.cn", "21cn.com", "aliyun.com", "aol.com", "foxmail.com", "gmail.com",
        "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.ru", "me.com", "msn.com",
        "outlook.com", "proton.me", "protonmail.com", "qq.com", "sina.cn", "sina.com", "sohu.com", "tom.com",
        "vip.163.com", "vip.qq.com", "web.de", "wo.cn", "yahoo.co.uk", "yahoo.com", "yahoo.com.cn", "yandex.ru",
        "yeah.net", "ymail.com", "zoho.com",
    }
)  # fmt: skip
"""Hosts at which anybody gets an address: to share one says nothing."""
_LEGAL_WORDS = (
    r"\b(the|co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|plc|gmbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv"
    r"|oy|ab|as|aps|kk|pty|pte|pvt|private|holding|holdings|group|cong ty|cty|tnhh|co phan|jsc)\b"
)
_LEGAL_ENDINGS = (
    r"(股份有限公司|有限责任公司|有限公司|集团公司|股份公司|总公司|分公司|子公司|公司|集团|株式会社|有限合伙|合伙企业"
    r"|厂)+$"
)
_BRACKETED_FORMS = r"\((集团|股份|控股|总部|总公司|本部|普通合伙|特殊普通合伙|有限合伙)\)"
_DIGITS_OF_A_NUMBER = 10


def folded(text: pl.Expr) -> pl.Expr:
    """One width, one case, no accents of width, single blanks: `Ａｃｍｅ  ltd` and `ACME Ltd` are one."""
    plain = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return _filled(plain)


def person(text: pl.Expr) -> pl.Expr:
    """A person's name without signs and titles' dots; the order of its words does not matter."""
    words = folded(text).str.replace_all(r"[.'’`´]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    return _filled(words.str.split(" ").list.sort().list.join(" "))


def company(text: pl.Expr) -> pl.Expr:
    """A company's name without its legal form; a place in brackets, as Chinese names have it, stands in front."""
    bare = folded(text).str.replace_all(_BRACKETED_FORMS, "").str.replace(r"^(.+?)\((\p{Han}{2,6})\)(.*)$", "$2$1$3")
    bare = bare.str.replace_all(r"[.'’]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    short = bare.str.replace_all(_LEGAL_WORDS, " ").str.replace_all(_LEGAL_ENDINGS, "")
    short = short.str.replace(r"^(\p{Han}{2,3}?)[省市](\p{Han})", "$1$2").str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.coalesce(_filled(short), _filled(bare))


def phone(text: pl.Expr) -> pl.Expr:
    """The last ten digits, which leave out country and trunk prefixes; empty below seven, or with one digit only."""
    number = text.str.normalize("NFKC").str.to_lowercase().str.replace(r"(?:转|分机|ext|x).*$", "")
    digits = number.str.replace_all("[^0-9]", "").str.slice(-_DIGITS_OF_A_NUMBER)
    is_one_digit = digits.str.strip_chars(digits.str.slice(0, 1)) == ""
    return pl.when((digits.str.len_bytes() >= 7) & ~is_one_digit).then(digits)


def email(text: pl.Expr) -> pl.Expr:
    """The address in small letters without a `+tag`; empty when there is no `@` in its middle."""
    address = folded(text).str.replace_all(" ", "").str.replace(r"^mailto:", "").str.replace(r"\+[^@]*@", "@")
    return pl.when(address.str.contains(r"^[^@]+@[^@]+\.[^@]+$")).then(address)


def host(text: pl.Expr) -> pl.Expr:
    """The host of a web or e-mail address without `www.`; empty for hosts of free mail."""
    bare = folded(text).str.replace(r"^[a-z]+://", "").str.replace(r"^.*@", "").str.replace(r"^www\d?\.", "")
    name = bare.str.replace(r"[/:?#].*$", "").str.strip_chars(" .")
    return pl.when(name.str.contains(r"\.") & ~name.is_in(FREE_MAIL)).then(name)


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)
