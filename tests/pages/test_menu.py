"""The menu: every page stands in it, each for the roles it is meant for."""

from pathlib import Path

import pytest

from datasource.people.account import Role
from datasource.people.accounts import Change, change_account, find_account
from tests.pages.conftest import ROOT, Tiny
from widgets.shell.menu import MENU, menu


def test_every_page_stands_in_the_menu_once() -> None:
    listed = [entry.file for section in menu().sections for entry in section.pages]
    pages = (ROOT / "pages").glob("*/*.py")
    assert sorted(listed) == sorted(f"{one.parent.name}/{one.name}" for one in pages if one.name != "__init__.py")


def test_addresses_of_pages_are_unique() -> None:
    stems = [Path(entry.file).stem for section in menu().sections for entry in section.pages]
    assert len(set(stems)) == len(stems)


def test_icons_do_not_make_the_browser_fetch_anything() -> None:
    assert not [entry.icon for section in menu().sections for entry in section.pages if entry.icon.startswith(":")]


@pytest.mark.parametrize(("file", "role"), [("admin/people.py", Role.ADMINISTRATOR), ("sales/funnel.py", Role.READER)])
def test_a_page_names_its_least_role(file: str, role: Role) -> None:
    assert MENU.name == "menu.yaml"
    assert {entry.role for section in menu().sections for entry in section.pages if entry.file == file} == {role}


def test_the_language_is_switched_for_good(tiny_served: Tiny) -> None:
    home = tiny_served.open("Home.py", "root")
    assert [title.value for title in home.title] == ["Cockpit"]
    home.selectbox(key="menu_language").select("zh_CN").run()
    assert not home.exception
    assert [title.value for title in home.title] == ["驾驶舱"]
    root = find_account(tiny_served.database, "root")
    assert root.language == "zh_CN"
    change_account(tiny_served.database, root.account_id, Change(language="en"), "root")


def test_the_menu_tells_whose_data_and_of_when(tiny_served: Tiny) -> None:
    home = tiny_served.open("Home.py", "bob")
    assert home.sidebar.caption[0].value == "Tiny · Data as of Jun 30, 2024"


def test_whoever_signs_out_stands_before_the_door(tiny_served: Tiny) -> None:
    home = tiny_served.open("Home.py", "bob")
    assert home.metric
    home.button(key="menu_sign_out").click().run()
    assert not home.exception
    assert not home.metric
    assert home.text_input(key="sign_in_login").value == ""
