-- The topmost category above each category, its own where none is above.
CREATE TABLE tops AS
    WITH RECURSIVE climb AS (
        SELECT product_category_id, product_category_id AS top_id, 0 AS steps FROM raw_product_categories
        UNION ALL
        SELECT climb.product_category_id, c.parent_id, steps + 1 FROM climb
        JOIN raw_product_categories AS c ON c.product_category_id = climb.top_id
        JOIN raw_product_categories AS above ON above.product_category_id = c.parent_id WHERE steps < 10
    ) SELECT product_category_id, arg_max(top_id, steps) AS top_id FROM climb GROUP BY 1;
