"""What the dates of a column mean where a cell alone cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["day-first", "month-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first")


@dataclass(frozen=True, slots=True)
class Conventions:
    """Decisions about a column; None where nobody has decided.

    `order` is that of 8/9/2004; `fiscal_month` the first month of FY2004 (1 to 12; of the year before where it is
    after June); `serials` the day system of bare numbers (`1900` or `1904`, as spreadsheets call them).
    """

    order: Order | None = None
    fiscal_month: int | None = None
    serials: Literal["1900", "1904"] | None = None
