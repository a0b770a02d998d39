"""A small company as Dataverse's Web API gives it, and the same rows as CSV with logical names.


ade from the table and column reference of Dataverse: https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities
"""

from pathlib import Path
from typing import Any

from tests.loaders.presets.independent import write_csv, write_json

FORMATTED = "@OData.Community.Display.V1.FormattedValue"
LOGICAL = "@Microsoft.Dynamics.CRM.lookuplogicalname"
USD, EUR = "c0000000-0000-0000-0000-000000000001", "c0000000-0000-0000-0000-000000000002"
EAST, ROOT = "b0000000-0000-0000-0000-000000000002", "b0000000-0000-0000-0000-000000000001"
ADA, BOB = "50000000-0000-0000-0000-000000000001", "50000000-0000-0000-0000-000000000002"
ACME, BOEHM = "a0000000-0000-0000-0000-000000000001", "a0000000-0000-0000-0000-000000000002"
EVE, TOM = "e0000000-0000-0000-0000-000000000001", "e0000000-0000-0000-0000-000000000002"
LEAD = "d0000000-0000-0000-0000-000000000001"
BOILER, PUMP, SERVICE, FOREIGN = (f"f0000000-0000-0000-0000-00000000000{number}" for number in range(1, 5))
PRODUCT, FAMILY = "90000000-0000-0000-0000-000000000001", "90000000-0000-0000-0000-000000000002"
ORDER, INVOICE, CASE = (f"7000000{number}-0000-0000-0000-000000000000" for number in (1, 2, 3))
Body = dict[str, Any]


def ref(name: str, key: str | None, label: str = "", kind: str = "") -> Body:
    """A look-up as the Web API writes it, with its annotations."""
    said = {f"_{name}_value{FORMATTED}": label} if label else {}
    return {f"_{name}_value": key} | said | ({f"_{name}_value{LOGICAL}": kind} if kind else {})


def code(name: str, value: int, label: str) -> Body:
    """A choice with its label."""
    return {name: value, f"{name}{FORMATTED}": label}


def deal(key: str, topic: str, state: int, estimated: float, actual: float | None, **more: Any) -> Body:
    """An opportunity with amounts in the base currency."""
    return {
        "opportunityid": key,
        "name": topic,
        **code("statecode", state, ["Open", "Won", "Lost"][state]),
        "estimatedvalue": estimated,
        "estimatedvalue_base": estimated,
        "actualvalue": actual,
        "actualvalue_base": actual,
        **ref("transactioncurrencyid", USD, "US Dollar"),
        "createdon": "2024-01-10T08:00:00Z",
        "estimatedclosedate": "2024-06-30",
        **more,
    }


def activity(key: str, state: int, about: str, kind: str, **more: Any) -> Body:
    """An activity about a record."""
    return {
        "activityid": key,
        "subject": "Talk",
        "description": None,
        **ref("regardingobjectid", about, kind=kind),
        **code("statecode", state, ["Open", "Completed", "Canceled", "Scheduled"][state]),
        **ref("ownerid", ADA, "Ada Byron", "systemuser"),
        "createdon": "2024-02-01T08:00:00Z",
        **more,
    }


