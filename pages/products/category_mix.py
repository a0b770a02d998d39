"""Category mix: what share of quantity or amount each product category has."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from datasource.question import Dimension, Sort
from datasource.texts import N_
from widgets.shell.page import show

CATEGORY_MIX = Dashboard(
    id="category-mix",
    title=N_("Category mix"),
    controls=Controls(show=("period", "department", "owner", "product_group")),
    tiles=(
        Tile(id="mix", x=0, y=0, w=12, h=9, panel="category_mix"),
        Tile(
            id="categories",
            title=N_("By category"),
            x=0, y=9, w=12, h=7,
            chart=Chart(
                kind="table",
                shelves=Shelves(
                    rows=(Dimension(field="product_group"), Dimension(field="product_category")),
                    values=(
                        "sold_amount", "sold_quantity", "sold_contracts", "sold_lines", "margin_amount", "margin_rate",
                    ),
                ),
                sort=(Sort(by="sold_amount", desc=True),),
                totals=True,
            ),
        ),
    ),
)  # fmt: skip

show(CATEGORY_MIX)
