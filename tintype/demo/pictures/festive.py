"""Things that glow or float for an evening: fireworks, tail lights, balloons, palms."""

import math

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.mountains import mist_undeveloped
from tintype.demo.pictures.shapes import Point, drawn, painted, polygon, stroke
from tintype.demo.pictures.tone import bloom, blur, develop, light, mix, paint, ramp, smooth


def fireworks(frame: Frame) -> Image:
    """Three or four at once, and their smoke."""
    image = ramp(frame.y, "#05060f", "#0b1024", "#1a1c38", "#2c2440")
    width, height = frame.width / frame.unit, frame.height / frame.unit
    smoke = smooth(0.0, 0.6, frame.clouds(0.3, 5)) * smooth(0.8, 0.2, frame.y)
    image = light(image, "#4a3f5c", smoke * 0.4)
    places = ((0.3, 0.3, 0.3), (0.7, 0.24, 0.24), (0.58, 0.5, 0.2), (0.2, 0.58, 0.15))
    colours = frame.chance.sample(("#ffb35c", "#ff6f7d", "#8fd3ff", "#c79bff", "#fff0c0", "#7dffc3"), len(places))
    for colour, (across, down, size) in zip(colours, places, strict=True):
        x, y = width * (across + frame.pick(-0.06, 0.06)), height * (down + frame.pick(-0.05, 0.05))
        burst = drawn(frame, _burst(frame, x, y, min(width, height) * size * frame.pick(0.9, 1.15)))
        image = light(image, colour, blur(burst, 26 * frame.unit) * 2.6)
        image = light(image, colour, blur(burst, 3 * frame.unit) * 1.5)
        image = light(image, "#fff8ea", burst * 0.85)
    below = frame.y - frame.ridge(0.9, 0.1, cell=0.3, roughness=0.5, sharp=0.4)
    image = paint(image, "#05060c", smooth(-0.001, 0.001, below))
    return develop(frame, bloom(frame, image, 0.35, above=0.5), contrast=0.4, grain=0.014)


def _burst(frame: Frame, x: float, y: float, size: float) -> str:
    body = ""
    for _ in range(frame.chance.randint(90, 130)):
        angle, speed = frame.pick(0, math.tau), size * math.sqrt(frame.pick(0.25, 1))
        points = []
        for step in range(12):
            time = 0.12 + 0.88 * step / 11
            reach = speed * (1 - (1 - time) ** 2)
            points.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach + size * 0.26 * time * time))
        body += f'<g opacity="{frame.pick(0.15, 0.55):.2f}">{stroke(points, 2)}</g>'
        body += f'<g opacity="{frame.pick(0.5, 1):.2f}">{stroke(points[7:], 2.8)}</g>'
    return body


def trails(frame: Frame) -> Image:
    """A road in the hills, half a minute of its traffic."""
    horizon = 0.46
    image = ramp(frame.y / horizon, "#0f1a3a", "#2c3a6b", "#8a6a8c", "#e8a07c")
    for base, colour in ((horizon + 0.02, "#3d3f66"), (horizon + 0.08, "#23264a")):
        below = frame.y - frame.ridge(base, 0.14, cell=0.4, roughness=0.45, sharp=0.7)
        image = paint(image, colour, smooth(-0.001, 0.001, below))
    ground = ramp((frame.y - horizon) / (1 - horizon), "#1c2040", "#12142a", "#08090f")
    image = mix(image, ground, smooth(horizon + 0.06, horizon + 0.12, frame.y + frame.noise(0.3) * 0.03))
    sway = [frame.pick(0.08, 0.14), frame.pick(5.0, 6.2), frame.pick(-0.6, 0.6)]
    for colour, low, high, count in (("#ff3b24", 0.15, 0.85, 34), ("#ffe2b0", -0.95, -0.2, 34)):
        body = ""
        for _ in range(count):
            lane = frame.pick(low, high)
            body += f'<g opacity="{frame.pick(0.2, 0.9):.2f}">{_trail(frame, lane, sway)}</g>'
        shine = drawn(frame, body)
        image = light(image, colour, blur(shine, 22 * frame.unit) * 0.9)
        image = light(image, colour, blur(shine, 2 * frame.unit) * 1.0)
        image = light(image, "#fff0dc", shine * 0.5)
    return develop(frame, bloom(frame, image, 0.4, above=0.5), contrast=0.45, grain=0.014)


def _trail(frame: Frame, lane: float, sway: list[float]) -> str:
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body, points = "", []
    for step in range(60):
        near = (step / 59) ** 2.2
        y = height * (0.545 + 0.5 * near)
        curve = math.sin((1 - near) ** 2 * sway[1] + sway[2]) * sway[0] * width * (1 - near * 0.4)
        points.append((width * 0.5 + curve + lane * width * (0.006 + 0.42 * near), y))
    for at in range(0, 56, 5):
        body += stroke(points[at : at + 6], 0.7 + 3.2 * at / 59)
    return body


