"""What is in a sale: products, quantities, prices. One basket per deal or direct order, one line per product."""

from dataclasses import dataclass

import numpy as np

from datasource.sample import truths
from datasource.sample.catalogue import catalogue
from datasource.sample.draw import Draw, Flags, Floats, Ints

_DISCOUNTS = np.array([0, 5, 10, 15, 20])
_DISCOUNT_WEIGHT = (35, 20, 25, 12, 8)
_EXTRA_RATES = (0.30, 0.12)


@dataclass(frozen=True)
class Baskets:
    """Lines in the order of their baskets: basket (its place), product (its place), quantity, price, amount."""

    basket: Ints
    product: Ints
    quantity: Ints
    price: Ints
    amount: Ints
    total: Ints
    discount: Ints

    def of(self, chosen: Ints) -> "Baskets":
        """The baskets at the places `chosen`, numbered anew in that order (a place may come twice)."""
        order = np.argsort(self.basket, kind="stable")
        counts = np.bincount(self.basket, minlength=len(self.total))
        first = np.cumsum(counts) - counts
        new = np.repeat(np.arange(len(chosen)), counts[chosen])
        begins = np.repeat(np.cumsum(counts[chosen]) - counts[chosen], counts[chosen])
        line = order[np.repeat(first[chosen], counts[chosen]) + np.arange(len(new)) - begins]
        cells = (self.product[line], self.quantity[line], self.price[line], self.amount[line])
        return Baskets(new, *cells, self.total[chosen], self.discount[chosen])


def fill_baskets(draw: Draw, day: Ints, factor: Floats) -> Baskets:
    """A basket for each day of sale; quantities grow with `factor` (the customer's size)."""
    size = len(day)
    basket, product = _contents(draw, day)
    quantity = np.zeros(len(basket), dtype=np.int64)
    for one, points in enumerate(catalogue().quantities):
        mine = product == one
        quantity[mine] = np.maximum(draw.spread(points, int(mine.sum())) * factor[basket[mine]], 1).astype(np.int64)
    discount = _DISCOUNTS[draw.choose(_DISCOUNT_WEIGHT, size)]
    price = catalogue().price[product] * (100 - discount[basket]) // 100
    amount = quantity * price
    total = np.bincount(basket, amount, size).astype(np.int64)
    return Baskets(basket, product, quantity, price, amount, total, discount)


def _contents(draw: Draw, day: Ints) -> tuple[Ints, Ints]:
    """Basket and product of each line, without repeats, with the planted pair."""
    size, everyone = len(day), np.arange(len(day))
    weight = catalogue().weight
    inside = np.zeros((size, len(weight)), dtype=bool)
    inside[everyone, draw.choose(weight, size)] = True
    for rate in _EXTRA_RATES:
        extra = draw.chance(rate, size)
        inside[everyone[extra], draw.choose(weight, size)[extra]] = True
    joins = np.where(inside[:, truths.PAIR_LEAD], truths.PAIR_RATE, truths.PAIR_BASE)
    inside[:, truths.PAIR_FOLLOWER] |= draw.chance(joins, size)
    gone: Flags = inside[:, truths.SLOW_MOVER] & (day > truths.SLOW_MOVER_LAST_DAY)
    inside[gone, truths.SLOW_MOVER] = False
    inside[gone, truths.SLOW_MOVER - 1] = True
    basket, product = np.nonzero(inside)
    return basket.astype(np.int64), product.astype(np.int64)
