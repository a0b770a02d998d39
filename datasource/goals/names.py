"""How files name holders and kinds: by name or login, in the words of any language that the app speaks."""

from collections.abc import Mapping

from datasource.catalog.catalog import Catalog
from datasource.errors import did_you_mean
from datasource.goals.holders import known_holders
from datasource.goals.sheet import Holder
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.texts import _

LEVELS: Mapping[str, TargetLevel] = {
    **dict.fromkeys(("company", "公司", "công ty"), TargetLevel.COMPANY),
    **dict.fromkeys(("department", "team", "部门", "phòng ban"), TargetLevel.DEPARTMENT),
    **dict.fromkeys(("employee", "person", "user", "员工", "个人", "nhân viên"), TargetLevel.EMPLOYEE),
}
KINDS: Mapping[str, TargetKind] = {
    **dict.fromkeys(("contract_amount", "contract amount", "contract", "合同金额", "合同"), TargetKind.CONTRACT_AMOUNT),
    **dict.fromkeys(("received_amount", "received amount", "received", "回款金额", "回款"), TargetKind.RECEIVED_AMOUNT),
}


class Names:
    """The holders of one store by every name that a file may use for them."""

    def __init__(self, catalog: Catalog) -> None:
        self._known: dict[tuple[TargetLevel, str], set[Holder]] = {}
        self._spelled: dict[TargetLevel, list[str]] = {level: [] for level in TargetLevel}
        for one in known_holders(catalog):
            self._add(one.holder, one.label, one.name)
        for key, name, login in catalog.entity("users").select("user_id", "name", "login").iter_rows():
            self._add(Holder(TargetLevel.EMPLOYEE, key), name, login)
        for key, name in catalog.entity("departments").select("department_id", "name").iter_rows():
            self._add(Holder(TargetLevel.DEPARTMENT, key), name)

    def holder(self, level: str, name: str) -> Holder:
        """The one holder meant; raises `ValueError` with a sentence when there is none, or more than one."""
        kind = LEVELS.get(level.strip().casefold())
        if kind is None:
            raise ValueError(_("'{level}' is no level; write company, department or employee.").format(level=level))
        if kind is TargetLevel.COMPANY:
            return Holder(kind)
        found = self._known.get((kind, name.strip().casefold()), set())
        if len(found) > 1:
            raise ValueError(
                _("Several are called '{name}'; give the login or the name as reports show it.").format(name=name)
            )
        if not found:
            near = did_you_mean(name.strip(), self._spelled[kind])
            told = {
                TargetLevel.DEPARTMENT: _("There is no department '{name}'."),
                TargetLevel.EMPLOYEE: _("There is no employee '{name}'."),
            }
            raise ValueError(told[kind].format(name=name) + near)
        return next(iter(found))

    def _add(self, holder: Holder, *names: str | None) -> None:
        for name in names:
            if name and holder.key:
                self._known.setdefault((holder.level, name.strip().casefold()), set()).add(holder)
                self._spelled[holder.level].append(name)


def kind_of(text: str) -> TargetKind:
    """The kind meant; raises `ValueError` with a sentence for any other text."""
    found = KINDS.get(text.strip().casefold())
    if found is None:
        raise ValueError(_("'{kind}' is no kind; write contract_amount or received_amount.").format(kind=text))
    return found
