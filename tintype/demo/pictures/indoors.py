"""Light that comes in: on a wall, on fruit, on a cup."""

import math

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import Point, drawn, polygon, stroke
from tintype.demo.pictures.tone import bloom, clamp, develop, flat, light, mix, paint, ramp, smooth

WALLS = {
    "cream": ("#c9b79c", "#fff1d2", "#6d5c4e"),
    "clay": ("#b9785a", "#f5b98f", "#5e3427"),
    "sage": ("#9aa58c", "#e6e8c6", "#4a5546"),
    "blue": ("#8c9fb0", "#e9ecea", "#43525f"),
}


def wall(frame: Frame, paint_of_wall: str) -> Image:
    """The sun through a window, and the shadow of a plant on plaster."""
    colour, lit, shade = WALLS[paint_of_wall]
    plaster = frame.clouds(0.5, 4) * 0.05 + frame.clouds(0.012, 3) * 0.035 + frame.veins(0.03, 4) * 0.02
    image = flat(frame, shade) * (plaster * 1.2 + 1)
    image = mix(image, flat(frame, colour) * (plaster + 1), smooth(1.3, 0.1, frame.distance(0.6, 0.3)) * 0.75)
    panes = drawn(frame, _panes(frame), 5)
    leaves = drawn(frame, _plant(frame), 3.5)
    far_leaves = drawn(frame, _plant(frame), 11)
    sun = panes * (leaves * -0.86 + 1) * (far_leaves * -0.6 + 1)
    image = mix(image, flat(frame, lit) * (plaster * 1.5 + 1), clamp(sun) * 0.9)
    return develop(frame, bloom(frame, image, 0.18), contrast=0.5, grain=0.013)


def _panes(frame: Frame) -> str:
    """The bright parallelograms of a window with a cross."""
    width, height = frame.width / frame.unit, frame.height / frame.unit
    left, top = width * frame.pick(0.1, 0.22), height * frame.pick(0.06, 0.14)
    wide, high, lean = width * 0.62, height * 0.76, frame.pick(0.12, 0.24)
    body = ""
    for column in range(2):
        for row in range(3):
            x0, x1 = (column + 0.04) / 2, (column + 0.96) / 2
            y0, y1 = (row + 0.03) / 3, (row + 0.97) / 3
            body += polygon(
                (left + wide * u, top + high * v + wide * u * lean) for u, v in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
            )
    return body


def _plant(frame: Frame) -> str:
    """Twigs that bend under their leaves."""
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body = ""
    for _ in range(frame.chance.randint(4, 6)):
        x, y = width * frame.pick(0.2, 0.85), height * 1.02
        angle = -math.pi / 2 + frame.pick(-0.35, 0.35)
        bend = frame.pick(-0.03, 0.03)
        body += _twig(frame, (x, y), (angle, bend), height * frame.pick(0.5, 0.85))
    return body


def _twig(frame: Frame, foot: Point, way: Point, length: float) -> str:
    (x, y), (angle, bend) = foot, way
    points: list[Point] = [foot]
    body, steps = "", 16
    for step in range(steps):
        x += math.cos(angle) * length / steps
        y += math.sin(angle) * length / steps
        angle += bend
        points.append((x, y))
        if step > 2:
            size = length * 0.13 * (1.15 - step / steps)
            for side in (-1, 1):
                body += leaf(x, y, angle + side * frame.pick(0.7, 1.1), size * frame.pick(0.8, 1.2), 0.3)
    return body + stroke(points, 5)


def leaf(x: float, y: float, angle: float, length: float, width: float) -> str:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

    def at(u: float, v: float) -> str:
        return f"{x + length * (u * along[0] + v * across[0]):.1f} {y + length * (u * along[1] + v * across[1]):.1f}"

    return f'<path d="M{at(0, 0)} Q{at(0.4, width * 1.2)} {at(1, 0)} Q{at(0.4, -width * 1.2)} {at(0, 0)}Z"/>'


def oranges(frame: Frame) -> Image:
    """Fruit on linen, the window on the left."""
    table = frame.pick(0.5, 0.56)
    image = ramp(frame.x * 0.7 + frame.y * 0.2 + frame.clouds(0.6, 4) * 0.12, "#8f8b80", "#5c5a55", "#2e2d2d")
    weave = (
        (frame.y * frame.height / frame.unit * 1.4).sin() + (frame.x * frame.width / frame.unit * 1.4).sin()
    ) * 0.012
    folds = frame.clouds(0.5, 4, stretch=1.6) * 0.16 + frame.clouds(0.05, 3) * 0.03
    cloth = (
        ramp(frame.x * -0.6 + 0.95 + folds, "#5d564d", "#b9ae9d", "#efe7d8") * (weave + 1) * (frame.grain() * 0.02 + 1)
    )
    edge = frame.y - table - frame.noise(0.5) * 0.02
    image = mix(image, cloth, smooth(-0.004, 0.004, edge))
    size = 0.15 if frame.aspect >= 1 else 0.125
    spots = [(0.34, table + 0.05, size), (0.62, table + 0.07, size * 0.95), (0.47, table + 0.2, size * 1.05)]
    for x, y, radius in spots:
        image = _shadow(frame, image, x, y, radius)
    peel, blush = frame.clouds(0.012, 3) * 0.5, frame.clouds(0.1, 3) * 0.05
    for x, y, radius in spots:
        image = _orange(frame, image, (x + frame.pick(-0.02, 0.02), y, radius), (peel, blush))
    return develop(frame, bloom(frame, image, 0.15), contrast=0.55, grain=0.012, vignette=0.35)


