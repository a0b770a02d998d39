"""What the workspace pages work with: the person, their boards, the numbers they may see; made anew at each run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.access import Guest
from dashboards.compile import View
from dashboards.library import Library
from dashboards.model import Controls
from dashboards.store import BoardStore
from datasource.people.account import Account, ScopeKind
from datasource.people.database import AppDatabase
from datasource.scope import Viewer, viewer_of_account
from widgets.blocks.reading import Reading
from widgets.controls.choice import chosen_grain, chosen_span, chosen_view, opening_choice


@dataclass(frozen=True)
class Bench:
    """One person at work.

    `members` lists what a dimension holds within the person's scope, `reading` is what blocks draw with. `again` takes
    the seat anew, and ends the run for a person who may no longer sit here: callbacks act through it. `departments` are
    named by their ids (as texts), `departments_of` gives those of a person with all above. `embed_hosts` are the
    hosts whose pages a board may show.
    """

    account: Account
    database: AppDatabase
    boards: BoardStore
    library: Library
    today: date
    fiscal_start: int
    members: Callable[[str], Sequence[str]]
    reading: Callable[[View], Reading]
    again: Callable[[], "Bench"]
    departments: Mapping[str, str]
    departments_of: Callable[[Account], frozenset[str]]
    embed_hosts: tuple[str, ...] = ()

    @property
    def guest(self) -> Guest:
        """The person as boards know them."""
        return Guest(self.account, self.departments_of(self.account))

    @property
    def sees_all(self) -> bool:
        """Whether the person sees all data, also tables whose rows belong to nobody."""
        return self.account.scope is ScopeKind.ALL

    def viewer_of(self, account: Account) -> Viewer:
        """Whom the data take another person for."""
        return viewer_of_account(account)

    def opening(self, controls: Controls) -> Reading:
        """The reading under what a board with these controls opens with, as its page has it."""
        choice = opening_choice(controls)
        grain = chosen_grain(choice, chosen_span(choice, self.today, self.fiscal_start))
        return self.reading(chosen_view(choice, controls, grain))
