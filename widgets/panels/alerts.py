"""The alert centre: what was told, the alerts themselves, and what stands out without any."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from datasource.texts import N_, _
from widgets.blocks.reading import Reading
from widgets.controls.faces import choose
from widgets.panels.alert_notices import show_newest, show_notices
from widgets.panels.alert_rules import show_rules
from widgets.panels.anomalies import show_anomalies
from widgets.state.session import Slot

PARAMS = ("part", "notice", "rule", "every")
PARTS: Mapping[str, tuple[str, Callable[[Reading], None]]] = MappingProxyType(
    {
        "told": (N_("Notices"), show_notices),
        "rules": (N_("My alerts"), show_rules),
        "anomalies": (N_("Anomalies"), show_anomalies),
    }
)


def show_alert_centre(reading: Reading) -> None:
    """The part that the address names."""
    labels = {name: _(label) for name, (label, _show) in PARTS.items()}
    PARTS[choose(_("Part"), Slot.ALERTS_PART.value, "part", labels)][1](reading)


ALERT_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"alerts": (show_newest, ()), "alert_centre": (show_alert_centre, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
