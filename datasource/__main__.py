"""`python -m datasource`: load data, ask questions, manage people, start the app."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from datasource import start
from datasource.alerts import commands as alerts
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.catalog.crm_users import crm_users
from datasource.derived import commands as studies
from datasource.errors import InvalidInput, MingjingError
from datasource.goals import commands as goals
from datasource.loaders import commands as loading
from datasource.loaders.mapping import commands as mappings
from datasource.loaders.profile import commands as profiling
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.dictionary import dictionary
from datasource.metrics.spoken import serve
from datasource.people import commands as people
from datasource.people.account import Account, tidy_login
from datasource.people.accounts import list_accounts
from datasource.people.database import AppDatabase, open_app_database
from datasource.quality import commands as quality
from datasource.quality.merges import overlay_of
from datasource.quality.trend import remember
from datasource.query import answer
from datasource.query.engine import under
from datasource.query.wire import catalogue_to_json, query_from_json, result_to_json
from datasource.refresh import commands as refreshing
from datasource.reports import commands as reports
from datasource.sample import commands as sample
from datasource.scope import OPERATOR, Viewer, viewer_of_account, viewer_of_user
from datasource.settings import load_settings
from datasource.store import Store
from datasource.store import commands as versions


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code: 0 done, 2 when stderr says why not, a line for each problem.

    A load that rejected too many rows gives 1, and Ctrl-C 130, as of any program.
    """
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except InvalidInput as error:
        sys.stderr.writelines(f"{problem}\n" for problem in error.problems)
        return 2
    except MingjingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("Broken off; nothing was published.\n")
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m datasource", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_query(commands)
    for module, names in (
        (loading, ("import", "tables")),
        (mappings, ("mapping",)),
        (profiling, ("profile",)),
        (versions, ("versions", "rollback", "check")),
        (refreshing, ("refresh",)),
        (sample, ("demo",)),
        (goals, ("targets",)),
        (quality, ("quality",)),
    ):
        module.add_commands(commands)
        for name in names:
            commands.choices[name].set_defaults(run=module.run)
    commands.choices["import"].set_defaults(run=_import)
    metrics = commands.add_parser("metrics", help="print the dictionary of metrics and dimensions (Markdown)")
    metrics.add_argument("--data", type=Path, metavar="DIR", help="with the fields and tables of its own that DIR has")
    metrics.set_defaults(run=_metrics)
    reports.add_commands(commands)
    commands.choices["lineage"].set_defaults(run=lambda chosen: _print(reports.run(chosen)))
    studies.add_commands(commands)
    commands.choices["studies"].set_defaults(run=_studies)
    alerts.add_commands(commands)
    commands.choices["alerts"].set_defaults(run=_alerts)
    people.add_commands(commands)
    commands.choices["people"].set_defaults(run=_people)
    starting = commands.add_parser("start", help="serve the app on 127.0.0.1")
    starting.add_argument("--data", type=Path, metavar="DIR", help="the data folder; without it, the demo company")
    starting.add_argument("--port", default="8501")
    starting.add_argument("--empty", action="store_true", help="without data yet: it is connected in the app")
    starting.set_defaults(run=lambda chosen: start.serve(chosen.data, chosen.port, empty=chosen.empty))
    return parser


def _add_query(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    query = commands.add_parser("query", help="answer one question as JSON", description="docs/query-language.md")
    query.add_argument("--data", type=Path, metavar="DIR", help="the data folder")
    query.add_argument("--viewer", metavar="NAME", help="a login, or the exact name of a CRM user")
    query.add_argument("--json", metavar="TEXT", help="the question")
    query.add_argument("--list", action="store_true", help="print every metric and dimension instead")
    query.set_defaults(run=_query)


def _metrics(chosen: argparse.Namespace) -> int:
    _speak_of(chosen.data)
    return _print(dictionary().rstrip("\n"))


def _speak_of(folder: Path | None) -> None:
    """Know the fields and tables of its own that the store in `folder` has."""
    if folder is not None:
        serve(vocabulary_of(Store(folder).manifest().custom))


def _query(chosen: argparse.Namespace) -> int:
    if chosen.data is not None and Store(chosen.data).exists():
        _speak_of(chosen.data)
    if chosen.list:
        return _print(catalogue_to_json())
    if chosen.data is None or chosen.json is None:
        raise MingjingError(
            'Give the data folder and a question: query --data DIR --json \'{"metrics": ["won_amount"]}\'.'
        )
    question = query_from_json(chosen.json)
    catalog = _with_edits(open_catalog(chosen.data), chosen.data)
    viewer = OPERATOR if chosen.viewer is None else _viewer(catalog, chosen.data, chosen.viewer)
    return _print(result_to_json(answer(catalog, question, viewer)))


def _print(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return 0


def _viewer(catalog: Catalog, folder: Path, name: str) -> Viewer:
    accounts = _accounts(folder)
    account = next((one for one in accounts if one.login == tidy_login(name)), None)
    if account is not None:
        return viewer_of_account(account)
    user = viewer_of_user(catalog, name)
    account = next((one for one in accounts if one.crm_user_id == user.user_id), None)
    return user if account is None else viewer_of_account(account)


def _accounts(folder: Path) -> list[Account]:
    with _app_database(folder) as database:
        return [] if database is None else [one for one in list_accounts(database) if one.is_active]


def _with_edits(catalog: Catalog, folder: Path) -> Catalog:
    """The catalog under what people have entered in the app, where there is one."""
    with _app_database(folder) as database:
        return catalog if database is None else under(catalog, overlay_of(database))


@contextmanager
def _app_database(folder: Path) -> Iterator[AppDatabase | None]:
    settings = load_settings().at(folder)
    if settings.app_database is None and not (folder / "app.db").is_file():
        yield None
        return
    database = open_app_database(folder, settings.app_database, settings.sign_in)
    try:
        yield database
    finally:
        database.engine.dispose()


def _import(chosen: argparse.Namespace) -> int:
    """Import, and keep the scores of what was loaded where there is an app database to keep them in."""
    code = loading.run(chosen)
    if not chosen.dry_run:
        with _app_database(chosen.data) as database:
            if database is not None:
                remember(database, open_catalog(chosen.data))
    return code


def _studies(chosen: argparse.Namespace) -> int:
    return studies.run(chosen, _with_edits(open_catalog(chosen.data), chosen.data))


def _alerts(chosen: argparse.Namespace) -> int:
    catalog = open_catalog(chosen.data)
    serve(vocabulary_of(catalog.custom))
    with _app_database(chosen.data) as database:
        if database is None:
            raise MingjingError("Nobody has signed in yet, so there is no alert.")
        return alerts.run(chosen, under(catalog, overlay_of(database)), database)


def _people(chosen: argparse.Namespace) -> int:
    if not (chosen.data / "app.db").is_file():
        Store(chosen.data).manifest()
    return people.run(chosen, lambda: crm_users(open_catalog(chosen.data)))


if __name__ == "__main__":
    sys.exit(main())
