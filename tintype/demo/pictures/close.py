"""Close up: leaves in a spiral, and a slice of agate."""

import math

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import painted
from tintype.demo.pictures.tone import bloom, blur, clamp, develop, flat, light, mix, ramp, smooth

# Petals at the heart, petals at the rim, their tips, and what is behind them.
ROSETTES = {
    "succulent": ("#cfe0b4", "#4f7a6a", "#d98a8f", "#14211f"),
    "dahlia": ("#ffd9a8", "#b8324f", "#ffb3a0", "#1f0a16"),
    "violet": ("#f2e3ff", "#5b4aa0", "#d6b8f5", "#120f24"),
}


def rosette(frame: Frame, kind: str) -> Image:
    """Leaves in a golden spiral."""
    heart, rim, tip, back = ROSETTES[kind]
    width, height = frame.width / frame.unit, frame.height / frame.unit
    x, y = width * frame.pick(0.44, 0.56), height * frame.pick(0.44, 0.56)
    image = flat(frame, back)
    body, leaves = _leaf_gradients(heart, rim, tip, back), 96
    for number in range(leaves, 0, -1):
        part = number / leaves
        angle = number * 137.508 + frame.pick(-4, 4)
        length = math.hypot(width, height) * 0.56 * (0.06 + 0.94 * part**0.85)
        wide = length * (0.30 + 0.14 * (1 - part))
        level = min(7, int(part * 8))
        body += (
            f'<g transform="translate({x:.1f} {y:.1f}) rotate({angle:.1f})">'
            f'<path d="{_leaf(length * 1.03, wide * 1.1)}" fill="{back}" opacity=".38"/>'
            f'<path d="{_leaf(length, wide)}" fill="url(#l{level})"/>'
            f'<path d="{_leaf(length * 0.97, wide * 0.86)}" fill="url(#s{level})"/></g>'
        )
    image = painted(frame, image, body)
    texture = frame.clouds(0.05, 5) * 0.08 + frame.grain() * 0.012 + 1
    image = image * texture
    image = image.copy_memory()
    focus = smooth(0.25, 0.75, frame.distance(x / width, y / height))
    image = mix(image, blur(image, 6 * frame.unit), focus)
    image = light(image, "#fff6e6", smooth(0.9, 0.0, frame.distance(0.2, 0.1)) ** 2 * 0.25)
    return develop(frame, bloom(frame, image, 0.2), contrast=0.5, vignette=0.35)


def _leaf(length: float, wide: float) -> str:
    return (
        f"M0 0C{length * 0.25:.1f} {-wide * 0.5:.1f} {length * 0.62:.1f} {-wide:.1f}"
        f" {length * 0.9:.1f} {-wide * 0.3:.1f}"
        f"Q{length * 0.97:.1f} {-wide * 0.12:.1f} {length:.1f} 0Q{length * 0.97:.1f} {wide * 0.12:.1f}"
        f" {length * 0.9:.1f} {wide * 0.3:.1f}C{length * 0.62:.1f} {wide:.1f} {length * 0.25:.1f} {wide * 0.5:.1f} 0 0Z"
    )


def _leaf_gradients(heart: str, rim: str, tip: str, back: str) -> str:
    """Dark where a leaf comes out from under others, pale at its tip; eight kinds from the heart to the rim."""
    body = "<defs>"
    for level in range(8):
        part = level / 7
        colour = "#" + "".join(
            f"{round(int(heart[at : at + 2], 16) * (1 - part) + int(rim[at : at + 2], 16) * part):02x}"
            for at in (1, 3, 5)
        )
        body += (
            f'<linearGradient id="l{level}"><stop offset=".25" stop-color="{back}"/>'
            f'<stop offset=".72" stop-color="{colour}"/><stop offset=".93" stop-color="{colour}"/>'
            f'<stop offset="1" stop-color="{tip}"/></linearGradient>'
            f'<linearGradient id="s{level}" x1="0" y1="0" x2=".35" y2="1">'
            f'<stop offset="0" stop-color="#fff" stop-opacity=".26"/>'
            f'<stop offset=".5" stop-color="#fff" stop-opacity="0"/>'
            f'<stop offset="1" stop-color="{back}" stop-opacity=".35"/></linearGradient>'
        )
    return body + "</defs>"


def agate(frame: Frame, kind: str) -> Image:
    """Bands of stone round a crystal heart."""
    bands = {
        "blue": ("#0d2036", "#f1ece0", "#27618c", "#0f3558", "#b8d0d8", "#2f7fa0", "#e9dcc4", "#14304c", "#7fb0c4"),
        "rust": ("#2a0f0a", "#f0dcc0", "#a8431f", "#5a1d12", "#e6a873", "#8a2f18", "#f6ead8", "#3d150e", "#cf7a43"),
    }[kind]
    x, y = frame.pick(0.35, 0.65), frame.pick(0.35, 0.65)
    bend = frame.clouds(0.5, 3) * 0.42 + frame.clouds(0.08, 4) * 0.035
    away = frame.distance(x, y) * 0.95 + bend
    row = frame.line(0.11, roughness=0.72, sharp=0.0, finest=0.004)
    place = (clamp(away * 0.9 + 0.05) * (frame.width - 2)).bandjoin(frame.y * 0 + 1)
    tone = frame.column(row).mapim(place, extend="copy")
    image = ramp(smooth(0.25, 0.75, tone) + (away * 70).sin() * 0.02, *bands)
    heart = smooth(0.16, 0.1, away)
    sparkle = frame.veins(0.03, 5, gain=0.7)
    crystal = ramp(sparkle * 0.7 + 0.45, "#3a3550", "#9c93b8", "#fbf7ff")
    image = mix(image, crystal, heart)
    image = image * (frame.clouds(0.3, 3) * 0.12 + 1)
    return develop(
        frame, bloom(frame, light(image, "#ffffff", smooth(0.6, 0.0, frame.distance(0.25, 0.15)) * 0.12), 0.2)
    )
