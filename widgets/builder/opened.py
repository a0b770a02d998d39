"""The pill whose settings are shown, and how a change of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboards.model import Chart
from datasource.question import Dimension, Filter
from widgets.builder import shelving
from widgets.builder.bench import Bench
from widgets.builder.calculating import given_names, own
from widgets.builder.draft import Draft, changed, with_shelves
from widgets.builder.lists import Keep
from widgets.builder.palette import Palette
from widgets.builder.shelving import Shelf
from widgets.state.session import Slot


@dataclass(frozen=True)
class Opened:
    """One opened pill of a draft, with the person at work."""

    shelf: Shelf
    pill: str
    draft: Draft
    palette: Palette
    bench: Bench
    keep: Keep

    def slot(self, part: str) -> str:
        """The session key of one of its widgets."""
        name = self.pill.replace("#", "_")
        return f"{Slot.BUILDER_PILL.value}_{self.shelf.value}_{name}_{part}"

    def put_filter(self, part: Filter) -> None:
        """Keep another condition in the pill's place."""
        self.keep(lambda draft: with_shelves(draft, shelving.replace(draft.shelves, self.shelf, self.pill, part)))

    def put_dimension(self, dimension: Dimension) -> None:
        """Keep another grain or other bins wherever the field stands."""
        self.keep(lambda draft: with_shelves(draft, shelving.with_grain(draft.shelves, dimension)))

    def put_chart(self, change: Callable[[Chart], Chart]) -> None:
        """Keep what `change` makes of the chart; where the pill's field gives way to another, that one is opened."""
        self.keep(self._changed(change))

    def _changed(self, change: Callable[[Chart], Chart]) -> Callable[[Draft], Draft]:
        def made(draft: Draft) -> Draft:
            at = shelving.pill_ids(draft.shelves, self.shelf)
            after = changed(draft, change(draft.chart))
            if after.opened_item() is not None or self.pill not in at:
                return after
            now = shelving.pill_ids(after.shelves, self.shelf)
            fresh = next((pill for pill in now if pill not in at), None)
            return replace(after, opened=(self.shelf, fresh) if fresh else None)

        return made

    def members(self, field: str) -> Sequence[str]:
        """What a dimension holds within the person's scope; a calculation's are the names that it gives."""
        one = own(self.draft.chart, field)
        return self.bench.members(field) if one is None else given_names(one)

    def close(self) -> None:
        """Show no settings any more."""
        self.keep(lambda draft: replace(draft, opened=None))
