"""Whether bytes that are no UTF-8 look like Chinese in GB18030, or like Western text in CP1252.

Both codecs accept nearly anything, so that the text must look the part. In Chinese text the bytes beyond ASCII come in
pairs, most of them characters of level 1 of GB 2312 (lead byte B0-D7: the 3,755 usual ones, sorted by their sound).
Korean EUC-KR fills B0-C8 alone, Cyrillic and Japanese hardly touch level 1, Big5 leaves the Chinese block. In Western
text they stand alone between ASCII letters, as letters that go together: text of another code page gives signs within
words (Polish), or letters that no Western language has side by side.
"""

import codecs
import re
from collections import Counter

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_NO_CHINESE = re.compile(
    r"[^\x00-\x7f\u4e00-\u9fff\u3400-\u4dbf\u3000-\u303f\uff00-\uffef\u2010-\u203b\u2103-\u2122\u2160-\u217f"
    r"\u2190-\u2199\u2200-\u22ff\u2460-\u24ff\u2500-\u25ff\u2600-\u27bf\ufe0f\U0001f300-\U0001faff"
    r"¤§¨°±·×÷￥¥€àáèéêìíòóùúüāēěīńňōūǎǐǒǔǖǘǚǜ]"
)
_NO_WESTERN = re.compile(r"[^\x00-\x7f\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_SIGNS_IN_WORDS = re.compile(r"[^\W\d_][¡-©«-±´-¹»-¿×÷‚„…†‡‰‹›™³]+[^\W\d_]")
_ELSEWHERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ðýþÐÝÞ",), "æ"),
    (("ø", "ì"), ""),
    (("ø", "è", "áí"), "åæ"),
    (("õ", "û"), "ã"),
    (("³¹¿",), ""),
)
"""What text of another code page gives when it is read as CP1252, a letter of each group and none of the last ones:
Turkish and Vietnamese, Czech in two ways, Hungarian, Polish."""
_SELDOM = 0.04
_ENOUGH_FOR_KOREAN = 12


def reads_as_chinese(piece: bytes) -> bool:
    """Whether `piece`, whose last character may be cut off, looks like Chinese text in GB18030."""
    text = decoded(piece, "gb18030")
    if text is None or _NO_CHINESE.search(text):
        return False
    hanzi = [letter.encode("gb18030")[0] for letter in text if "\u3400" <= letter <= "\u9fff"]
    usual = sum(0xB0 <= lead <= 0xD7 for lead in hanzi)
    different = [letter.encode("gb18030")[0] for letter in set(text) if "\u3400" <= letter <= "\u9fff"]
    late = sum(0xC9 <= lead <= 0xD7 for lead in different)
    runs = _BEYOND_ASCII.findall(piece)
    in_pairs = sum(len(run) % 2 == 0 for run in runs)
    is_korean = len(different) >= _ENOUGH_FOR_KOREAN and late < 0.1 * len(different)
    return usual >= 0.7 * len(hanzi) and in_pairs >= 0.7 * len(runs) and not is_korean


def reads_as_western(piece: bytes) -> bool:
    """Whether `piece` looks like text of a Western European language in CP1252."""
    text = decoded(piece, "cp1252")
    runs = _BEYOND_ASCII.findall(piece)
    if text is None or _NO_WESTERN.search(text):
        return False
    beyond = [letter for letter in text if letter > "\x7f"]
    stand_alone = sum(len(run) == 1 for run in runs) >= 0.5 * len(beyond)
    return stand_alone and len(_SIGNS_IN_WORDS.findall(text)) <= _SELDOM * len(beyond) and not _is_elsewhere(beyond)


def _is_elsewhere(beyond: list[str]) -> bool:
    shares = {letter: count / len(beyond) for letter, count in Counter(map(str.lower, beyond)).items()}
    return any(
        all(sum(shares.get(letter, 0) for letter in set(group.lower())) > _SELDOM for group in groups)
        and not any(letter in shares for letter in without)
        for groups, without in _ELSEWHERE
    )


def decoded(piece: bytes, codec: str) -> str | None:
    """The text of `piece`, whose last character may be cut off; None when it is none in `codec`."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(piece)
    except UnicodeDecodeError:
        return None
