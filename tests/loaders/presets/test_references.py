"""References of the real exports: as many are found as a second reading of the files finds."""

from pathlib import Path

import pytest

from datasource.tables.schema import UNKNOWN_KEY
from tests.loaders.presets.independent import Loaded, load, rows_of

DATACLOUD, POWERBI, FIVETRAN = "sf_datacloud_workshop", "sf_powerbi_export", "fivetran_salesforce"
HUBSPOT = "fivetran_hubspot"
REFERENCES = [
    (DATACLOUD, "opportunities", "customer_id", "Opportunity.AccountId", "Account.Id", (50, 50)),
    (DATACLOUD, "contacts", "customer_id", "Contact.AccountId", "Account.Id", (18, 18)),
    (DATACLOUD, "campaign_members", "campaign_id", "CampaignMember.CampaignId", "Campaign.Id", (68, 68)),
    (DATACLOUD, "campaign_members", "lead_id", "CampaignMember.LeadId", "Lead.Id", (34, 34)),
    (DATACLOUD, "campaign_members", "contact_id", "CampaignMember.ContactId", "Contact.Id", (34, 34)),
    (DATACLOUD, "tickets", "contact_id", "Case.ContactId", "Contact.Id", (40, 40)),
    (POWERBI, "contacts", "customer_id", "Contact.AccountId", "Account.Id", (25, 25)),
    (POWERBI, "leads", "customer_id", "Lead.ConvertedAccountId", "Account.Id", (5, 5)),
    (POWERBI, "stage_events", "opportunity_id", "OpportunityHistory.OpportunityId", "Opportunity.Id", (48, 48)),
    (FIVETRAN, "contacts", "customer_id", "sf_contact_data.account_id", "sf_account_data.id", (3, 0)),
    (FIVETRAN, "contracts", "customer_id", "sf_order_data.account_id", "sf_account_data.id", (10, 0)),
    (FIVETRAN, "opportunity_lines", "product_id", "sf_opportunity_line_item_data.product_2_id", "sf_product_2_data.id",
     (10, 0)),
    (HUBSPOT, "opportunities", "owner_id", "deal_data.owner_id", "owner_data.owner_id", (22, 22)),
    (HUBSPOT, "tickets", "owner_id", "ticket_data.property_hubspot_owner_id", "owner_data.owner_id", (6, 5)),
    (HUBSPOT, "stages", "pipeline_id", "deal_pipeline_stage_data.pipeline_id", "deal_pipeline_data.pipeline_id",
     (71, 0)),
    (HUBSPOT, "stage_events", "opportunity_id", "deal_stage_data.deal_id", "deal_data.deal_id", (14, 0)),
]  # fmt: skip


@pytest.fixture(scope="module")
def exports(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Loaded]:
    preset = dict.fromkeys((DATACLOUD, POWERBI, FIVETRAN), "salesforce") | {HUBSPOT: "hubspot"}
    return {name: load(preset[name], shared_data / name, tmp_path_factory.mktemp(name)) for name in preset}


def cells(folder: Path, place: str) -> list[str]:
    name, _, column = place.partition(".")
    return [row[column] for row in rows_of(folder / f"{name}.csv")]


@pytest.mark.parametrize("place", REFERENCES, ids=lambda place: f"{place[0]}-{place[1]}-{place[2]}")
def test_as_many_references_are_found_as_the_files_have(
    exports: dict[str, Loaded], shared_data: Path, place: tuple[str, str, str, str, str, tuple[int, int]]
) -> None:
    export, table, reference, said, there, known = place
    given = [cell for cell in cells(shared_data / export, said) if cell]
    targets = set(cells(shared_data / export, there))
    assert (len(given), len([cell for cell in given if cell in targets])) == known
    keys = exports[export].store.read(table)[reference].drop_nulls()
    assert (keys.len(), (keys > UNKNOWN_KEY).sum()) == known
