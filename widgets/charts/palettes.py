"""Named colours of series, each for light and for dark paper, in the order in which they are given out.

`standard` is in the theme. Those of `safe` stay apart for people with red or green blindness, all eight of them; a test
simulates it.
"""

from collections.abc import Mapping
from types import MappingProxyType

Series = tuple[str, str, str, str, str, str, str, str]

PALETTES: Mapping[str, tuple[Series, Series]] = MappingProxyType(
    {
        "calm": (
            ("#5b7fa6", "#c09a5b", "#5f9a8a", "#b58aa5", "#8fb0c9", "#9a6650", "#74689e", "#6f747d"),
            ("#86aad2", "#d8b678", "#6fb3a1", "#d9b3cb", "#b9d3e6", "#b9806a", "#9a8fc9", "#8b919b"),
        ),
        "vivid": (
            ("#0062ff", "#ff7a00", "#00a36b", "#e6248f", "#21b5e8", "#b3200f", "#7a1fd1", "#3c4048"),
            ("#3d8bff", "#ff9a3d", "#12c78a", "#ff6bbb", "#7fdcff", "#e5532d", "#a470ff", "#8a909b"),
        ),
        "warm": (
            ("#b3401f", "#e2922c", "#7d1f3d", "#d9707a", "#a87b2b", "#e5a98a", "#5a2a1a", "#98656f"),
            ("#e0693f", "#f3b654", "#b84a72", "#f4a3aa", "#c99a45", "#f6d3b8", "#9c5a3f", "#b58891"),
        ),
        "cool": (
            ("#1f5fa8", "#2aa5a0", "#54308a", "#7cb5e0", "#0f5d4e", "#9a8fd6", "#3b4a66", "#7a9c8d"),
            ("#4f92de", "#45cfc6", "#8a63c9", "#b8e0f8", "#2c8f7b", "#c2b9f5", "#6b7fa6", "#a3c7b8"),
        ),
        "earth": (
            ("#7a5a34", "#5f7d3a", "#b8873b", "#a3492f", "#3f5a4e", "#c9a27c", "#8a8f4c", "#57483f"),
            ("#b08a5b", "#8fb35f", "#e0b263", "#d0704f", "#5f8a78", "#ecd0b0", "#b9bf72", "#8c7a6d"),
        ),
        "grey": (
            ("#22262e", "#9aa0ab", "#4f5560", "#b0b5be", "#383d47", "#80868f", "#676c77", "#5b606b"),
            ("#f0f2f6", "#6f7580", "#c3c8d1", "#565b65", "#dadde4", "#8a909b", "#a6acb7", "#7c828d"),
        ),
        "safe": (
            ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#5a2d82", "#222222"),
            ("#3a8fd0", "#e69f00", "#009e73", "#e6a0c8", "#9fd6f5", "#d55e00", "#e4e97a", "#e4e9e9"),
        ),
    }
)
