SELECT coalesce(industry, 'Unknown') AS industry,
       avg(first_deal_date - created_date) AS cycle_days,
       median(first_deal_date - created_date) AS cycle_days_median,
       count(*) AS dealt_customers_period
FROM customers JOIN first_deals USING (customer_id)
WHERE first_deal_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30'
GROUP BY 1
ORDER BY 1
