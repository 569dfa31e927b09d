"""An animation: the frames of a series as GIF, WebP or, with the optional part, MP4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from fractions import Fraction
from io import BytesIO
from itertools import chain, product
from pathlib import Path
from typing import Any

from PIL import Image

from mapapp.errors import InvalidInputError, MissingPartError
from mapapp.scene import Scene
from mapapp.scene.series import Series
from mapapp.staticmap.facts import facts_of, keywords_of, xmp_packet
from mapapp.staticmap.figure import inks_of, palette_of
from mapapp.staticmap.film import FILM_SIZE, film_frames
from mapapp.staticmap.multiples import Progress
from mapapp.staticmap.paper import Paper
from mapapp.staticmap.pixels import image_of

ANIMATIONS = (".gif", ".webp", ".mp4")
SECONDS = 1.5
"""How long each frame is shown, where nothing else is asked for."""
SHORTEST, LONGEST = 0.1, 60.0
_RATE = 10
"""Frames of a video a second: a window is shown for several of them."""


def animate(
    series: Series, suffix: str, paper: Paper, seconds: float = SECONDS, progress: Progress | None = None
) -> bytes:
    """The bytes of an animation; `suffix` is one of ANIMATIONS, `seconds` the time that each window is shown.

    Raises InvalidInputError for paper or a time that cannot be had, MissingPartError where no encoder of MP4 is
    installed.
    """
    if not SHORTEST <= seconds <= LONGEST:
        raise InvalidInputError(f"--seconds {seconds:g} is not between {SHORTEST:g} and {LONGEST:g}.")
    if suffix == ".mp4":
        need_video()
    images = _images(series, paper, progress)
    if suffix == ".gif":
        return _gif(series, images, _palette(series, paper), seconds)
    return _webp(series, images, seconds) if suffix == ".webp" else _mp4(series, images, seconds)


def need_video() -> Any:
    """The encoder of MP4. Raises MissingPartError with the command that installs it."""
    try:
        import av
    except ImportError as error:
        raise MissingPartError(
            "MP4 needs an encoder that is not installed: pip install 'mapapp[video]'. GIF and WebP need nothing more."
        ) from error
    return av


def _images(series: Series, paper: Paper, progress: Progress | None) -> Iterator[Image.Image]:
    count = len(series.panels)
    for number, sheet in enumerate(film_frames(series, paper)):
        if progress is not None:
            progress(number, count)
        yield image_of(sheet)
    if progress is not None:
        progress(count, count)


def _palette(series: Series, paper: Paper) -> Image.Image:
    """Colours for all frames alike, so that nothing flickers, and those that mean something exactly.

    The theme's and the kinds' colours stand first, then their mixtures at the edges of letters and marks, then what the
    frame with the most events has besides.
    """
    fullest = max(series.panels, key=lambda panel: panel.events)
    image = next(_images(Series(series.whole, (fullest,)), paper, None))
    others = image.quantize(255, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or []
    wanted = [*_exact_colours(series.whole, paper), *zip(*[iter(others)] * 3, strict=False)]
    chosen = list(dict.fromkeys(wanted))[:255]
    holder = Image.new("P", (1, 1))
    holder.putpalette([part for color in chosen for part in color])
    return holder


def _exact_colours(scene: Scene, paper: Paper) -> Iterator[tuple[int, ...]]:
    theme, inks = palette_of(scene, paper), list(inks_of(scene, paper).values())
    named = [getattr(theme, field.name) for field in fields(theme)]
    yield from map(_rgb, (*named, *inks))
    lettering = (theme.text_1, theme.text_2, theme.text_3, theme.corridor_text, theme.country_text, theme.accent)
    for ink, ground in product((*inks, *lettering), (theme.halo, theme.land)):
        for share in (0.35, 0.7):
            pairs = zip(_rgb(ink), _rgb(ground), strict=True)
            yield tuple(round(share * one + (1 - share) * other) for one, other in pairs)


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def _gif(series: Series, images: Iterable[Image.Image], palette: Image.Image, seconds: float) -> bytes:
    flat = (image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images)
    said = keywords_of(facts_of(series.whole)).encode()
    return _saved(flat, "GIF", seconds, optimize=False, comment=said)


def _webp(series: Series, images: Iterable[Image.Image], seconds: float) -> bytes:
    return _saved(images, "WEBP", seconds, lossless=True, method=2, quality=60, xmp=xmp_packet(facts_of(series.whole)))


def _saved(images: Iterable[Image.Image], kind: str, seconds: float, **options: Any) -> bytes:
    frames = iter(images)
    first, buffer = next(frames), BytesIO()
    first.save(
        buffer, kind, save_all=True, append_images=chain(frames), duration=round(seconds * 1000), loop=0, **options
    )
    return buffer.getvalue()


def _mp4(series: Series, images: Iterable[Image.Image], seconds: float) -> bytes:
    av = need_video()
    buffer = BytesIO()
    facts = facts_of(series.whole)
    with av.open(buffer, "w", format="mp4", options={"fflags": "+bitexact"}) as film:
        film.metadata["title"], film.metadata["comment"] = facts["Title"], keywords_of(facts)
        stream: Any = None
        for number, image in enumerate(images):
            even = image.crop((0, 0, image.width // 2 * 2, image.height // 2 * 2))
            if stream is None:
                settings = {"crf": "18", "preset": "medium", "tune": "animation"}
                stream = film.add_stream("libx264", rate=_RATE, options=settings)
                stream.width, stream.height, stream.pix_fmt = *even.size, "yuv420p"
                stream.codec_context.thread_count = 1  # the same frames give the same bytes
                stream.codec_context.time_base = Fraction(1, _RATE)
            times = max(round(seconds * _RATE), 1)
            for copy in range(times):
                frame = av.VideoFrame.from_image(even)
                frame.pts = number * times + copy
                film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return buffer.getvalue()


def is_animation(path: Path) -> bool:
    """True if a file's name asks for an animation."""
    return path.suffix.lower() in ANIMATIONS


__all__ = ["ANIMATIONS", "FILM_SIZE", "SECONDS", "animate", "is_animation", "need_video"]
