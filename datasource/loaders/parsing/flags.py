"""Yes and no."""

YES = ("1", "true", "t", "yes", "y", "on", "是", "有", "có", "1.0")
NO = ("0", "false", "f", "no", "n", "off", "否", "无", "không", "0.0")
"""The words that a flag column reads, upper and lower case aside."""
_FLAGS = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}


def flag(text: str) -> bool:
    """Yes or no, in the words of `YES` and `NO`; raises `ValueError` for another."""
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise ValueError("neither yes nor no") from None
