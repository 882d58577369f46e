"""Figures of a day, of a period and of the year, and what is reported of them."""
