"""What people build: walls in the sun, a bridge in the fog, wires with birds on them."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import Point, drawn, polygon, stroke
from tintype.demo.pictures.tone import bloom, blur, develop, flat, light, mix, paint, ramp, smooth

# Wall in the sun, wall in the shade, and the sky from the top down.
WALLS = {
    "pink": ("#ef9f92", "#a8566a", ("#3f86bd", "#7fb6d8", "#b5d6e4")),
    "ochre": ("#eab66b", "#9c6236", ("#2f79b3", "#6fabd2", "#a9cfe0")),
    "white": ("#f4efe6", "#8fa0b4", ("#2c6fb0", "#5c9bcf", "#a5cbe3")),
}


def stairs(frame: Frame, wall: str) -> Image:
    """A flight of steps against the sky, half in the sun."""
    sunny, shady, sky = WALLS[wall]
    width, height = frame.width / frame.unit, frame.height / frame.unit
    image = ramp(frame.y + frame.clouds(0.8, 2) * 0.1, *sky)
    steps, left, foot = frame.chance.randint(7, 9), width * 0.16, height * 0.86
    run, rise = width * 0.72 / steps, height * 0.62 / steps
    front: list[Point] = [(left, height)]
    treads = ""
    for step in range(steps):
        x, y = left + step * run, foot - step * rise
        front += [(x, y), (x + run, y)]
        treads += polygon([(x, y), (x + run, y), (x + run - 22, y - 30), (x - 22, y - 30)])
    front += [(width, front[-1][1]), (width, height)]
    back = [(x - 22, y - 30) for x, y in front[1:-1]]
    plaster = frame.clouds(0.02, 4) * 0.03 + frame.clouds(0.5, 3) * 0.06 + frame.grain() * 0.012 + 1
    image = mix(
        image, flat(frame, shady) * plaster, drawn(frame, polygon([(left - 22, height), *back, (width, height)]))
    )
    image = mix(image, flat(frame, sunny) * (plaster * 1.04), drawn(frame, treads))
    image = mix(image, flat(frame, sunny) * (plaster * 0.93), drawn(frame, polygon(front)))
    cast = polygon([(left, height), (left + width * 0.1, height * 0.9), (width, height * 0.36), (width, height)])
    shadow = drawn(frame, cast, 1.2) * blur(drawn(frame, polygon(front)), 0.6)
    image = mix(image, flat(frame, shady) * (plaster * 1.05), shadow)
    return develop(frame, bloom(frame, image, 0.15), contrast=0.4, vignette=0.14)


def arches(frame: Frame, wall: str) -> Image:
    """Three arches, and the afternoon in them."""
    sunny, shady, sky = WALLS[wall]
    width, height = frame.width / frame.unit, frame.height / frame.unit
    plaster = frame.clouds(0.02, 4) * 0.035 + frame.clouds(0.4, 4) * 0.07 + frame.grain() * 0.012 + 1
    image = flat(frame, sunny) * (plaster * (frame.y * -0.1 + 1.05))
    image = mix(image, ramp(frame.y * 3, *sky), smooth(0.112, 0.11, frame.y))
    image = paint(image, shady, smooth(0.108, 0.11, frame.y) * smooth(0.125, 0.12, frame.y) * 0.8)
    count = 3 if frame.aspect > 1 else 2
    gap = width / count
    for number in range(count):
        image = _arch(frame, image, (gap * (number + 0.5), gap * 0.66, height), (shady, sunny))
    image = paint(image, shady, smooth(0.93, 0.935, frame.y) * 0.35)
    return develop(frame, bloom(frame, image, 0.15), contrast=0.45, vignette=0.16)


def _arch(frame: Frame, image: Image, place: tuple[float, float, float], colours: tuple[str, str]) -> Image:
    centre, wide, height = place
    shady, sunny = colours
    opening = drawn(frame, _arch_path(centre, wide, height))
    image = mix(image, ramp(frame.y * 0.9 + 0.05, shady, shady, "#2c2030"), opening)
    through = _arch_path(centre + wide * 0.13, wide * 0.8, height, 0.045)
    room = ramp(frame.y * 1.2 - 0.1, "#1f1826", "#3a2a38", "#574048")
    image = mix(image, room, opening * drawn(frame, through))
    floor = polygon(
        [
            (centre - wide * 0.5, height * 0.95),
            (centre + wide * 0.2, height * 0.95),
            (centre + wide * 0.42, height * 0.8),
            (centre - wide * 0.02, height * 0.8),
        ]
    )
    return light(image, sunny, opening * drawn(frame, floor, 3) * 0.6)


def _arch_path(centre: float, wide: float, height: float, lower: float = 0) -> str:
    half, foot, spring = wide / 2, height * 0.935, height * (0.3 + lower) + wide / 2
    return (
        f'<path d="M{centre - half:.1f} {foot:.1f}V{spring:.1f}A{half:.1f} {half:.1f} 0 0 1 {centre + half:.1f}'
        f' {spring:.1f}V{foot:.1f}Z"/>'
    )


def bridge(frame: Frame) -> Image:
    """The towers of a suspension bridge above the fog."""
    image = ramp(frame.y, "#7d93a8", "#b8c3c6", "#ecd9c3", "#f2dfc8", "#d7cfc8")
    image = light(image, "#fff0d8", smooth(0.8, 0.0, frame.distance(0.25, 0.45)) ** 2 * 0.5)
    width, height = frame.width / frame.unit, frame.height / frame.unit
    deck = height * 0.66
    far, near = (width * 0.26, height * 0.24, 17.0), (width * 0.72, height * 0.5, 34.0)
    hills = frame.y - frame.ridge(0.68, 0.14, cell=0.5, roughness=0.45, sharp=0.5)
    image = paint(image, "#a9b0b6", smooth(-0.002, 0.002, hills) * 0.7)
    image = paint(image, "#b0746a", drawn(frame, _tower(far, deck)) * 0.8)
    image = paint(image, "#a2503f", drawn(frame, _cables(frame, far, near, deck)) * 0.85)
    image = paint(image, "#93402f", drawn(frame, _tower(near, deck)))
    fog = smooth(-0.15, 0.22, frame.y - 0.72 + frame.clouds(0.5, 6, stretch=2.6) * 0.32)
    puffs = ramp(frame.clouds(0.3, 6, stretch=2) * 0.7 + 0.6, "#c4c4c6", "#efe6da", "#fffaf0")
    image = mix(image, puffs, fog * 0.97)
    return develop(frame, bloom(frame, image, 0.25), contrast=0.4)


def _tower(place: tuple[float, float, float], deck: float) -> str:
    x, tall, wide = place
    top, foot = deck - tall, deck + tall * 0.6
    legs = "".join(
        polygon(
            [
                (x + at * wide, y)
                for at, y in ((side - 0.3, top), (side + 0.3, top), (low + 0.36, foot), (low - 0.36, foot))
            ]
        )
        for side, low in ((-1, -1.15), (1, 1.15))
    )
    for part, thick in ((0.02, 0.05), (0.24, 0.045), (0.48, 0.04), (0.74, 0.04)):
        y = top + tall * part
        legs += polygon([(x - wide, y), (x + wide, y), (x + wide, y + tall * thick), (x - wide, y + tall * thick)])
    return legs


def _cables(frame: Frame, far: tuple[float, float, float], near: tuple[float, float, float], deck: float) -> str:
    """The main cable from tower to tower and out of the picture, its hangers, and the road."""
    width = frame.width / frame.unit
    tops = [(far[0] - 620, deck - 20), (far[0], deck - far[1]), (near[0], deck - near[1]), (near[0] + 900, deck - 40)]
    sags = (0.35, 0.92, 0.35)
    body = polygon([(0, deck - 3), (width, deck - 9), (width, deck + 13), (0, deck + 5)])
    for (x0, y0), (x1, y1), sag in zip(tops, tops[1:], sags, strict=False):
        points = []
        for step in range(41):
            part = step / 40
            straight = y0 + (y1 - y0) * part
            low = max(0.0, deck - 14 - straight) * sag * 4 * part * (1 - part) if sag > 0.5 else 60 * part * (1 - part)
            points.append((x0 + (x1 - x0) * part, straight + low))
        body += stroke(points, 5)
        body += "".join(stroke([point, (point[0], deck)], 1.3) for point in points[::1])
    return body


def wires(frame: Frame) -> Image:
    """Birds on wires, and much evening above them."""
    image = ramp(frame.y, "#5f7fa8", "#9db0c4", "#e9c9b4", "#f4b895", "#e58f7c")
    veil = smooth(0.0, 0.6, frame.clouds(0.5, 6, stretch=4))
    image = light(image, "#fff0e0", veil * 0.35)
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body = ""
    for _ in range(5):
        left, right, sag = height * frame.pick(0.5, 0.8), height * frame.pick(0.42, 0.74), frame.pick(20, 60)
        line = [
            (width * at / 40, left + (right - left) * at / 40 + sag * 4 * at / 40 * (1 - at / 40)) for at in range(41)
        ]
        body += stroke(line, frame.pick(2.2, 3.4))
        for at in sorted(frame.chance.sample(range(2, 39), frame.chance.randint(1, 6))):
            body += _bird(frame, *line[at])
    return develop(frame, paint(image, "#1c1c28", drawn(frame, body, 0.6) * 0.95), contrast=0.4)


def _bird(frame: Frame, x: float, y: float) -> str:
    size, way = frame.pick(15, 19), frame.chance.choice((-1, 1))
    x += frame.pick(-14, 14)
    head = f'<circle cx="{x + way * size * 0.42:.1f}" cy="{y - size * 1.75:.1f}" r="{size * 0.4:.1f}"/>'
    beak = polygon([(x + way * size * p, y - size * q) for p, q in ((0.7, 1.9), (1.1, 1.7), (0.7, 1.6))])
    middle = y - size * 0.95
    torso = (
        f'<ellipse cx="{x:.1f}" cy="{middle:.1f}" rx="{size * 0.55:.1f}" ry="{size:.1f}"'
        f' transform="rotate({way * 22} {x:.1f} {middle:.1f})"/>'
    )
    tail = polygon(
        [(x - way * size * p, y - size * q) for p, q in ((0.1, 0.7), (0.75, -0.85), (1.0, -0.7), (0.6, 0.6))]
    )
    return head + beak + torso + tail