def balloons(frame: Frame, mood: str) -> Image:
    """Hot-air balloons over a valley in the morning."""
    image = mist_undeveloped(frame, mood)
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body, places = (
        "",
        [(0.64, 0.26, 0.115), (0.26, 0.38, 0.07), (0.45, 0.16, 0.042), (0.84, 0.44, 0.05), (0.1, 0.2, 0.03)],
    )
    sets = [
        ("#c8452f", "#f0c56a"),
        ("#2f5d7c", "#f2e3c6"),
        ("#d98a3a", "#8a3340"),
        ("#e7dcc6", "#b8503a"),
        ("#456b57", "#f0d9a0"),
    ]
    for number, (x, y, size) in enumerate(places):
        place = (
            width * (x + frame.pick(-0.05, 0.05)),
            height * (y + frame.pick(-0.04, 0.04)),
            min(width, height) * size * 1.5,
        )
        body += _balloon(place, sets[number], number)
    hazed = painted(frame, image, body)
    image = mix(image, hazed, frame.x * 0 + 0.93)
    return develop(frame, bloom(frame, image, 0.3), contrast=0.5)


def _balloon(place: tuple[float, float, float], colours: tuple[str, str], number: int) -> str:
    """Gores in two colours, light and shade over them, ropes and a basket; drawn with a radius of 1 and enlarged."""
    x, y, size = place
    gores = ""
    for gore in range(-4, 5):
        left, right = (math.sin((gore + side) / 4.5 * math.pi / 2) for side in (-0.5, 0.5))
        gores += _gore(left, right, colours[gore % 2])
    shade = (
        f'<defs><linearGradient id="b{number}"><stop offset="0" stop-color="#fff3dc" stop-opacity=".4"/>'
        '<stop offset=".45" stop-color="#fff" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#160c18" stop-opacity=".62"/></linearGradient></defs>'
    )
    hull = _gore(-1.02, 1.02, f"url(#b{number})")
    ropes = '<path stroke="#2a1a14" stroke-width=".015" fill="none" d="M-.2 1.3L-.16 1.62M.2 1.3L.16 1.62"/>'
    basket = '<path fill="#3a2418" d="M-.16 1.62h.32l-.03.24h-.26Z"/>'
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({size:.2f})">{gores}{shade}{hull}{ropes}{basket}</g>'


def _gore(left: float, right: float, fill: str) -> str:
    return (
        f'<path fill="{fill}" d="M0 -1C{left * 1.3:.3f} -1 {left * 1.3:.3f} .45 {left * 0.2:.3f} 1.3'
        f'L{right * 0.2:.3f} 1.3C{right * 1.3:.3f} .45 {right * 1.3:.3f} -1 0 -1Z"/>'
    )


def palms(frame: Frame) -> Image:
    """Palms against what is left of the day."""
    image = ramp(frame.y, "#2a2c5e", "#6a4c86", "#c8637f", "#f59a6e", "#ffd08a")
    veil = smooth(0.05, 0.6, frame.clouds(0.5, 6, stretch=5))
    image = light(image, "#ffb08a", veil * 0.35)
    far = frame.distance(0.5, 0.92)
    image = light(image, "#fff0c0", smooth(0.7, 0.0, far) ** 2 * 0.6)
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body = ""
    for x, tall in ((0.2, 0.82), (0.32, 0.6), (0.78, 0.72), (0.9, 0.5), (0.6, 0.36)):
        body += _palm(
            frame, width * (x + frame.pick(-0.03, 0.03)), height * 1.02, height * tall * frame.pick(0.92, 1.05)
        )
    image = paint(image, "#150f1e", drawn(frame, body, 0.7))
    return develop(frame, bloom(frame, image, 0.3), contrast=0.45)


def _palm(frame: Frame, x: float, foot: float, tall: float) -> str:
    lean = frame.pick(-0.16, 0.16)
    trunk: list[Point] = [(x + lean * tall * (at / 12) ** 2, foot - tall * at / 12) for at in range(13)]
    body = "".join(stroke(trunk[at : at + 2], tall * (0.034 - 0.0015 * at)) for at in range(12))
    top_x, top_y = trunk[-1]
    for frond in range(17):
        angle = -math.pi * (frond + 0.5) / 17 * 1.5 + math.pi * 0.25 + frame.pick(-0.1, 0.1)
        body += _frond(frame, top_x, top_y, angle, tall * frame.pick(0.26, 0.34))
    return body


def _frond(frame: Frame, x: float, y: float, angle: float, length: float) -> str:
    """A rib that droops, and narrow leaflets along it that hang."""
    body, points, steps = "", [(x, y)], 46
    way = 1 if math.cos(angle) >= 0 else -1
    for step in range(1, steps + 1):
        angle += way * 0.03 * (0.3 + 1.4 * step / steps)
        x += math.cos(angle) * length / steps
        y += math.sin(angle) * length / steps
        points.append((x, y))
        size = length * 0.3 * math.sin(math.pi * (0.1 + 0.86 * step / steps)) * frame.pick(0.8, 1.1)
        for side in (-1, 1):
            tip = angle + side * 0.6
            end = (x + math.cos(tip) * size, y + math.sin(tip) * size + size * 0.34)
            body += polygon([(x - length * 0.004, y), (x + length * 0.01, y + length * 0.004), end])
    return body + stroke(points, length * 0.012)
