"""One module per kind of source; each hands over a `Sheet` of text, every row of the source accounted for."""
