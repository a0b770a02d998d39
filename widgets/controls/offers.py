"""What the filter bar's pickers offer: members within the viewer's scope, departments as a tree, former staff apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from datasource.metrics.registry import DIMENSIONS
from datasource.metrics.team_segments import FIELD
from datasource.scope import Viewer
from datasource.texts import _
from widgets.controls.choice import Choice, Members
from widgets.controls.departments import department_tree, former_staff
from widgets.controls.plain import plain
from widgets.state.cache import Shared


@dataclass(frozen=True)
class Offers:
    """`members` lists what a dimension holds for this viewer; `label` names the dimension in the reader's language,
    `text` one of its members.

    `depth` is each department's distance from the top. `former` names the former staff.
    """

    members: Callable[[str], Sequence[str]]
    label: Callable[[str], str]
    depth: Mapping[str, int] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    text: Callable[[str, str], str] = lambda _dimension, member: member

    def options(self, dimension: str, choice: Choice) -> Members:
        """The members to offer, what is picked always among them."""
        picked = choice.picked(dimension)
        hidden = self.former.difference(picked) if dimension == "owner" and not choice.former else frozenset()
        offered = tuple(name for name in self.members(dimension) if name not in hidden)
        return offered if dimension != FIELD else tuple(dict.fromkeys((*offered, *picked)))

    def shown(self, dimension: str) -> Callable[[str], str]:
        """How a member is written in its picker: departments indented by their depth below the company."""
        if dimension != "department":
            return lambda name: self.text(dimension, name)
        return lambda name: "\u2003" * (self.depth.get(name, 1) - 1) + name


def offers_of(data: Shared, viewer: Viewer, text: Callable[[str, str], str]) -> Offers:
    """What `viewer` may pick from in this version of the data; `text` words a member of a dimension."""
    tree = data.kept(department_tree)

    def members(dimension: str) -> Sequence[str]:
        if dimension == "department":
            return tree.offered(frozenset(data.values("sales_team", viewer)))
        return data.values(dimension, viewer)

    former = data.kept(former_staff)
    return Offers(members, lambda dimension: plain(_(DIMENSIONS[dimension].label)), tree.depth, former, text)


def within(choice: Choice, offers: Offers) -> tuple[Choice, Members]:
    """The choice without the members that the viewer may not see or that do not exist, and those members."""
    lost: list[str] = []
    for dimension, members in choice.picks:
        if "." in dimension or dimension == FIELD:  # a range or a text names nobody; a segment that is gone is refused
            continue
        known = frozenset(offers.members(dimension))
        lost += [member for member in members if member not in known]
        choice = choice.with_pick(dimension, [member for member in members if member in known])
    return choice, tuple(lost)
