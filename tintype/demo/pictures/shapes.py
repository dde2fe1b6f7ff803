"""Outlines drawn as SVG, and used as masks: 0 outside, 1 inside."""

from collections.abc import Iterable

import pyvips

from tintype.demo.pictures.frame import Frame, Image

Point = tuple[float, float]


def drawn(frame: Frame, body: str, soft: float = 0) -> Image:
    """What is drawn in `body`, with soft edges; units are pixels of a picture whose longer side has 1,600.

    Softened while it has 8 bits: that is ten times as fast as later.
    """
    mask = _rendered(frame, body)[3]
    if soft * frame.unit > 0.3:
        mask = mask.gaussblur(soft * frame.unit)
    return (mask / 255).copy_memory()


def painted(frame: Frame, below: Image, body: str) -> Image:
    """`body` with its own colours on top of a picture."""
    image = (_rendered(frame, body) / 255).copy_memory()
    colour, mask = image.extract_band(0, n=3), image[3]
    return below * mask.linear(-1, 1) + colour * mask


def _rendered(frame: Frame, body: str) -> Image:
    width, height = frame.width / frame.unit, frame.height / frame.unit
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}" height="{frame.height}"'
        f' viewBox="0 0 {width:.2f} {height:.2f}" fill="#fff" stroke-linecap="round"'
        f' stroke-linejoin="round">{body}</svg>'
    )
    return pyvips.Image.svgload_buffer(svg.encode()).copy_memory()


def polygon(points: Iterable[Point]) -> str:
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def stroke(points: Iterable[Point], width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="#fff" stroke-width="{width:.2f}"/>'


def circle(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}"/>'


def pine(frame: Frame, x: float, foot: float, height: float) -> str:
    """A spruce: boughs that hang lower and reach farther towards the foot, none like the other."""
    left: list[Point] = []
    right: list[Point] = []
    boughs = int(9 + height / 22)
    for bough in range(1, boughs + 1):
        part = bough / boughs
        y = foot - height * (1 - part * 0.94)
        for side, points in ((-1, left), (1, right)):
            reach = height * 0.17 * part**0.85 * frame.pick(0.6, 1.15)
            points.append((x + side * reach, y + height * 0.028 * frame.pick(0.6, 1.4)))
            points.append((x + side * reach * 0.32, y - height * 0.006))
    trunk = [(x + height * 0.012, foot), (x - height * 0.012, foot)]
    return polygon([(x, foot - height), *right, *trunk, *reversed(left)])
