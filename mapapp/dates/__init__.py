"""Dates as people write them, one cell at a time, to EDTF.

Nothing is guessed silently: where a cell alone cannot say what it means (8/9/2004, FY2004, 28-Aug-04), the reading
holds every candidate, and its EDTF text is the set of them. `infer_order` finds what settles a whole column.
"""

from mapapp.dates.cell import NO_YEAR, UNREADABLE, DateReading, read_date
from mapapp.dates.columns import infer_order
from mapapp.dates.conventions import Conventions, Order
from mapapp.dates.serials import serial_date

__all__ = ["NO_YEAR", "UNREADABLE", "Conventions", "DateReading", "Order", "infer_order", "read_date", "serial_date"]
