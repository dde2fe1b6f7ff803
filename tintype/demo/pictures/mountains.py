"""Ranges behind ranges, each paler than the one before it."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import drawn, pine
from tintype.demo.pictures.tone import bloom, develop, light, mix, paint, ramp, rgb, smooth

# Sky from the top down, then the farthest range, the nearest, the haze between them, and the sun.
MOODS = {
    "dusk": (("#2c3a5e", "#7d6b8f", "#d99a86", "#f6cf9c"), "#b58a94", "#1a1c30", "#e9b79b", "#ffd9a0"),
    "dawn": (("#5f86ad", "#9fbccf", "#e3dccb", "#fbe6c8"), "#a3b7c4", "#20333f", "#e6dfd0", "#fff0cf"),
    "blue": (("#16294a", "#2f5480", "#6d92b3", "#b9cdd8"), "#7f9fb8", "#0d1826", "#a9c1d0", "#e8f0f5"),
    "rose": (("#46557f", "#a48aa6", "#e8b3ad", "#fbdcc4"), "#c49aa5", "#2b2440", "#f0c4b4", "#ffe1c4"),
    "green": (("#7fa3a0", "#b6ccbd", "#e4e6cf", "#f5eed2"), "#9db8a6", "#16261f", "#dfe5cd", "#fff6d4"),
}


def mist(frame: Frame, mood: str) -> Image:
    """Layered ridges in haze, a low sun, and spruces in front."""
    return develop(frame, bloom(frame, mist_undeveloped(frame, mood), 0.3), contrast=0.55)


def mist_undeveloped(frame: Frame, mood: str) -> Image:
    _, far, near, haze, sun = MOODS[mood]
    sun_x, horizon = frame.pick(0.25, 0.75), frame.pick(0.4, 0.48)
    image = _heaven(frame, mood, sun_x, horizon)
    layers = 6
    for layer in range(layers):
        image = _range(frame, image, layer / (layers - 1), horizon, (far, near, haze))
        if layer < layers - 1:
            image = light(image, sun, smooth(0.7, 0.0, frame.distance(sun_x, horizon + 0.04)) ** 2 * 0.14)
    return _trees(frame, image, near, frame.height / frame.unit * 1.02)


def ranges(frame: Frame, mood: str, line: float) -> Image:
    """Mountains above a shore at `line`, not developed yet."""
    _, far, near, haze, _ = MOODS[mood]
    image = _heaven(frame, mood, frame.pick(0.3, 0.7), line - 0.12)
    for depth, up in ((0.0, 0.3), (0.35, 0.42), (0.7, 0.75)):
        image = _range(frame, image, depth, line - up * 0.62, (far, near, haze))
    return _trees(frame, image, near, line * frame.height / frame.unit + 6)


def _heaven(frame: Frame, mood: str, sun_x: float, horizon: float) -> Image:
    sky, _, _, _, sun = MOODS[mood]
    image = ramp(frame.y / (horizon + 0.08), *sky)
    veil = smooth(0.0, 0.7, frame.clouds(0.5, 6, stretch=5)) * smooth(horizon, 0.0, frame.y)
    image = light(image, sun, veil * 0.4)
    return light(image, sun, smooth(0.75, 0.0, frame.distance(sun_x, horizon - 0.02)) ** 2 * 0.5)


def _range(frame: Frame, image: Image, depth: float, horizon: float, colours: tuple[str, str, str]) -> Image:
    far, near, haze = (rgb(colour) for colour in colours)
    top = frame.ridge(
        horizon + 0.04 + 0.5 * depth**1.25,
        frame.pick(0.14, 0.22) * (1 - 0.35 * depth),
        cell=frame.pick(0.28, 0.5),
        roughness=0.44 + 0.08 * depth,
        sharp=0.75 - 0.3 * depth,
    )
    body = [a + (b - a) * depth**1.1 for a, b in zip(far, near, strict=True)]
    below = frame.y - top
    fog = smooth(0.0, 0.26, below) * (0.9 * (1 - depth) ** 0.8)
    drift = frame.clouds(0.4, 4, stretch=3) * 0.9 * (1 - depth) + 1
    filled = image * 0 + body
    filled = filled + (filled * -1 + haze) * (fog * drift)
    edge = (0.6 + 1.4 * (1 - depth)) / frame.height * frame.unit
    return mix(image, filled, smooth(-edge, edge, below))


def _trees(frame: Frame, image: Image, colour: str, foot: float) -> Image:
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body, x = "", -20.0
    while x < width + 20:
        lift = 0.5 + 0.5 * abs(2 * (x / width) - 1) ** 1.5
        body += pine(frame, x, foot, height * frame.pick(0.07, 0.2) * lift)
        x += frame.pick(8, 34)
    return paint(image, colour, drawn(frame, body, 0.9))
