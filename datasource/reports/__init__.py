"""Named reports: what one query cannot say, each a tested function over answers that are already scoped."""
