"""Reports that are made once and shown to many."""

from datasource.catalog.catalog import Catalog
from datasource.scope import OPERATOR, Viewer
from datasource.texts import _, speaking
from widgets.state.cache import Shared


def _verdict(_catalog: Catalog, _viewer: Viewer) -> str:
    return _("erred more")


def test_a_report_is_told_in_the_language_of_each_reader_and_not_of_the_first(tiny: Catalog) -> None:
    shared = Shared(tiny)
    told = {}
    for code in ("en", "zh_CN", "vi"):
        with speaking(code):
            told[code] = shared.report(_verdict, OPERATOR)
    assert told == {"en": "erred more", "zh_CN": "误差更大", "vi": "sai số lớn hơn"}
