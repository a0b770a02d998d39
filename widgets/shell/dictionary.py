"""The page of the metric dictionary, with links to the reports and boards that its reader may open."""

from dashboards.access import rights
from dashboards.share import Right
from datasource.people.account import Role
from datasource.reports.lineage import lineage
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.places import board_link
from widgets.panels.dictionary import Report, show_dictionary
from widgets.panels.team_metrics import Team
from widgets.shell.desk import take_seat
from widgets.shell.uses import pages_by_metric
from widgets.shell.workspace import reader_bench
from widgets.state.fragment import fragment


def metric_dictionary() -> None:
    """The dictionary for whoever is signed in."""
    _page()


@fragment
def _page() -> None:
    desk = take_seat(Role.READER)
    reports = {
        name: [
            Report(f"pages/{entry.file}", _(entry.title)) for entry in entries if desk.account.role.at_least(entry.role)
        ]
        for name, entries in pages_by_metric().items()
    }
    origins = desk.shared.kept(lineage).seen_by(desk.viewer)
    show_dictionary(reports, desk.look, _team(reader_bench()), origins)


def _team(bench: Bench) -> Team:
    guest = bench.guest
    return Team(
        account=bench.account,
        database=bench.database,
        library=bench.library,
        today=bench.today,
        boards=bench.boards.list_all,
        may_see=lambda stored: Right.VIEW in rights(guest, stored.owner_id, stored.board.share),
        show_link=lambda stored: board_link(stored.owner_id, stored.slug, stored.board.title),
        again=lambda: _team(reader_bench()),
    )
