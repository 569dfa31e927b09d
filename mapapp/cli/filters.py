"""The filters that commands share, declared once: `filtered` gives a command an option for each of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from mapapp.errors import InvalidInputError

Filters = dict[str, str]
"""What was given, by its name in a view's query (and `years`)."""

_Text = str | None
_List = list[str] | None

OPTIONS: dict[str, Any] = {
    "years": Annotated[_Text, typer.Option(help="2009, 2004..2010, ..2010 or 2004.. (EDTF; -0044 is 45 BCE).")],
    "mode": Annotated[_Text, typer.Option(help="in (this year), between, or up-to. Without it: between.")],
    "kind": Annotated[_List, typer.Option(help="Only events of these kinds (ids; repeat, or use commas).")],
    "actor": Annotated[_List, typer.Option(help="Only what these actors do.")],
    "place": Annotated[_List, typer.Option(help="Only what happens at or concerns these places.")],
    "near": Annotated[_Text, typer.Option(metavar="PLACE,KM", help="Only what lies within so many km of a place.")],
    "source": Annotated[_List, typer.Option(help="Only what these sources say.")],
    "text": Annotated[_Text, typer.Option(help="Only what contains these words.")],
    "lang": Annotated[_Text, typer.Option(help="The language of titles and names, such as en, zh-Hant or ja.")],
    "certainty": Annotated[_Text, typer.Option(help="possible (whatever could be), or certain (only what must be).")],
    "where": Annotated[
        _List,
        typer.Option(
            metavar="KEY=VALUE",
            help="Any other filter of a view: region, country, along, bbox, era, source-lang, disputed, follow, "
            "readings.",
        ),
    ],
}
"""The options by name, in the order of the help."""

_NAMES_IN_A_VIEW = {"text": "q"}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameter `filters` is replaced by an option for each filter."""
    own = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    parameters: list[inspect.Parameter] = []
    for name, parameter in own.parameters.items():
        if name == "filters":
            parameters += [
                inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
                for option, annotation in OPTIONS.items()
            ]
        else:
            parameters.append(parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(command)
    def run(**given: Any) -> None:
        command(filters=filters_given({name: given.pop(name) for name in OPTIONS}), **given)

    run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def filters_given(options: dict[str, str | Sequence[str] | None]) -> Filters:
    """The filters that were given, by their names in a view's query (and `years`). Raises InvalidInputError."""
    where = options.get("where") or ()
    found = {
        _NAMES_IN_A_VIEW.get(name, name): value if isinstance(value, str) else ",".join(value)
        for name, value in options.items()
        if value is not None and name != "where" and (value or isinstance(value, str))
    }
    return found | dict(map(_pair, where))


def _pair(text: str) -> tuple[str, str]:
    from mapapp.view import FILTERS

    key, mark, value = text.partition("=")
    if not mark or key not in (*FILTERS, "follow", "readings"):
        known = ", ".join((*FILTERS, "follow", "readings"))
        raise InvalidInputError(f"--where {text!r} is not understood: write KEY=VALUE with one of {known}.")
    return key, value
