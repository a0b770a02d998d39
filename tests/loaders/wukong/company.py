"""A small company in Wukong CRM: every code and trap once; the numbers in the tests are worked out from these rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from datasource.loaders.connections import Door
from tests.loaders.databases.conftest import fill
from tests.loaders.wukong.published import ADDED, REMOVED, V11

Row = Mapping[str, Any]
ZERO = "0000-00-00 00:00:00"

CHECKS = (1, 10, 0, 2, 3, 4, 5, 6, 7, 8)
"""Every check_status; the first two are effective."""
CHECKED_MONEY = ("10000.00", "2000.50", "1", "2", "4", "8", "16", "32", "64", "128")

COMPANY: dict[str, tuple[Row, ...]] = {
    "wk_admin_dept": (
        {"dept_id": 1, "pid": 0, "name": "总公司", "num": 1},
        {"dept_id": 2, "pid": 1, "name": "销售部", "num": 2, "owner_user_id": 101},
    ),
    "wk_admin_user": (
        {"user_id": 101, "username": "wang", "realname": "王芳", "dept_id": 2, "parent_id": 0, "status": 1,
         "is_del": 0},
        {"user_id": 102, "username": "li", "realname": "李娜", "dept_id": 2, "parent_id": 101, "status": 1,
         "is_del": 0},
        {"user_id": 103, "username": "alt", "realname": "赵强", "dept_id": 2, "parent_id": 101, "status": 0,
         "is_del": 0},
        {"user_id": 104, "username": "weg", "realname": "孙丽", "dept_id": 2, "status": 1, "is_del": 1},
    ),
    "wk_crm_customer": (
        {"customer_id": 1, "customer_name": "北方公司", "owner_user_id": 102, "batch_id": "c1", "status": 1,
         "mobile": "",
         "telephone": "0311-1", "address": "河北省,石家庄市,长安区", "ro_user_id": ",101,", "rw_user_id": ",103,102,",
         "create_time": "2024-01-01 08:00:00", "deal_status": 1, "next_time": ZERO},
        {"customer_id": 2, "customer_name": "南方公司", "batch_id": "c2", "status": 2,
         "pool_time": "2024-05-01 10:00:00",
         "create_time": "2024-01-03 08:00:00", "ro_user_id": ",", "rw_user_id": ",", "deal_status": 0},
        {"customer_id": 3, "customer_name": "删除公司", "owner_user_id": 102, "status": 3,
         "create_time": "2024-01-04 08:00:00"},
        {"customer_id": 4, "customer_name": "公海公司", "owner_user_id": 0, "status": 1,
         "create_time": "2024-02-04 08:00:00",
         "address": "石家庄"},
    ),
    "wk_crm_customer_data": (
        {"id": 1, "name": "industry", "value": "IT", "batch_id": "c1"},
        {"id": 2, "name": "level", "value": "A", "batch_id": "c1"},
        {"id": 3, "name": "source", "value": "转介绍", "batch_id": "c1"},
        {"id": 4, "name": "industry", "value": "制造业", "batch_id": "c2"},
        {"id": 5, "name": "other", "value": "x", "batch_id": "c2"},
    ),
    "wk_crm_leads": (
        {"leads_id": 1, "leads_name": "线索一", "is_transform": 1, "customer_id": 1, "followup": 1,
         "create_time": "2023-12-01 08:00:00", "owner_user_id": 102},
        {"leads_id": 2, "leads_name": "线索二", "is_transform": 0, "followup": 1, "create_time": "2024-01-05 08:00:00"},
        {"leads_id": 3, "leads_name": "线索三", "is_transform": 0, "followup": 0, "create_time": "2024-01-06 08:00:00"},
    ),
    "wk_crm_contacts": (
        {"contacts_id": 1, "name": "陈工", "customer_id": 1, "mobile": "139", "create_time": "2024-01-02 08:00:00"},
    ),
    "wk_crm_business_type": ({"type_id": 10, "name": "默认组"},),
    "wk_crm_business_status": (
        {"status_id": 13, "type_id": 10, "name": "谈判", "rate": "80", "order_num": 3},
        {"status_id": 11, "type_id": 10, "name": "需求", "rate": "20", "order_num": 1},
        {"status_id": 12, "type_id": 10, "name": "方案", "rate": "50", "order_num": 2},
    ),
    # 1 won, 2 lost, 3 open after two advances, 4 open where it began, 5 deleted, 6 invalid without a day.
    "wk_crm_business": tuple(
        {"business_id": number, "type_id": 10, "status_id": stage, "customer_id": 1, "business_name": f"商机{number}",
         "money": money, "is_end": end, "status": status, "owner_user_id": 102,
         "create_time": f"2024-01-0{number} 09:00:00",
         "deal_date": "2024-12-31 00:00:00", "status_remark": remark}
        for number, stage, money, end, status, remark in (
            (1, 12, "10000.00", 1, 1, None), (2, 11, "5000.50", 2, 1, "价格"), (3, 13, "700.25", 0, 1, None),
            (4, 12, "80.00", 0, 1, None), (5, 11, "99999.00", 1, 3, None), (6, 11, "60.00", 3, 1, None),
        )
    ),
    "wk_crm_business_change": (
        {"change_id": 1, "business_id": 1, "status_id": 12, "create_time": "2024-01-11 09:00:00"},
        {"change_id": 2, "business_id": 3, "status_id": 12, "create_time": "2024-02-05 09:00:00"},
        {"change_id": 3, "business_id": 3, "status_id": 13, "create_time": "2024-02-06 09:00:00"},
    ),
    "wk_crm_business_product": (
        {"r_id": 1, "business_id": 1, "product_id": 1, "sales_price": "1000.00", "num": "10.00",
         "subtotal": "10000.00"},
    ),
    # The last one has a zero date, the one before is a refund.
    "wk_crm_contract": tuple(
        {"contract_id": number, "num": f"HT{number}", "name": f"合同{number}", "customer_id": 1, "owner_user_id": 102,
         "business_id": 1 if number == 1 else 0, "check_status": check, "money": money, "order_date": day,
         "create_time": "2024-02-03 12:00:00"}
        for number, check, money, day in (
            *((number, check, money, "2024-02-03 00:00:00")
              for number, (check, money) in enumerate(zip(CHECKS, CHECKED_MONEY, strict=True), 1)),
            (11, 1, "-500.25", "2024-03-06 00:00:00"), (12, 1, "77.00", ZERO),
        )
    ),
    "wk_crm_contract_product": (
        {"r_id": 1, "contract_id": 1, "product_id": 1, "sales_price": "1000.00", "num": "10.00",
         "subtotal": "10000.00"},
    ),
    "wk_crm_receivables": tuple(
        {"receivables_id": number, "number": f"HK{number}", "customer_id": 1, "contract_id": 1, "check_status": check,
         "receivables_plan_id": plan, "return_time": "2024-02-10", "return_type": "电汇", "money": money,
         "owner_user_id": 102, "create_time": "2024-02-10 12:00:00"}
        for number, check, money, plan in (
            (1, 1, "4000.00", 1), (2, 10, "1000.10", None), (3, 3, "999.00", 0), (4, 7, "5.00", None), (5, 1,
             "-100.05", None),
        )
    ),
    "wk_crm_receivables_plan": (
        {"receivables_plan_id": 1, "num": "1", "contract_id": 1, "money": "4000.00", "received_status": 1,
         "return_date": "2024-02-10 00:00:00"},
        {"receivables_plan_id": 2, "num": "2", "contract_id": 1, "money": "6000.00", "received_status": 4,
         "return_date": "2024-03-10 00:00:00"},
    ),
    "wk_crm_invoice": tuple(
        {"invoice_id": number, "invoice_apply_number": f"SQ{number}", "contract_id": 1, "invoice_money": money,
         "check_status": check, "invoice_status": issued, "invoice_date": "2024-02-09", "invoice_type": 1,
         "real_invoice_date": real}
        for number, money, check, issued, real in (
            (1, "3000.00", 1, 1, "2024-02-11"), (2, "50.00", 1, 0, None), (3, "60.00", 2, 1, None), (4, "7.50", 1, 1,
             None),
        )
    ),
    "wk_crm_product": (
        {"product_id": 1, "name": "平台", "num": "P1", "price": "1200.00", "status": 1, "category_id": 2, "unit": "套"},
        {"product_id": 2, "name": "旧品", "num": "P2", "price": "1.00", "status": 3, "category_id": 1},
    ),
    "wk_crm_product_category": (
        {"category_id": 1, "name": "软件", "pid": 0},
        {"category_id": 2, "name": "云", "pid": 1},
    ),
    "wk_crm_activity": tuple(
        {"activity_id": number, "type": kind, "category": category, "activity_type": on, "activity_type_id": key,
         "content": content, "business_ids": deals, "status": status, "create_user_id": 102, "create_time": at}
        for number, kind, category, on, key, content, deals, status, at in (
            (1, 1, "电话", 2, 1, "聊了价格", "", 1, "2024-01-10 10:00:00"),
            (2, 1, "上门", 2, 1, "see deal", ",3,", 1, "2024-01-12 10:00:00"),
            (3, 1, "电话", 2, 1, "删了", "", 0, "2024-01-13 10:00:00"),
            (4, 4, None, 2, 1, "签到", "", 1, "2024-01-14 10:00:00"),
            (5, 2, None, 2, 1, "创建了客户", "", 1, "2024-01-01 08:00:00"),
            (6, 1, "微信", 1, 2, "线索跟进", "", 1, "2024-01-15 10:00:00"),
            (7, 3, None, 5, 1, "方案", "", 1, "2024-01-11 09:00:00"),
            (8, 3, None, 5, 1, "赢单", "", 1, "2024-02-01 09:00:00"),
            (9, 3, None, 5, 2, "输单", "", 1, "2024-01-22 09:00:00"),
            (10, 2, None, 9, 77, "审批", "", 1, "2024-01-22 09:00:00"),
        )
    ),
    "wk_crm_activity_relation": ({"r_id": 1, "activity_id": 1, "type": 5, "type_id": 4},),
    "wk_crm_return_visit": (
        {"visit_id": 1, "customer_id": 1, "contract_id": 1, "owner_user_id": 102, "batch_id": "v1",
         "visit_time": "2024-04-01 10:00:00"},
    ),
    "wk_crm_return_visit_data": (
        {"id": 1, "name": "客户满意度", "value": "满意", "batch_id": "v1"},
        {"id": 2, "name": "return_visit_type", "value": "电话", "batch_id": "v1"},
    ),
    "wk_crm_owner_record": (
        {"record_id": 1, "type": 9, "type_id": 2, "pre_owner_user_id": 102, "create_time": "2024-05-01 10:00:00"},
        {"record_id": 2, "type": 9, "type_id": 1, "post_owner_user_id": 102, "create_time": "2024-05-02 10:00:00"},
        {"record_id": 3, "type": 2, "type_id": 1, "pre_owner_user_id": 101, "post_owner_user_id": 102,
         "create_time": "2024-05-03 10:00:00"},
    ),
    "wk_crm_achievement": (
        {"achievement_id": 1, "obj_id": 0, "type": 1, "year": "2024", "status": 1, "january": "1000.00",
         "february": "2000.50", "yeartarget": "3000.50"},
        {"achievement_id": 2, "obj_id": 102, "type": 3, "year": "2024", "status": 2, "february": "500.00",
         "yeartarget": "500.00"},
        {"achievement_id": 3, "obj_id": 2, "type": 2, "year": "2024", "status": 1, "march": "700.00"},
    ),
    "wk_oa_log": (
        {"log_id": 1, "category_id": 1, "content": "日报", "create_user_id": 102, "create_time": "2024-01-10 18:00:00"},
    ),
    "wk_oa_examine": (
        {"examine_id": 1, "category_id": 3, "money": "300.00", "duration": "2.0", "examine_status": 1,
         "create_user_id": 102,
         "create_time": "2024-01-20 10:00:00", "examine_record_id": 9},
    ),
    "wk_oa_examine_category": ({"category_id": 3, "title": "差旅报销"},),
    "wk_examine": (),
    "wk_examine_record": ({"record_id": 9, "examine_status": 1, "update_time": "2024-01-21 10:00:00"},),
    "wk_oa_examine_travel": (
        {"travel_id": 1, "examine_id": 1, "start_time": "2024-01-15 00:00:00", "end_time": "2024-01-16 00:00:00",
         "money": "300.00"},
    ),
    "wk_call_record": (
        {"call_record_id": 1, "state": 2, "model": "customer", "model_id": 1, "owner_user_id": 102,
         "start_time": "2024-01-16 10:00:00"},
        {"call_record_id": 2, "state": 1, "model": "customer", "model_id": 1, "owner_user_id": 102,
         "start_time": "2024-01-16 11:00:00"},
    ),
    "wk_crm_marketing": (
        {"marketing_id": 1, "marketing_name": "春季活动", "start_time": "2024-03-01 00:00:00",
         "marketing_money": "900.00"},
    ),
}  # fmt: skip


def tables(published: str) -> dict[str, list[str]]:
    """Table → its columns with their types, from the published text."""
    joined = published.replace("\n  ", " ").strip().splitlines()
    return {name: columns.split("; ") for name, _, columns in (line.partition(": ") for line in joined)}


def version_11() -> dict[str, list[str]]:
    """The tables of version 11.3."""
    return tables(V11)


def version_15() -> dict[str, list[str]]:
    """The tables of version 15: columns added and removed, and the links of receipts and invoices to contracts."""
    gone = tables(REMOVED)
    made = {
        name: [column for column in columns if column.split()[0] not in gone.get(name, ())]
        for name, columns in version_11().items()
    }
    for name, columns in tables(ADDED).items():
        made[name] = [*made.get(name, ()), *columns]
    return made


def build(door: Door, schema: Mapping[str, list[str]], rows: Mapping[str, Iterable[Row]]) -> None:
    """Make the tables of `schema` behind `door` and fill them; a row keeps only the columns that its table has."""
    statements = ["SET SESSION sql_mode = ''"]
    for name, columns in schema.items():
        body = ", ".join(f"`{column.split()[0]}` {column.partition(' ')[2]}" for column in columns)
        statements.append(f"CREATE TABLE `{name}` ({body}) ENGINE = MyISAM CHARACTER SET utf8mb4")
        known = {column.split()[0] for column in columns}
        for row in rows.get(name, ()):
            held = {column: value for column, value in row.items() if column in known}
            names = ", ".join(f"`{column}`" for column in held)
            statements.append(f"INSERT INTO `{name}` ({names}) VALUES ({', '.join(map(_sql, held.values()))})")
    fill(door, *statements)


def _sql(value: object) -> str:
    return "NULL" if value is None else f"'{value}'"
