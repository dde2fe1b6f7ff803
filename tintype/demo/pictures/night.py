"""After sunset: stars, northern lights and the moon."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import circle, drawn, pine
from tintype.demo.pictures.tone import bloom, blur, clamp, develop, light, mix, paint, ramp, smooth


def stars(frame: Frame) -> Image:
    """The Milky Way over spruces."""
    image = ramp(frame.y, "#060a1a", "#0e1836", "#1e3050", "#4a5570", "#a07a62")
    turn = frame.pick(0.55, 0.9) * frame.chance.choice((-1, 1))
    away = (frame.x - 0.5) * frame.aspect * turn * 1.6 + (frame.y - 0.42) * 0.6 + frame.clouds(0.5, 3) * 0.12
    band = smooth(0.34, 0.0, away.abs()) * smooth(1.0, 0.5, frame.y)
    dust = smooth(-0.1, 0.5, frame.clouds(0.16, 6, gain=0.6)) * smooth(0.16, 0.0, (away + 0.02).abs())
    glow = clamp(band * (frame.clouds(0.2, 6, gain=0.6) * 0.9 + 0.75) - dust * 0.75)
    image = light(image, "#8f9fd8", glow * 0.42)
    image = light(image, "#f0c4a8", glow**3 * 0.4)
    image = _starry(frame, image, band)
    return develop(frame, bloom(frame, _wood(frame, image), 0.5, above=0.6, width=5), contrast=0.45, grain=0.014)


def _starry(frame: Frame, image: Image, band: Image) -> Image:
    dust = smooth(2.75, 3.9, frame.grain() + band * 0.55)
    image = light(image, "#e6ebff", blur(dust, 0.5 * frame.unit) * 1.1)
    for colour, count in (("#ffffff", 220), ("#cfdcff", 160), ("#ffe3c4", 90)):
        body = "".join(
            circle(frame.pick(0, 1600), frame.pick(0, 1600), 0.5 + 1.5 * frame.chance.random() ** 4)
            for _ in range(count)
        )
        image = light(image, colour, drawn(frame, body) * smooth(1.0, 0.6, frame.y))
    return image


def _wood(frame: Frame, image: Image, tall: float = 0.34) -> Image:
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body, x = "", -40.0
    while x < width + 40:
        side = abs(2 * x / width - 1) ** 1.6
        body += pine(
            frame, x, height * 1.03, height * frame.pick(0.1, 0.17) + height * tall * side * frame.pick(0.6, 1.1)
        )
        x += frame.pick(12, 42)
    return paint(image, "#05080e", drawn(frame, body, 0.8))


def aurora(frame: Frame) -> Image:
    """Curtains of green that turn violet where they are high."""
    image = ramp(frame.y, "#050a1c", "#0a1a34", "#12324a", "#1d4a50")
    image = _starry(frame, image, frame.x * 0)
    for lowest, tall, strength in ((0.7, 0.5, 0.95), (0.6, 0.42, 0.6), (0.5, 0.3, 0.4)):
        image = _curtain(frame, image, lowest, tall, strength)
    top = frame.ridge(0.86, 0.14, cell=0.35, roughness=0.48, sharp=0.8)
    image = paint(image, "#0a1a24", smooth(-0.8 / frame.height, 0.8 / frame.height, frame.y - top))
    return develop(frame, bloom(frame, _wood(frame, image, 0.2), 0.35, above=0.45), contrast=0.45, grain=0.014)


def _curtain(frame: Frame, image: Image, lowest: float, tall: float, strength: float) -> Image:
    fold = frame.clouds(0.4, 3)
    foot = frame.noise(0.55, stretch=0.5) * 0.3 + fold * 0.12 + lowest - 0.12
    above = foot - frame.y
    streaks = frame.clouds(0.035, 4, stretch=0.1, gain=0.65) * 0.9 + 0.55
    shine = smooth(-0.035, 0.03, above) * smooth(tall, 0.0, above) ** 1.5 * clamp(streaks)
    shine = shine * smooth(-0.5, 0.25, frame.noise(0.6, stretch=0.4)) * strength
    image = light(image, "#4dff9d", shine * smooth(tall * 0.8, 0.0, above) * 0.85)
    image = light(image, "#a05cff", shine * smooth(0.0, tall * 0.7, above) * 0.75)
    return light(image, "#2b8f78", blur(shine, 60 * frame.unit) * 0.5)


def moon(frame: Frame) -> Image:
    """A full moon, just risen, behind ridges and a few strips of cloud."""
    image = ramp(frame.y, "#1b2850", "#3c4a7c", "#7c7aa4", "#c8a0a8", "#eec3b0")
    x, y, radius = frame.pick(0.35, 0.65), frame.pick(0.3, 0.4), frame.pick(0.12, 0.17)
    away = frame.distance(x, y) / radius
    image = light(image, "#ffe9cf", smooth(3.6, 0.6, away) ** 2 * 0.4)
    seas = smooth(-0.05, 0.45, frame.clouds(radius * 0.9, 6, gain=0.6))
    face = ramp(seas * -0.6 + 0.95 - away * away * 0.12, "#9c8a84", "#e3d3bf", "#fff6e2")
    image = mix(image, face, smooth(1 + 1.5 / (radius * frame.height), 1 - 1.5 / (radius * frame.height), away) * 0.96)
    strips = smooth(0.12, 0.6, frame.clouds(0.5, 6, stretch=7)) * smooth(0.15, 0.55, frame.y)
    image = paint(image, "#8d7f9f", strips * 0.75)
    for base, tall, colour in ((0.74, 0.12, "#6f6a8e"), (0.82, 0.14, "#474a70"), (0.93, 0.16, "#22264a")):
        below = frame.y - frame.ridge(base, tall, cell=0.4, roughness=0.46, sharp=0.6)
        haze = mix(ramp(below * 3, colour, "#b79aa6"), ramp(frame.x * 0, colour, colour), frame.x * 0 + 0.45)
        image = mix(image, haze, smooth(-0.8 / frame.height, 0.8 / frame.height, below))
    return develop(frame, bloom(frame, image, 0.25), contrast=0.4)
