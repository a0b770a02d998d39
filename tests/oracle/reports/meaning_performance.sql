-- Each number of the performance reports on its own day (R5), in a column of its own.
CREATE TABLE money_facts AS
    SELECT owner_key, customer_key, order_date AS day, 1 AS contract_count, amount AS contract_amount,
        paid AS received_on_contracts, amount - paid AS outstanding_amount,
        nullif(greatest(paid - billed, 0), 0) AS received_not_invoiced_amount,
        nullif(greatest(billed - paid, 0), 0) AS invoiced_not_received_amount FROM settled
    UNION ALL BY NAME
    SELECT owner_key, customer_key, received_date AS day, 1 AS receipt_count, amount AS received_amount FROM receipts
    UNION ALL BY NAME
    SELECT owner_key, customer_key, issue_date AS day, amount AS invoiced_amount FROM invoices
    UNION ALL BY NAME
    SELECT owner_key, customer_key, close_date AS day, amount AS won_amount FROM deals WHERE outcome = 'won'
    UNION ALL BY NAME
    SELECT owner_key, customer_key, day, kind AS split_record, split_status, allocated AS split_credit_amount,
        1 AS split_share_count, record_key AS split_record_count,
        CASE WHEN kind = 'contract' THEN allocated END AS split_contract_amount,
        CASE WHEN kind = 'receipt' THEN allocated END AS split_received_amount,
        CASE WHEN kind = 'opportunity' THEN allocated END AS split_won_amount,
        CASE WHEN split_status = 'incomplete' THEN record_key END AS incomplete_split_count FROM credits;
