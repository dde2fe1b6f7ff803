"""The sea from the shore and from above, a pool, and a lake that mirrors its mountains."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.mountains import ranges
from tintype.demo.pictures.shapes import drawn, polygon
from tintype.demo.pictures.tone import bloom, blur, clamp, develop, light, mix, paint, ramp, smooth

# Sky from the top down, water from the horizon down, and the sun.
SEAS = {
    "evening": (("#33456e", "#8d7896", "#e0957c", "#ffcf8f"), ("#c98d78", "#5d5a78", "#1b2540"), "#ffe0a8"),
    "noon": (("#4f8fc0", "#93c1dc", "#d6e8ee", "#f2f5ef"), ("#8fc1cc", "#2f7f96", "#10506a"), "#ffffff"),
    "silver": (("#5f6f7e", "#93a1ab", "#cdd3d4", "#eceae3"), ("#b8bfc2", "#77858e", "#36444f"), "#fffaf0"),
    "pink": (("#6d7fb5", "#b89cc0", "#f0b8b4", "#ffe0c6"), ("#dba9b0", "#8a83ad", "#414b7a"), "#fff0dc"),
}


def sea(frame: Frame, mood: str) -> Image:
    """A low sun, its path on the water, and perhaps a sail."""
    sky, water, sun = SEAS[mood]
    horizon, sun_x = frame.pick(0.46, 0.56), frame.pick(0.3, 0.7)
    sun_y = horizon - frame.pick(0.06, 0.16)
    image = ramp(frame.y / horizon, *sky)
    veil = smooth(0.0, 0.55, frame.clouds(0.6, 7, stretch=5)) * smooth(horizon * 1.02, horizon * 0.5, frame.y)
    image = mix(image, light(image, sun, frame.x * 0 + 0.5), veil * 0.8)
    far = frame.distance(sun_x, sun_y)
    image = light(image, sun, smooth(0.55, 0.0, far) ** 2 * 0.6)
    image = light(image, sun, smooth(0.034, 0.03, far))
    depth = clamp((frame.y - horizon) / (1 - horizon))
    swell = _swell(frame, horizon)
    surface = ramp(depth**0.7 + swell * 0.16, *water)
    path = smooth(0.03 + 0.12, 0.0, (frame.x - sun_x).abs() / (depth * 2.2 + 0.4))
    glitter = smooth(0.12, 0.42, swell + path * 0.2) * path
    surface = light(surface, sun, glitter * 0.95 + path * 0.18)
    image = mix(image, surface, smooth(-0.6, 0.6, (frame.y - horizon) * frame.height))
    image = light(image, sun, smooth(0.025, 0.0, (frame.y - horizon).abs()) * path * 0.5)
    if frame.chance.random() < 0.6:
        image = _sail(frame, image, horizon, water[-1])
    return develop(frame, bloom(frame, image, 0.4), contrast=0.45)


def _swell(frame: Frame, horizon: float) -> Image:
    """Waves, laid into perspective: the farther away, the finer."""
    depth = clamp((frame.y - horizon) / (1 - horizon)) + 0.015
    plane = frame.clouds(0.16, 6, stretch=6, gain=0.85)
    u = (frame.x - 0.5) / (depth * 1.6 + 0.25) * 0.5 + 0.5
    v = (depth.log() * -1) * 0.22
    place = (u * frame.width).bandjoin((v * -frame.height) + frame.height * 0.95)
    return plane.mapim(place, extend="mirror")


def _sail(frame: Frame, image: Image, horizon: float, colour: str) -> Image:
    x, y = frame.pick(0.15, 0.85) * frame.width / frame.unit, horizon * frame.height / frame.unit + 3
    size = frame.pick(26, 48)
    boat = polygon([(x, y - size * 2), (x + size * 0.75, y - size * 0.3), (x, y - size * 0.3)])
    boat += polygon(
        [(x - size * 0.08, y - size * 1.7), (x - size * 0.08, y - size * 0.3), (x - size * 0.6, y - size * 0.3)]
    )
    boat += polygon(
        [(x - size * 0.8, y - size * 0.2), (x + size * 0.9, y - size * 0.2), (x + size * 0.6, y), (x - size * 0.6, y)]
    )
    return paint(image, colour, drawn(frame, boat, 0.7) * 0.9)


def pool(frame: Frame) -> Image:
    """Sunlight on the tiles under moving water."""
    bend_x, bend_y = frame.clouds(0.22, 3), frame.clouds(0.22, 3)
    tiles = _tiles(frame, bend_x, bend_y)
    image = ramp(frame.clouds(0.9, 3) * 0.5 + 0.5 - (frame.y - 0.5) * 0.25, "#0f7fa0", "#2fb0c4", "#7fdad8")
    image = paint(image, "#0d6f93", tiles * 0.4)
    net = frame.x * 0
    for cell, strength in ((0.17, 1.0), (0.1, 0.6)):
        lines = frame.noise(cell) + bend_x * 0.35 + frame.noise(cell * 0.6) * 0.4
        net += smooth(0.085, 0.0, lines.abs()) ** 2.2 * strength
    net = net + blur(net, 14 * frame.unit) * 0.6
    image = light(image, "#f4fff8", clamp(net * 0.62))
    gloss = smooth(0.28, 0.5, frame.clouds(0.5, 5, stretch=2.2))
    return develop(frame, bloom(frame, light(image, "#ffffff", gloss * 0.16), 0.35), contrast=0.35, vignette=0.15)


def _tiles(frame: Frame, bend_x: Image, bend_y: Image) -> Image:
    side = 0.062
    across = ((frame.x + bend_x * 0.03) * frame.aspect / side) % 1
    down = ((frame.y + bend_y * 0.03) / side) % 1
    joint = 0.035
    lines = (
        smooth(joint, 0, across) + smooth(1 - joint, 1, across) + smooth(joint, 0, down) + smooth(1 - joint, 1, down)
    )
    return clamp(lines)


def shore(frame: Frame) -> Image:
    """A beach from straight above: deep water, shallows, foam, wet sand, dry sand."""
    tilt, inland = frame.pick(-0.35, 0.35), frame.chance.choice((frame.x, frame.x * -1 + 1, frame.y))
    across = (
        inland + (frame.y + frame.x - inland - 0.5) * tilt + frame.clouds(0.7, 3) * 0.12 + frame.clouds(0.12, 5) * 0.03
    )
    water = smooth(0.62, 0.0, across)
    sea_colours = ramp(1 - water + frame.clouds(0.3, 5) * 0.18, "#0b4a66", "#15708a", "#3fa7ac", "#9ed3c4")
    sand = ramp(smooth(0.55, 0.95, across) + frame.clouds(0.06, 5) * 0.12, "#b99f7c", "#dcc6a0", "#eadbbb")
    sand = sand * (frame.grain() * 0.03 + 1)
    wet = smooth(0.2, 0.0, across - 0.56)
    sand = paint(sand, "#8f7757", wet * 0.75)
    image = mix(sea_colours, sand, smooth(0.552, 0.575, across))
    lace = frame.veins(0.07, 6, gain=0.62) + frame.clouds(0.25, 2) * 0.5
    for edge, width, strength in ((0.56, 0.09, 1.0), (0.36, 0.06, 0.75), (0.2, 0.035, 0.5)):
        front = smooth(edge + 0.012, edge, across + frame.clouds(0.3, 4) * 0.03)
        tail = smooth(edge - width * 2.2, edge, across)
        foam = front * clamp(smooth(0.35, 0.75, lace * 0.7 + tail * 0.75) * tail)
        image = light(image, "#fdfdf8", clamp(foam * strength))
    shade = blur(smooth(0.572, 0.56, across), 4 * frame.unit) * smooth(0.552, 0.575, across)
    return develop(frame, paint(image, "#5d4a33", shade * 0.4), contrast=0.4, vignette=0.12)


def lake(frame: Frame, mood: str) -> Image:
    """Still water: what stands above it stands on its head below."""
    line = frame.pick(0.54, 0.6)
    scene = ranges(frame, mood, line).copy_memory()
    depth = clamp((frame.y - line) / (1 - line))
    ripple = frame.clouds(0.25, 5, stretch=9, gain=0.7)
    turned = clamp(frame.y * -1 + 2 * line + ripple * depth * 0.05) * (frame.height - 2)
    place = (clamp(frame.x + ripple * depth * 0.008) * (frame.width - 2)).bandjoin(turned)
    mirror = blur(scene.mapim(place, extend="mirror"), 1.2 * frame.unit)
    mirror = mirror * (depth * -0.25 + 0.86) + [0.0, 0.008, 0.016]
    image = mix(scene, mirror, smooth(-0.8, 0.8, (frame.y - line) * frame.height))
    shore_line = smooth(0.007, 0.0, (frame.y - line + frame.noise(0.1, stretch=3) * 0.006).abs())
    image = paint(image, "#141b22", shore_line * 0.75)
    mist = smooth(0.06, 0.0, (frame.y - line + 0.012).abs()) * smooth(-0.3, 0.5, frame.clouds(0.4, 4, stretch=5))
    return develop(frame, bloom(frame, light(image, "#f3efe8", mist * 0.45), 0.25), contrast=0.5)
