"""Editing a photo before it is posted: by finger, mouse and keys, and where the browser has no WebGL."""

import io

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import DESK, Visit
from tests.browser.pictures import picture
from tests.browser.visitor import READY_MS, Visitor, file
from tests.photos.imaging.camera import encoded, pattern

# Chromium's remark on drawing without one.
NO_GRAPHICS_CARD = "GPU stall due to ReadPixels"
MEAN = """(image) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const onto = canvas.getContext("2d");
  onto.drawImage(image, 0, 0, 1, 1);
  return [...onto.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}"""


def colours() -> FilePayload:
    return file("colours.jpg", encoded(pattern(900, 600), quality=95))


def open_editor(visitor: Visitor, number: int = 1) -> Locator:
    visitor.watch.expect(NO_GRAPHICS_CARD)
    visitor.button(f"Edit photo {number}").click()
    editor = visitor.page.get_by_role("dialog", name="Edit the photo")
    expect(editor).to_be_visible()
    return editor


def choose(editor: Locator, group: str, name: str) -> None:
    editor.get_by_role("radiogroup", name=group).get_by_text(name, exact=True).click()


def slide(editor: Locator, name: str, value: int) -> None:
    editor.get_by_role("slider", name=name).fill(str(value))


def colour_of(image: Locator) -> list[int]:
    return [int(part) for part in image.evaluate(MEAN)]


def served_colour(visitor: Visitor, image: Locator) -> list[int]:
    """Of what is at the address; a page may not look into pictures of another host."""
    address = str(image.evaluate("async (image) => { await image.decode(); return image.currentSrc; }"))
    answer = visitor.context.request.get(address)
    return [round(mean) for mean in ImageStat.Stat(Image.open(io.BytesIO(answer.body())).convert("RGB")).mean]


def is_blue(colour: list[int]) -> bool:
    red, green, blue = colour
    return blue > green + 15 > red + 15


def size_of(image: Locator) -> tuple[int, int]:
    width, height = image.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    return int(width), int(height)


