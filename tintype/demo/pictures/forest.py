"""Trees in fog."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import drawn, pine
from tintype.demo.pictures.tone import bloom, blur, clamp, develop, light, paint, ramp, rgb, smooth

MOODS = {
    "cold": ("#c9d3d6", "#93a4ab", "#16242b", "#eef3f2"),
    "moss": ("#d5d9c4", "#a2ad93", "#141f17", "#f7f5df"),
    "amber": ("#ecd3ae", "#c59f7c", "#2a1d1c", "#ffe9bf"),
}


def fog(frame: Frame, mood: str) -> Image:
    """Rows of spruces that fade into the fog, and light that falls in from one side."""
    bright, dim, dark, sun = MOODS[mood]
    image = ramp(frame.y, bright, bright, dim)
    side = frame.chance.choice((0.2, 0.8))
    image = light(image, sun, smooth(0.9, 0.0, frame.distance(side, 0.1)) ** 2 * 0.7)
    rows = 6
    for row in range(rows):
        near = row / (rows - 1)
        colour = [a + (b - a) * near**1.5 for a, b in zip(rgb(dim), rgb(dark), strict=True)]
        image = _row(frame, image, near, "#" + "".join(f"{round(255 * part):02x}" for part in colour))
        drift = smooth(-0.25, 0.5, frame.clouds(0.5, 5, stretch=2.5)) * smooth(0.1, 0.9, frame.y)
        image = paint(image, bright, drift * 0.5 * (1 - near) + 0.04)
    image = light(image, sun, _rays(frame, side) * 0.22)
    return develop(frame, bloom(frame, image, 0.3), contrast=0.45)


def _row(frame: Frame, image: Image, near: float, colour: str) -> Image:
    width, height = frame.width / frame.unit, frame.height / frame.unit
    tall = height * (0.2 + 0.5 * near)
    body, x = "", -80.0
    while x < width + 80:
        foot = height * (0.66 + 0.56 * near) + frame.pick(-20, 30)
        gap = smooth_gap(x / width, near)
        body += pine(frame, x, foot, tall * frame.pick(0.55, 1.15) * gap)
        x += frame.pick(16, 60) * (0.7 + 1.6 * near)
    soft = (1.6 - 0.9 * near) * frame.unit
    return paint(image, colour, blur(drawn(frame, body), soft))


def smooth_gap(across: float, near: float) -> float:
    """The near rows stand back in the middle, so that the eye goes through."""
    return 1 - 0.62 * near * max(0.0, 1 - (2.1 * (across - 0.52)) ** 2)


def _rays(frame: Frame, side: float) -> Image:
    across, down = (frame.x - side) * frame.aspect, frame.y + 0.25
    angle = across / down
    row = frame.line(0.12, roughness=0.6, sharp=0.0, finest=0.01)
    place = ((angle * 0.3 + 0.5) * frame.width).bandjoin(frame.y * 0 + 1)
    beams = frame.column(row).mapim(place, extend="mirror")
    return clamp(smooth(0.48, 0.72, beams) * smooth(1.1, 0.1, frame.y))