TABLES: dict[str, list[Body]] = {
    "businessunit": [
        {"businessunitid": ROOT, "name": "Acme Sales", **ref("parentbusinessunitid", None)},
        {"businessunitid": EAST, "name": "East", **ref("parentbusinessunitid", ROOT)},
    ],
    "systemuser": [
        {"systemuserid": ADA, "fullname": "Ada Byron", "domainname": "ada@acme.example", "isdisabled": False,
         **ref("businessunitid", EAST), **ref("parentsystemuserid", BOB)},
        {"systemuserid": BOB, "fullname": "Bob Stone", "domainname": "bob@acme.example", "isdisabled": True,
         **ref("businessunitid", ROOT), **ref("parentsystemuserid", None)},
    ],
    "transactioncurrency": [
        {"transactioncurrencyid": USD, "isocurrencycode": "USD", "exchangerate": 1.0},
        {"transactioncurrencyid": EUR, "isocurrencycode": "EUR", "exchangerate": 0.8},
    ],
    "account": [
        {"accountid": ACME, "name": "Acme", **code("industrycode", 7, "Consulting"), "revenue_base": 1500000.5,
         "numberofemployees": 42, "address1_country": "USA", "address1_stateorprovince": "MA",
         "address1_city": "Boston",
         **ref("parentaccountid", None), **ref("ownerid", ADA, "Ada Byron", "systemuser"),
         "createdon": "2023-11-01T09:30:00Z"},
        {"accountid": BOEHM, "name": "Böhm", **code("industrycode", 1, "Accounting"), "revenue_base": None,
         "numberofemployees": None, "address1_country": "Germany", "address1_stateorprovince": None,
         "address1_city": None, **ref("parentaccountid", ACME), **ref("ownerid", BOB, "Bob Stone", "systemuser"),
         "createdon": "2023-11-02T09:30:00Z"},
    ],
    "contact": [
        {"contactid": EVE, "fullname": "Eve Moore", "jobtitle": "CFO", "emailaddress1": "eve@acme.example",
         **ref("parentcustomerid", ACME, "Acme", "account"), **ref("ownerid", ADA, "Ada Byron", "systemuser"),
         "createdon": "2023-12-01T09:30:00Z"},
        {"contactid": TOM, "fullname": "Tom Hill", "jobtitle": None, "emailaddress1": None,
         **ref("parentcustomerid", BOEHM, "Böhm", "account"), **ref("ownerid", BOB, "Bob Stone", "systemuser"),
         "createdon": "2023-12-02T09:30:00Z"},
    ],
    "lead": [
        {"leadid": LEAD, "fullname": "Eve Moore", "companyname": "Acme", **code("leadsourcecode", 8, "Web"),
         **code("statecode", 1, "Qualified"), **code("statuscode", 3, "Qualified"), "createdon": "2023-12-20T09:30:00Z",
         **ref("ownerid", ADA, "Ada Byron", "systemuser")},
        {"leadid": LEAD[:-1] + "2", "fullname": "Ann Lee", "companyname": "Ford", **code("leadsourcecode", 1,
         "Advertisement"),
         **code("statecode", 0, "Open"), **code("statuscode", 2, "Contacted"), "createdon": "2023-12-21T09:30:00Z",
         **ref("ownerid", ADA, "Ada Byron", "systemuser")},
        {"leadid": LEAD[:-1] + "3", "fullname": "Jo Ray", "companyname": "Gray", **code("leadsourcecode", 1,
         "Advertisement"),
         **code("statecode", 2, "Disqualified"), **code("statuscode", 4, "Lost"), "createdon": "2023-12-22T09:30:00Z",
         **ref("ownerid", ADA, "Ada Byron", "systemuser")},
    ],
    "opportunity": [
        deal(BOILER, "Boiler", 1, 1000.0, 1250.5, **ref("customerid", ACME, "Acme", "account"), stepname="4-Close",
             **ref("ownerid", ADA, "Ada Byron", "systemuser"), actualclosedate="2024-03-05",
             **ref("originatingleadid", LEAD), **ref("parentaccountid", ACME), **code("statuscode", 3, "Won")),
        deal(PUMP, "Pump", 2, 300.0, 0.0, **ref("customerid", TOM, "Tom Hill", "contact"), stepname="3-Propose",
             **ref("ownerid", BOB, "Bob Stone", "systemuser"), actualclosedate="2024-04-01",
             **ref("originatingleadid", None), **ref("parentaccountid", None), **code("statuscode", 5, "Out-Sold")),
        deal(SERVICE, "Service", 0, 49.99, None, **ref("customerid", BOEHM, "Böhm", "account"), stepname="2-Develop",
             **ref("ownerid", ADA, "Ada Byron", "systemuser"), actualclosedate=None,
             **ref("originatingleadid", None), **ref("parentaccountid", BOEHM), **code("statuscode", 1, "In Progress")),
        deal(FOREIGN, "Turbine", 0, 800.0, None, **ref("customerid", ACME, "Acme", "account"), stepname="1-Qualify",
             **ref("ownerid", ADA, "Ada Byron", "systemuser"), actualclosedate=None,
             **ref("originatingleadid", None), **ref("parentaccountid", ACME), **code("statuscode", 1, "In Progress"))
        | {"estimatedvalue": 800.0, "estimatedvalue_base": 1000.0} | ref("transactioncurrencyid", EUR, "Euro"),
    ],
    "product": [
        {"productid": FAMILY, "name": "Machines", "productnumber": "M", "price": None,
         **code("productstructure", 2, "Product Family"), **code("statecode", 0, "Active"),
         **ref("parentproductid", None)},
        {"productid": PRODUCT, "name": "Boiler X", "productnumber": "BX", "price": 625.25,
         **code("productstructure", 1, "Product"), **code("statecode", 0, "Active"), **ref("parentproductid", FAMILY)},
    ],
    "opportunityproduct": [
        {"opportunityproductid": "80000000-0000-0000-0000-000000000001", **ref("opportunityid", BOILER),
         **ref("productid", PRODUCT), "quantity": 2.0, "priceperunit": 625.25, "priceperunit_base": 625.25,
         "extendedamount": 1250.5, "extendedamount_base": 1250.5, **ref("transactioncurrencyid", USD)},
    ],
    "quote": [
        {"quoteid": "60000000-0000-0000-0000-000000000001", "name": "Boiler", **ref("opportunityid", BOILER),
         **ref("customerid", ACME, "Acme", "account"), **ref("ownerid", ADA, "Ada Byron", "systemuser"),
         **code("statecode", 2, "Won"), "totalamount": 1250.5, "totalamount_base": 1250.5, "discountpercentage": 5.0,
         "createdon": "2024-02-20T08:00:00Z", "expireson": "2024-03-31", **ref("transactioncurrencyid", USD)},
    ],
    "salesorder": [
        {"salesorderid": ORDER, "ordernumber": "ORD-1", "name": "Boiler", **ref("customerid", ACME, "Acme", "account"),
         **ref("opportunityid", BOILER), **ref("ownerid", ADA, "Ada Byron", "systemuser"), **code("statecode",
         3, "Fulfilled"),
         "totalamount": 1250.5, "totalamount_base": 1250.5, "submitdate": "2024-03-06",
         "createdon": "2024-03-05T18:00:00Z",
         **ref("transactioncurrencyid", USD)},
    ],
    "salesorderdetail": [
        {"salesorderdetailid": "20000000-0000-0000-0000-000000000001", **ref("salesorderid", ORDER),
         **ref("productid", PRODUCT), "quantity": 2.0, "priceperunit": 625.25, "priceperunit_base": 625.25,
         "extendedamount": 1250.5, "extendedamount_base": 1250.5, **ref("transactioncurrencyid", USD)},
    ],
    "invoice": [
        {"invoiceid": INVOICE, "invoicenumber": "INV-1", **ref("salesorderid", ORDER),
         **ref("customerid", ACME, "Acme", "account"), **ref("ownerid", ADA, "Ada Byron", "systemuser"),
         **code("statecode", 2, "Paid"), "totalamount": 1250.5, "totalamount_base": 1250.5,
         "createdon": "2024-03-07T18:00:00Z", **ref("transactioncurrencyid", USD)},
    ],
    "campaign": [
        {"campaignid": "10000000-0000-0000-0000-000000000001", "name": "Spring fair", **code("typecode", 3, "Event"),
         "budgetedcost": 500.0, "budgetedcost_base": 500.0, "totalactualcost": 450.75, "totalactualcost_base": 450.75,
         "proposedstart": "2024-03-01", "proposedend": "2024-03-03", **ref("ownerid", BOB, "Bob Stone", "systemuser")},
    ],
    "phonecall": [
        activity("30000000-0000-0000-0000-000000000001", 1, BOILER, "opportunity", actualend="2024-02-02T09:00:00Z"),
        activity("30000000-0000-0000-0000-000000000002", 0, LEAD, "lead", actualend=None),
    ],
    "email": [activity("30000000-0000-0000-0000-000000000003", 1, TOM, "contact", actualend="2024-02-03T09:00:00Z")],
    "appointment": [activity("30000000-0000-0000-0000-000000000004", 2, ACME, "account", actualend=None)],
    "task": [activity("30000000-0000-0000-0000-000000000005", 1, ACME, "account", actualend="2024-02-05T09:00:00Z")],
    "incident": [
        {"incidentid": CASE, "title": "Leak", **ref("customerid", EVE, "Eve Moore", "contact"),
         **ref("productid", PRODUCT),
         **code("caseorigincode", 1, "Phone"), **code("casetypecode", 2, "Problem"), **code("prioritycode", 1, "High"),
         **ref("ownerid", ADA, "Ada Byron", "systemuser"), "createdon": "2024-04-01T08:00:00Z", "isescalated": True},
    ],
    "incidentresolution": [
        {"activityid": "40000000-0000-0000-0000-000000000001", **ref("incidentid", CASE),
         "actualend": "2024-04-02T10:00:00Z"},
    ],
}  # fmt: skip


def write_web_api(folder: Path) -> None:
    """Every table as the Web API answers: value[] with annotations."""
    for name, rows in TABLES.items():
        body = {"@odata.context": f"https://acme.crm.dynamics.com/api/data/v9.2/$metadata#{name}s", "value": rows}
        write_json(folder / f"{name}.json", body)


def write_logical_names(folder: Path) -> None:
    """Every table as CSV: look-ups by their plain name, labels in …name, kinds in …type."""
    for name in TABLES:
        write_csv(folder / f"{name}.csv", logical(name))


def logical(table: str) -> list[dict[str, str]]:
    """The rows of `table` with logical names and texts."""
    return [{_plain(key): _text(value) for key, value in row.items()} for row in TABLES[table]]


def _plain(key: str) -> str:
    if key.endswith(LOGICAL):
        base = key.removesuffix(LOGICAL).removeprefix("_").removesuffix("_value")
        return "regardingobjecttypecode" if base == "regardingobjectid" else f"{base}type"
    if key.endswith(FORMATTED):
        return key.removesuffix(FORMATTED).removeprefix("_").removesuffix("_value") + "name"
    return key.removeprefix("_").removesuffix("_value")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
