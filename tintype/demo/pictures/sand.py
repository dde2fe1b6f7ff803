"""Dunes in low light."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.tone import bloom, clamp, develop, light, mix, paint, ramp, smooth

# Sky from the top down, sand in light, sand in shade, the air between the dunes.
HOURS = {
    "gold": (("#5d86a8", "#b3c3c4", "#f3dcb2"), ("#d98f4a", "#f4c27c"), ("#57301f", "#8d5334"), "#f0cfa4"),
    "rose": (("#6f6f9f", "#c9a0ae", "#f7cdb5"), ("#d78f75", "#f5c3a3"), ("#4e3047", "#86566b"), "#efc2b4"),
    "ash": (("#8f9aa3", "#bfc4c4", "#e8e3d8"), ("#b8a58c", "#dfd1b8"), ("#4a4540", "#7b7065"), "#ddd6c8"),
}


def dunes(frame: Frame, hour: str) -> Image:
    sky, sunny, shady, air = HOURS[hour]
    horizon = frame.pick(0.3, 0.42)
    image = ramp(frame.y / (horizon + 0.1), *sky)
    sun_x = frame.pick(0.1, 0.4)
    image = light(image, air, smooth(0.6, 0.0, frame.distance(sun_x, horizon - 0.1)) ** 2 * 0.8)
    layers = 5
    for layer in range(layers):
        depth = layer / (layers - 1)
        image = _dune(frame, image, horizon, depth, (sunny, shady, air))
    return develop(frame, bloom(frame, image, 0.25), contrast=0.55, grain=0.013)


def _dune(
    frame: Frame, image: Image, horizon: float, depth: float, colours: tuple[tuple[str, ...], tuple[str, ...], str]
) -> Image:
    sunny, shady, air = colours
    height = 0.08 + 0.26 * depth
    line = _crests(frame, cell=0.34 + 0.6 * depth)
    base = horizon + 0.06 + 0.62 * depth**1.4
    below = (frame.y - frame.column([base - height * value for value in line])).copy_memory()
    shade = _shade(frame, line, below, depth)
    ripples = (_ripples(frame, below) * depth * 0.05).copy_memory()
    down = smooth(0, 0.4, below)
    lit = ramp(down * -0.6 + 0.9 + ripples * 1.6, *sunny)
    dark = ramp(down * 0.7 + 0.1 + ripples, *shady)
    body = mix(lit, dark, shade)
    body = paint(body, air, clamp(smooth(0.0, 0.3, below) * 0.45 + 0.35) * (1 - depth) ** 1.2)
    return mix(image, body, smooth(-0.7 / frame.height, 0.7 / frame.height, below))


def _crests(frame: Frame, cell: float) -> list[float]:
    """Pointed on top, round in the hollows, and steeper to the right, as the wind leaves them."""
    raw = frame.line(cell, roughness=0.28, sharp=1.0, finest=0.16)
    return [value**1.3 for value in raw]


def _shade(frame: Frame, line: list[float], below: Image, depth: float) -> Image:
    """The lee sides: where the crest falls to the right. The edge of the shadow winds downhill from each summit."""
    step = max(2, frame.width // 400)
    fall = [line[max(at - step, 0)] - line[min(at + step, len(line) - 1)] for at in range(len(line))]
    most = max(*fall, 1e-6)
    row = frame.column([0.5 + 0.5 * max(-1.0, min(1.0, 2.2 * value / most)) for value in fall])
    wind = below * frame.pick(0.5, 1.1) * (1 if depth < 1 else 0.8) + frame.noise(0.5) * 0.12 * smooth(0, 0.3, below)
    place = ((frame.x + wind * 0.5) * frame.width).bandjoin(frame.y * 0 + 1)
    return smooth(0.5, 0.95, row.mapim(place, extend="copy")) * smooth(0.5, 0.1, below)


def _ripples(frame: Frame, below: Image) -> Image:
    bend = frame.clouds(0.3, 4) * 26
    return ((frame.y * 420 / (below + 0.45) ** 0.5 + bend * 1.4 + frame.x * 20) * 9).sin()