def _shadow(frame: Frame, image: Image, x: float, y: float, radius: float) -> Image:
    soft = frame.distance(x + 0.85 * radius / frame.aspect, y + radius * 0.86, squeeze=3.2)
    image = paint(image, "#1d1714", smooth(radius * 1.9, radius * 0.3, soft) * 0.62)
    contact = frame.distance(x + 0.1 * radius / frame.aspect, y + radius * 0.93, squeeze=4)
    return paint(image, "#120c08", smooth(radius * 0.8, 0.0, contact) * 0.8)


def _orange(frame: Frame, image: Image, place: tuple[float, float, float], skin: tuple[Image, Image]) -> Image:
    (x, y, radius), (peel, blush) = place, skin
    across = (frame.x - x) * frame.aspect / radius
    down = (frame.y - y) / (radius * 0.97)
    square = (across * across + down * down).copy_memory()
    out = (clamp(square * -1 + 1) ** 0.5).copy_memory()
    lit = across * -0.62 + down * -0.42 + out * 0.66 + peel * 0.18 * out
    body = ramp(lit * 0.55 + 0.33 + blush, "#3d1404", "#a8430a", "#f08a1c", "#ffb545")
    bounce = smooth(0.1, 0.9, down) * smooth(0.25, 1.0, square) * smooth(0.6, -0.4, across)
    body = light(body, "#c9a273", bounce * 0.3)
    gloss = ((across + 0.42) ** 2 + (down + 0.42) ** 2) ** 0.5 + peel * 0.25
    body = light(body, "#fff2da", smooth(0.34, 0.0, gloss) * 0.55)
    stem = ((across - 0.12) ** 2 + ((down + 0.78) * 1.9) ** 2) ** 0.5
    body = paint(body, "#3f4a1c", smooth(0.1, 0.06, stem) * 0.9)
    soft = 1.2 / (radius * frame.height)
    return mix(image, body, smooth(1 + soft, 1 - soft, square**0.5))


def cup(frame: Frame) -> Image:
    """Coffee from straight above, on wood, with the morning on it."""
    wood = (
        frame.clouds(0.05, 6, stretch=0.06, gain=0.6)
        if frame.aspect < 1
        else frame.clouds(0.5, 6, stretch=14, gain=0.6)
    )
    image = ramp(wood * 0.9 + 0.5 + frame.clouds(0.8, 2) * 0.2, "#4a2f20", "#7c5238", "#a77650", "#c29468")
    x, y, size = frame.pick(0.42, 0.58), frame.pick(0.44, 0.56), 0.36 * min(1.0, frame.aspect)
    fall = frame.distance(x + 0.07 / frame.aspect, y + 0.06)
    image = paint(image, "#1b0f08", smooth(size * 1.22, size * 0.82, fall) * 0.7)
    saucer, far = frame.distance(x, y) / size, frame.distance(x - 0.05 / frame.aspect, y - 0.05) / size
    glaze = ramp(far * -0.42 + 0.95, "#8f8a84", "#d9d3c9", "#f6f2ea")
    glaze = paint(glaze, "#8a8178", smooth(0.05, 0.0, (saucer - 0.93).abs()) * 0.4)
    image = mix(image, glaze, smooth(1.0, 0.994, saucer))
    image = paint(image, "#3a2c22", smooth(0.8, 0.5, frame.distance(x + 0.035 / frame.aspect, y + 0.035) / size) * 0.6)
    image = mix(image, ramp(far * -0.5 + 0.98, "#a8a199", "#f2ede4", "#ffffff"), smooth(0.61, 0.604, saucer))
    image = paint(image, "#5d4a3c", smooth(0.56, 0.553, saucer))
    crema = frame.clouds(0.07, 5) * 0.09 + (saucer / 0.53) ** 3 * 0.55 + 0.14
    coffee = ramp(crema, "#24100a", "#4a230f", "#94592b", "#d3a267")
    coffee = light(coffee, "#fff3dd", smooth(0.2, 0.0, frame.distance(x - 0.09 / frame.aspect, y - 0.1) / size) * 0.35)
    image = mix(image, coffee, smooth(0.535, 0.525, saucer))
    image = paint(image, "#140803", smooth(0.44, 0.54, far) * smooth(0.54, 0.52, saucer) * 0.35)
    beam = smooth(-0.2, 0.25, frame.x + frame.y * 0.5 - 0.7 + frame.noise(0.7) * 0.1)
    image = image * (beam * -0.42 + 1.08)
    return develop(frame, bloom(frame, image, 0.2), contrast=0.5, grain=0.012)
