-- What has come in and been billed on each effective contract to this day: each summed on its own, then joined.
CREATE TABLE settled AS
    SELECT c.*, coalesce(paid, 0) AS paid, coalesce(billed, 0) AS billed FROM contracts AS c
    LEFT JOIN (SELECT contract_id, sum(amount) AS paid FROM raw_receipts
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id)
    LEFT JOIN (SELECT contract_id, sum(amount) AS billed FROM raw_invoices
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id);
