"""Text that tries to be a program, in every place that shows text. The watch fails on whatever runs."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg/onload=alert(3)>",
    "<a href=javascript:alert(4)>here</a>",
    "{{ 7|add:'1' }} {% csrf_token %} ${alert(5)}",
    '"autofocus onfocus="alert(6)"',
    "</textarea></script><script>alert(7)</script>",
    "<b hx-get=/account/logout/ hx-trigger=load>eight</b>",
    "<style>*{display:none}</style><meta http-equiv=refresh content=0;url=//example.org>",
    "#<b>tag @<i>name &#39; &lt;script&gt;",
    "\u202eright to left \u0645\u0631\u062d\u0628\u0627 👩‍👩‍👧 \u00e9\u0301\u0301",
]
ALL_OF_IT = "\n".join(CORPUS)


def test_what_people_write_is_shown_and_never_run(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    name = '"><img src=x onerror=alert(8)>'
    anna.go("/settings/")
    anna.page.get_by_label("Name").fill(name)
    anna.page.get_by_label("About you").fill(CORPUS[0] + CORPUS[6])
    anna.button("Save").click()
    expect(anna.page.get_by_label("Name")).to_have_value(name)

    anna.choose(picture("teal"))
    anna.page.get_by_role("textbox", name="Caption").fill(ALL_OF_IT)
    anna.describe(1, ALL_OF_IT)
    post_id = anna.publish()

    ben.go(f"/@{anna.name}/")
    expect(ben.page.get_by_role("heading", name=name)).to_be_visible()
    ben.follow(anna)
    ben.go("/")
    expect(ben.card(CORPUS[1])).to_be_visible()
    ben.page.get_by_text("more", exact=True).click()

    ben.go(f"/p/{post_id}/")
    caption = ben.page.locator(".post-side > .words")
    assert caption.inner_text().split("\n") == CORPUS
    for text in CORPUS:
        ben.page.get_by_label("Your comment").fill(text)
        ben.button("Send").click()
        expect(ben.page.get_by_role("listitem").filter(has_text=text)).to_be_visible()

    anna.go("/activity/")
    expect(anna.page.get_by_role("main").get_by_role("listitem")).to_have_count(len(CORPUS) + 1)
    expect(anna.page.get_by_text(CORPUS[1])).to_be_visible()
    anna.go(f"/people/?q={anna.name}")
    expect(anna.page.get_by_text(name)).to_be_visible()
