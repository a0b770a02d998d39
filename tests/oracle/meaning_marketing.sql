-- Campaigns with what they cost: their actual cost, else what their advertising is known to have cost.
CREATE TABLE campaigns AS
    SELECT c.*, c.owner_id AS owner_key, NULL::BIGINT AS customer_key,
        coalesce(c.cost_amount, (SELECT sum(a.cost_amount) FROM raw_ad_stats AS a WHERE a.campaign_id = c.campaign_id))
            AS spend,
        (SELECT CASE WHEN count(DISTINCT a.platform) = 1 THEN min(a.platform) END
            FROM raw_ad_stats AS a WHERE a.campaign_id = c.campaign_id) AS only_platform
    FROM raw_campaigns AS c;
CREATE TABLE behind AS
    SELECT campaign_id AS behind_id, name AS campaign, owner_id AS campaign_owner, start_date AS campaign_date,
        shown(kind) AS campaign_kind, shown(only_platform) AS ad_platform FROM campaigns;
CREATE TABLE handled_leads AS
    SELECT l.*, coalesce(campaign, 'Unknown') AS campaign, campaign_date, coalesce(ad_platform, 'Unknown') AS ad_platform,
        CASE WHEN first_response_at >= created_at
            THEN date_diff('second', created_at, first_response_at) / 3600 END AS hours
    FROM leads AS l LEFT JOIN behind ON behind_id = l.campaign_id;
CREATE TABLE campaign_deals AS
    SELECT d.*, coalesce(campaign, 'Unknown') AS campaign, campaign_date
    FROM deals AS d LEFT JOIN behind ON behind_id = d.campaign_id WHERE d.campaign_id > 0;
CREATE TABLE advertising AS
    SELECT a.*, CASE WHEN a.campaign_id = 0 THEN 0 ELSE campaign_owner END AS owner_key, NULL::BIGINT AS customer_key,
        coalesce(campaign, 'Unknown') AS campaign, shown(a.platform) AS where_shown, shown(keyword) AS bought_for
    FROM raw_ad_stats AS a LEFT JOIN behind ON behind_id = a.campaign_id;
CREATE TABLE touching AS
    SELECT t.*, coalesce(p.customer_owner, l.owner_id) AS owner_key, coalesce(t.customer_id, l.customer_id) AS customer_key,
        shown(channel) AS touched_by
    FROM raw_touches AS t LEFT JOIN places AS p ON p.customer_key = t.customer_id
    LEFT JOIN leads AS l ON l.lead_id = t.lead_id;
