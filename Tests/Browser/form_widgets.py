"""Looks at every widget of a form on a telephone, adds and removes what may be. Argument: the address of its preview."""

import sys

from house import PATIENCE, House


def settled(page):
    page.wait_for_function("() => { const s = document.getElementById('saved'); return s.textContent && s.textContent === s.dataset.saved }", timeout=PATIENCE)


with House() as house:
    page = house.telephone(locale="zh-CN")
    page.goto(sys.argv[1])
    house.examine(page, "widgets")
    for number in range(page.locator(".tongues button").count()):
        page.locator(".tongues button").nth(number).tap()
        settled(page)
        direction = page.locator("#body").get_attribute("dir")
        house.examine(page, f"language {number} {direction}")
    loops = page.locator(".loop").count()
    for number in range(loops):
        loop = page.locator(".loop").nth(number)
        add = loop.locator('button[value^="add:"]').last
        if add.count() == 0:
            continue
        before = loop.locator(".instance").count()
        add.tap()
        page.wait_for_function("n => document.querySelectorAll('.loop')[n[0]].querySelectorAll('.instance').length === n[1]", arg=[number, before + 1], timeout=PATIENCE)
        settled(page)
        house.expect(page.evaluate("document.activeElement.className") == "instance", "the focus is in the new instance")
    for group in page.locator("details").all():
        group.evaluate("d => d.open = true")
    house.examine(page, "everything open")
    if loops:
        before = page.locator(".instance").count()
        removal = page.locator('button[value^="remove:"]').last
        removal.tap()
        page.wait_for_function("n => document.querySelectorAll('.instance').length < n", arg=before, timeout=PATIENCE)
        settled(page)
    # Every box and menu can be tapped; what is said about it stays well-formed.
    for box in page.locator('.choice input[type=checkbox], .choice input[type=radio]').all()[:12]:
        if box.is_visible():
            box.tap()
            settled(page)
    house.examine(page, "after some taps")
    wide = house.desktop(color_scheme="dark")
    wide.goto(page.url)
    house.examine(wide, "desktop", touch=False)
