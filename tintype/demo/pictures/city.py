"""A city after dark: its skyline across the water, its windows, and its lights through wet glass."""

from tintype.demo.pictures.frame import Frame, Image
from tintype.demo.pictures.shapes import Point, circle, drawn, painted, polygon
from tintype.demo.pictures.tone import bloom, blur, clamp, develop, light, mix, paint, ramp, smooth

# How thick a drop is, from its middle to its edge.
_DROP = (
    '<radialGradient id="drop"><stop offset="0" stop-color="#fff"/>'
    '<stop offset=".55" stop-color="#fff" stop-opacity=".72"/><stop offset=".9" stop-color="#fff" stop-opacity=".2"/>'
    '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>'
)
_WARM, _WHITE, _COOL = "#ffc873", "#ffe9c9", "#bcd7ff"


def skyline(frame: Frame) -> Image:
    """The blue hour: towers in three rows, windows lit, all of it trembling in the river."""
    line = frame.pick(0.6, 0.66)
    image = ramp(frame.y / line, "#101c3e", "#274272", "#7a7597", "#e09a78")
    veil = smooth(0.05, 0.6, frame.clouds(0.5, 6, stretch=4))
    image = light(image, "#e8a088", veil * 0.3 * smooth(0.0, 0.5, frame.y))
    for row in ((0.3, "#4f5a80", 0.16), (0.42, "#2d3660", 0.3), (0.26, "#131a36", 0.42)):
        image = _row(frame, image, line, row)
    image = bloom(frame, image, 0.5, above=0.6, width=9)
    image = _river(frame, image.copy_memory(), line)
    return develop(frame, bloom(frame, image, 0.3, width=40), contrast=0.45, grain=0.014)


def _row(frame: Frame, image: Image, line: float, row: tuple[float, str, float]) -> Image:
    tall, colour, density = row
    width, height = frame.width / frame.unit, frame.height / frame.unit
    foot, houses, panes, x = line * height, "", "", -30.0
    while x < width:
        wide = frame.pick(34, 96)
        high = height * tall * frame.pick(0.3, 1) ** 1.3
        houses += polygon([(x, foot), (x, foot - high), (x + wide, foot - high), (x + wide, foot)])
        if high > 0.6 * tall * height and frame.chance.random() < 0.5:
            mast = x + wide / 2
            houses += polygon([(mast - 2, foot - high), (mast, foot - high * 1.2), (mast + 2, foot - high)])
        panes += _lit_panes(frame, (x, foot - high), (wide, high), density)
        x += wide + frame.pick(-6, 22)
    return painted(frame, image, f'<g fill="{colour}">{houses}</g>{panes}')


def _lit_panes(frame: Frame, corner: Point, size: Point, density: float) -> str:
    (left, top), (wide, high) = corner, size
    step_x, step_y = frame.chance.choice((7.0, 8.5, 10.0)), frame.chance.choice((9.0, 11.0))
    density *= frame.pick(0.4, 1.6)
    panes = ""
    for floor in range(int((high - 8) / step_y)):
        lit = 0.8 if frame.chance.random() < 0.12 else density
        for place in range(int((wide - 6) / step_x)):
            if frame.chance.random() < lit:
                colour = frame.chance.choices((_WARM, _WHITE, _COOL), (6, 3, 2))[0]
                x, y = left + 4 + place * step_x, top + 6 + floor * step_y
                panes += f'<path fill="{colour}" d="M{x:.0f} {y:.0f}h4v5h-4z" opacity="{frame.pick(0.35, 1):.2f}"/>'
    return panes


def _river(frame: Frame, image: Image, line: float) -> Image:
    depth = clamp((frame.y - line) / (1 - line))
    ripple = frame.clouds(0.12, 5, stretch=6, gain=0.75)
    down = clamp(frame.y * -1 + 2 * line + ripple * (depth * 0.16 + 0.01)) * (frame.height - 2)
    along = clamp(frame.x + ripple * 0.012 * (depth + 0.2)) * (frame.width - 2)
    mirror = image.mapim(along.bandjoin(down), extend="mirror").copy_memory()
    smeared = mirror.resize(1, vscale=0.03, kernel="linear").resize(1, vscale=frame.height / round(frame.height * 0.03))
    smeared = smeared.crop(0, 0, frame.width, frame.height)
    water = (mirror * 0.5 + smeared * 0.45) * (depth * -0.35 + 0.95) * (ripple * 0.5 + 1)
    return mix(image, water, smooth(-0.7, 0.7, (frame.y - line) * frame.height))


def bokeh(frame: Frame) -> Image:
    """Street lights far out of focus, behind a window in the rain."""
    image = ramp(frame.y + frame.clouds(0.6, 3) * 0.3, "#0a1020", "#16203a", "#2a2438", "#120e18")
    for colour in ("#ff9d3d", "#ff5a3c", "#ffd08a", "#4f9dff", "#3fe0c0", "#ff4f7a"):
        discs = "".join(_disc(frame) for _ in range(11))
        image = light(image, colour, drawn(frame, discs, 2.4) * 0.85)
    image = _wet(frame, image.copy_memory())
    return develop(frame, bloom(frame, image, 0.3, width=50), contrast=0.4)


def _disc(frame: Frame) -> str:
    """A little brighter at its rim, as lenses make them."""
    x, y = frame.pick(0, frame.width / frame.unit), frame.height / frame.unit * (0.5 + frame.chance.gauss(0, 0.19))
    radius = frame.pick(26, 74)
    rim = (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="none" stroke="#fff" stroke-width="5" opacity=".5"/>'
    )
    return f'<g opacity="{frame.pick(0.25, 0.95):.2f}"><g opacity=".75">{circle(x, y, radius)}</g>{rim}</g>'


def _wet(frame: Frame, image: Image) -> Image:
    """Each drop is a lens that shows the street upside down."""
    width, height = frame.width / frame.unit, frame.height / frame.unit
    body = f'<defs>{_DROP}</defs><g fill="url(#drop)">'
    for _ in range(420):
        radius = 4 + 22 * frame.chance.random() ** 5
        x, y = frame.pick(0, width), frame.pick(0, height)
        across, down = radius * frame.pick(0.75, 1), radius * frame.pick(1, 1.35)
        body += f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{across:.1f}" ry="{down:.1f}"/>'
    thick = drawn(frame, body + "</g>", 1.0)
    step = max(1, round(2 * frame.unit))
    slope_x = thick.embed(step, 0, frame.width, frame.height, extend="copy") - thick
    slope_y = thick.embed(0, step, frame.width, frame.height, extend="copy") - thick
    place = (frame.x * (frame.width - 1) + slope_x * 1500 * frame.unit).bandjoin(
        frame.y * (frame.height - 1) + slope_y * 1500 * frame.unit
    )
    seen = image.mapim(place, extend="mirror")
    inside = smooth(0.04, 0.3, thick)
    wet = mix(blur(image, 9 * frame.unit), seen * 1.15, inside)
    wet = paint(wet, "#000000", smooth(0.0, 0.06, slope_y * -1) * inside * 0.35)
    return light(wet, "#ffffff", smooth(0.03, 0.1, slope_y) * inside * 0.4)