def test_a_photo_is_posted_as_it_was_edited(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(colours(), picture("teal"))
    editor = open_editor(anna)
    choose(editor, "Filter", "Cyanotype")
    expect(editor).to_contain_text("Prussian blue")
    choose(editor, "What to change", "Crop")
    choose(editor, "Shape", "1:1")
    anna.button("Done").click()
    preview = anna.picked(0).locator(".preview")
    expect(preview).to_have_js_property("naturalWidth", 600)
    assert size_of(preview) == (600, 600)
    assert is_blue(colour_of(preview))
    assert not is_blue(colour_of(anna.picked(1).locator(".preview")))
    anna.publish()
    shown = anna.page.get_by_role("article").locator(".plate img").first
    expect(shown).to_be_visible(timeout=READY_MS)
    expect(shown).to_have_attribute("width", "600")
    expect(shown).to_have_attribute("height", "600")
    assert is_blue(served_colour(anna, shown))


def test_what_was_edited_outlives_the_page(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(colours())
    choose(open_editor(anna), "Filter", "Cyanotype")
    anna.button("Done").click()
    expect(anna.button("Post")).to_be_enabled(timeout=READY_MS)
    anna.go("/new/")
    editor = open_editor(anna)
    expect(editor.get_by_role("radio", name="Cyanotype")).to_be_checked()
    anna.button("Cancel").click()
    assert is_blue(colour_of(anna.picked(0).locator(".preview")))


def test_everything_goes_by_keys_alone(visit: Visit) -> None:
    ben = visit("ben", DESK)
    ben.choose(colours())
    ben.watch.expect(NO_GRAPHICS_CARD)
    ben.button("Edit photo 1").focus()
    keys = ben.page.keyboard
    keys.press("Enter")
    editor = ben.page.get_by_role("dialog", name="Edit the photo")
    expect(editor.get_by_role("radio", name="Filters")).to_be_focused()
    keys.press("ArrowRight")
    slider = editor.get_by_role("slider", name="Brightness")
    slider.focus()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(slider).to_have_value("2")
    editor.get_by_role("radio", name="Adjust").focus()
    keys.press("ArrowRight")
    corner = editor.get_by_role("button", name="Bottom right corner")
    corner.focus()
    for _ in range(4):
        keys.press("Shift+ArrowLeft")
    editor.get_by_role("group", name="Crop").focus()
    keys.press("ArrowRight")
    box, frame = editor.locator("canvas").first.bounding_box(), editor.locator(".frame").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["width"] == pytest.approx(box["width"] * 0.8, abs=2)
    assert frame["x"] == pytest.approx(box["x"] + box["width"] * 0.01, abs=2)
    keys.press("Escape")
    expect(editor).to_have_count(0)
    expect(ben.button("Edit photo 1")).to_be_focused()


def test_a_corner_is_dragged_in_the_chosen_shape(visit: Visit) -> None:
    ben = visit("ben", DESK)
    ben.choose(colours())
    editor = open_editor(ben)
    choose(editor, "What to change", "Crop")
    choose(editor, "Shape", "16:9")
    corner = editor.get_by_role("button", name="Top left corner").bounding_box()
    assert corner is not None
    ben.page.mouse.move(corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
    ben.page.mouse.down()
    ben.page.mouse.move(corner["x"] + 150, corner["y"] + 20, steps=4)
    ben.page.mouse.up()
    expect(editor.get_by_role("button", name="Top edge")).to_be_hidden()
    frame, box = editor.locator(".frame").bounding_box(), editor.locator("canvas").first.bounding_box()
    assert frame is not None
    assert box is not None
    assert frame["width"] / frame["height"] == pytest.approx(16 / 9, rel=0.01)
    assert frame["width"] < box["width"] - 50
    ben.button("Done").click()
    width, height = settled_size(ben.page, ben.picked(0).locator(".preview"))
    assert width / height == pytest.approx(16 / 9, rel=0.02)


def settled_size(page: Page, preview: Locator) -> tuple[int, int]:
    """Once it is no longer the file as it was chosen."""
    expect(preview).not_to_have_js_property("naturalWidth", 900)
    page.wait_for_timeout(100)
    return size_of(preview)


def test_before_is_seen_while_it_is_held_and_reset_undoes_all(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(file("red.jpg", encoded(Image.new("RGB", (400, 300), (190, 60, 40)))))
    editor = open_editor(anna)
    canvas = editor.locator("canvas").first
    plain = colour_of(canvas)
    choose(editor, "Filter", "Cyanotype")
    expect(editor.get_by_role("slider", name="Strength of the filter")).to_have_value("100")
    hold = anna.button("Hold to see before")
    hold.focus()
    anna.page.keyboard.down("Enter")
    expect(hold).to_have_attribute("aria-pressed", "true")
    assert colour_of(canvas) == plain
    anna.page.keyboard.up("Enter")
    expect(hold).to_have_attribute("aria-pressed", "false")
    assert is_blue(colour_of(canvas))
    anna.button("Reset").click()
    expect(anna.button("Reset")).to_be_disabled()
    assert colour_of(canvas) == plain


def test_a_browser_without_webgl_says_so_and_the_server_does_it(visit: Visit) -> None:
    anna = visit("anna")
    anna.context.add_init_script(
        "const getContext = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest); };"
    )
    anna.choose(colours())
    editor = open_editor(anna)
    expect(editor).to_contain_text("This browser cannot draw filters")
    choose(editor, "Filter", "Cyanotype")
    choose(editor, "What to change", "Crop")
    choose(editor, "Shape", "4:5")
    anna.button("Done").click()
    anna.publish()
    shown = anna.page.get_by_role("article").locator(".plate img").first
    expect(shown).to_be_visible(timeout=READY_MS)
    assert is_blue(served_colour(anna, shown))


def test_a_file_that_the_browser_cannot_show_is_not_edited(visit: Visit) -> None:
    anna = visit("anna")
    anna.watch.expect("InvalidStateError")
    anna.choose(file("odd.jpg", encoded(pattern(900, 600))[:400]))
    anna.button("Edit photo 1").click()
    expect(anna.page.get_by_text("This browser cannot show this kind of photo")).to_be_visible()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("tintype", ["embedded", "sharded"], indirect=True)
def test_a_photo_of_a_post_is_developed_anew_and_as_it_was(visit: Visit) -> None:
    """From its original: what was cut off comes back."""
    anna = visit("anna")
    post_id = anna.post(colours())
    shown = anna.page.get_by_role("article").locator(".plate img")
    expect(shown).to_be_visible(timeout=READY_MS)
    plain = served_colour(anna, shown)

    anna.go(f"/p/{post_id}/edit/")
    editor = open_editor(anna)
    choose(editor, "Filter", "Cyanotype")
    choose(editor, "What to change", "Crop")
    choose(editor, "Shape", "1:1")
    anna.button("Done").click()
    anna.button("Save").click()
    expect(shown).to_have_attribute("width", "600", timeout=READY_MS)
    expect(shown).to_have_attribute("height", "600")
    assert is_blue(served_colour(anna, shown))

    anna.go(f"/p/{post_id}/edit/")
    editor = open_editor(anna)
    expect(editor.get_by_role("radio", name="Cyanotype")).to_be_checked()
    anna.button("Reset").click()
    anna.button("Done").click()
    anna.button("Save").click()
    expect(shown).to_have_attribute("width", "900", timeout=READY_MS)
    assert served_colour(anna, shown) == pytest.approx(plain, abs=3)
