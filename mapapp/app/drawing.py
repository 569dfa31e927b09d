"""The part of the export dialog that draws: how a picture is to be, how far it is, and how to stop it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import streamlit as st

from mapapp.errors import MapAppError
from mapapp.language import Translator, msg
from mapapp.model import Atlas
from mapapp.staticmap import Paper, write_snapshot
from mapapp.staticmap.paper import LayoutName
from mapapp.theme import ThemeName
from mapapp.view import View, format_view

LAYOUTS: dict[LayoutName, str] = {"slide": msg("Slide"), "page": msg("Upright page"), "column": msg("Narrow column")}
THEMES: dict[ThemeName, str] = {"light": msg("Light"), "dark": msg("Dark"), "print": msg("Print, told apart in grey")}
SERIES: dict[str, str] = {
    "": msg("One map"), "year": msg("A map a year"), "5y": msg("A map for five years"), "era": msg("A map an era"),
}  # fmt: skip
STEPS: dict[str, str] = {
    "": msg("By itself"), "year": msg("A year"), "5y": msg("Five years"), "era": msg("An era"),
}  # fmt: skip
SCALES = (1.0, 2.0, 3.0)
SECONDS_BETWEEN_LOOKS = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """How to draw: the paper, how to cut the View into windows (empty: as the format does by itself), and the pace."""

    paper: Paper
    series: str
    seconds: float
    slow: bool


def choose_drawing(*, animated: bool, t: Translator) -> Choice:
    """Ask how a picture or an animation is to be drawn."""
    first, second, third, fourth = st.columns(4)
    theme: ThemeName = first.selectbox(
        t("Colours"), list(THEMES), format_func=lambda one: t(THEMES[one]), key="export-theme"
    )
    steps = STEPS if animated else SERIES
    label = t("Step") if animated else t("Maps")
    series = second.selectbox(
        label, list(steps), format_func=lambda one: t(steps[one]), key=f"export-series-{animated}"
    )
    if animated:
        seconds = third.number_input(t("Seconds a step"), 0.2, 30.0, 1.5, 0.5, key="export-seconds")
        return Choice(Paper(theme=theme), series, float(seconds), slow=True)
    layout: LayoutName = third.selectbox(
        t("Layout"), list(LAYOUTS), format_func=lambda one: t(LAYOUTS[one]), key="export-layout"
    )
    scale = fourth.selectbox(t("Sharpness (PNG)"), SCALES, format_func=lambda one: f"{one:g} ×", key="export-scale")
    return Choice(Paper(scale=scale, theme=theme, layout=layout), series, 1.5, slow=False)


class Drawing:
    """An animation that is drawn beside the page, in a thread of its own: how far it is, and what has come of it.

    A dialog of Streamlit hears of no button while its script is at work, so the script may not do the drawing itself.
    """

    def __init__(self, atlas: Atlas, view: View, kind: str, choice: Choice) -> None:
        self.asked: object = (atlas.sha256, format_view(view), kind, choice)
        self.steps = (0, 1)
        self.result: bytes | str | None = None
        self.stopped = False
        Thread(target=self._draw, args=(atlas, view, kind, choice), daemon=True).start()

    @property
    def at_work(self) -> bool:
        """True until it is drawn or stopped."""
        return self.result is None and not self.stopped

    def stop(self) -> None:
        """End the drawing at its next step; it leaves nothing behind."""
        self.stopped = True

    def _draw(self, atlas: Atlas, view: View, kind: str, choice: Choice) -> None:
        def progress(done: int, of: int) -> None:
            self.steps = (done, of)
            if self.stopped:
                raise MapAppError("stopped")

        try:
            self.result = draw(atlas, view, kind, choice, progress)
        finally:
            self.stopped = self.stopped or self.result is None


def watch(drawing: Drawing, show: Callable[[bytes | str], None], t: Translator) -> None:
    """Say how far a drawing is, with the button that stops it, until there is something to show."""

    def look() -> None:
        done, of = drawing.steps
        if drawing.at_work:
            st.progress(done / of, text=t("Drawing {done} of {of}", done=done, of=of))
            st.button(t("Stop"), key="export-stop", on_click=drawing.stop)
        elif drawing.result is not None and not drawing.stopped:
            show(drawing.result)

    st.fragment(look, run_every=SECONDS_BETWEEN_LOOKS if drawing.at_work else None)()


def draw_with_progress(atlas: Atlas, view: View, kind: str, choice: Choice, t: Translator) -> bytes | str:
    """The bytes of a picture, or the words of the error that prevented it; meanwhile a bar says how far it is."""
    place = st.empty()
    bar = place.progress(0.0, text=t("Drawing"))

    def progress(done: int, of: int) -> None:
        bar.progress(done / of, text=t("Drawing {done} of {of}", done=done, of=of))

    try:
        return draw(atlas, view, kind, choice, progress)
    finally:
        place.empty()


def draw(atlas: Atlas, view: View, kind: str, choice: Choice, progress: Callable[[int, int], None]) -> bytes | str:
    """The bytes of a picture or an animation, or the words of the error that prevented it."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{atlas.id}{kind}"
            write_snapshot(
                atlas, view, path, choice.paper, series=choice.series or None, seconds=choice.seconds, progress=progress
            )
            return path.read_bytes()
    except MapAppError as error:
        return str(error)
