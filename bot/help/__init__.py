"""Help that holds in Wales, and the council's own."""
