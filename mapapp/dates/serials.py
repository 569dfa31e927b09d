"""Days as spreadsheets count them."""

from __future__ import annotations

from typing import Literal

from mapapp.when import day_number, iso_date

_FIRST_1904 = day_number(1904, 1, 1)
_FIRST_1900 = day_number(1899, 12, 31)


def serial_date(number: float, system: Literal["1900", "1904"] = "1900") -> str | None:
    """The ISO date of a day number of a spreadsheet; None where it is no day.

    The 1900 system counts a 29 February 1900 that never was (number 60, which is no day), the 1904 system does not.
    """
    day = int(number // 1)
    if not 0 <= day < 2_958_466:  # 31 December 9999
        return None
    if system == "1904":
        return iso_date(_FIRST_1904 + day)
    if day in (0, 60):
        return None
    return iso_date(_FIRST_1900 + day - (day > 60))
