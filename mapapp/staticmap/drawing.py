"""Drawing the map, from the ground up, and its inset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mapapp.scene import Spot
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.furniture import draw_frame, draw_legend, draw_scale_bar
from mapapp.staticmap.ground import draw_graticule, draw_ground
from mapapp.staticmap.inset import Inset, find_inset
from mapapp.staticmap.journeys import Leg, build_legs, draw_legs
from mapapp.staticmap.labels import Occupancy
from mapapp.staticmap.lettering import letter_map
from mapapp.staticmap.marks import Cluster, build_clusters, draw_clusters, place_clusters
from mapapp.staticmap.routes import Route, build_routes, draw_routes
from mapapp.staticmap.sheet import Box, box_path
from mapapp.staticmap.symbols import draw_symbol

ABOVE = 60.0
CAPTION_TEXT = Style(11.5, bold=True)


@dataclass(frozen=True)
class Plan:
    """What a map will hold: its frame and the corner of its legend (in `canvas` and `legend`), clusters and inset."""

    canvas: Canvas
    legend: Box | None
    clusters: list[Cluster]
    away: list[Spot]
    routes: list[Route]
    inset: Inset | None


def plan_map(canvas: Canvas, legend: Box | None) -> Plan:
    """Gather what a map shows in the canvas's frame."""
    clusters, away = build_clusters(canvas)
    routes = build_routes(canvas)
    paths = [leg.path for leg in build_legs(canvas, clusters)] + [path for route in routes for path in route.paths]
    straits = canvas.frame.to_px(np.array([one.at for one in canvas.scene.features]).reshape(-1, 2))
    taken = [(x - 20, y - 20, x + 20, y + 20) for x, y in straits if canvas.frame.holds(np.array([x, y]))]
    inset = (
        None if canvas.is_bare else find_inset(canvas.frame, clusters, [*taken, *([legend] if legend else [])], paths)
    )
    return Plan(canvas, legend, clusters, away, routes, inset)


def draw_map(plan: Plan) -> None:
    """Draw a map."""
    canvas, clusters, inset = plan.canvas, plan.clusters, plan.inset
    legs = build_legs(canvas, clusters, inset.part if inset else None)
    if inset is not None:
        clusters = _thinned(canvas, clusters, inset)
        canvas.occupancy.take(inset.frame.box)
        canvas.occupancy.take_points(np.concatenate([np.linspace(*side, 200) for side in _sides(inset.part)]))
    if plan.legend is not None:
        canvas.occupancy.take(plan.legend)
    _draw_all(canvas, clusters, legs, plan.routes)
    if plan.legend is not None:
        draw_legend(canvas, plan.legend)
    draw_frame(canvas)
    if inset is not None:
        _draw_inset(canvas, inset)


def _sides(box: Box) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    x0, y0, x1, y1 = box
    return [((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x1, y1), (x0, y1)), ((x0, y1), (x0, y0))]


def _draw_all(canvas: Canvas, clusters: list[Cluster], legs: list[Leg], routes: list[Route]) -> None:
    for leg in legs:
        canvas.occupancy.take_points(leg.path)
    for route in routes:
        for path in route.paths:
            canvas.occupancy.take_points(path)
    place_clusters(canvas, clusters)
    draw_ground(canvas)
    if canvas.scale_bar:
        draw_scale_bar(canvas)
    draw_graticule(canvas)
    draw_routes(canvas, routes)
    draw_legs(canvas, legs)
    letter_map(canvas, clusters, legs, routes)
    draw_clusters(canvas, clusters)


def _thinned(canvas: Canvas, clusters: Sequence[Cluster], inset: Inset) -> list[Cluster]:
    """Clusters without the marks that the inset shows: numbers of a series stay, the others become small dots."""
    left, top, right, bottom = inset.part
    kept: list[Cluster] = []
    for cluster in clusters:
        if not (left < cluster.x < right and top < cluster.y < bottom):
            kept.append(cluster)
            continue
        numbered = [entry for entry in cluster.entries if entry.mark.ordinal is not None]
        if numbered:
            cluster.entries, cluster.fanned = numbered, False
            kept.append(cluster)
        else:
            draw_symbol(canvas.sheet, "circle", cluster.x, cluster.y, 2.4, canvas.palette.text_2, canvas.palette, z=18)
            canvas.occupancy.take((cluster.x - 4, cluster.y - 4, cluster.x + 4, cluster.y + 4))
    return kept


def _draw_inset(canvas: Canvas, inset: Inset) -> None:
    """The part of the map outlined, and the same part larger in its own frame."""
    sheet, palette = canvas.sheet, canvas.palette
    sheet.fill(box_path(inset.part, 3), 34, edge=palette.text_2, width=1.2, clip=canvas.box)
    text = canvas.t("enlarged {times} times", times=f"{inset.times:.1f}")
    inner = replace(
        canvas, sheet=sheet.raised(ABOVE), frame=inset.frame, occupancy=Occupancy(inset.frame.box), is_inset=True,
        scale_bar=False,
    )  # fmt: skip
    left, top, _, _ = inset.frame.box
    width = sheet.text_width(text, CAPTION_TEXT)
    inner.occupancy.take((left, top, left + width + 16, top + 20))
    clusters, _ = build_clusters(inner)
    _draw_all(inner, clusters, [], build_routes(inner))
    inner.sheet.fill(box_path((left, top, left + width + 16, top + 20)), 45, face=palette.panel)
    inner.sheet.text(left + 8, top + 14, text, CAPTION_TEXT, palette.text_2, 46)
    draw_frame(inner)
