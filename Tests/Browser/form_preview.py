"""Fills ifrc_site_assessment with a thumb: once with scripts, once without. Arguments: the address of its preview."""

import sys

from house import PATIENCE, House

ADDRESS = sys.argv[1]
PLACE = "/data/location_details/"


def choice(page, name, value):
    return page.locator(f'label:has([name="{name}"][value="{value}"])')


def field(page, name):
    return page.locator(f'[name="{name}"]:not([type=hidden])')


def saved(page):
    page.wait_for_function("() => { const s = document.getElementById('saved'); return s.textContent && s.textContent === s.dataset.saved }", timeout=PATIENCE)


def type_in(page, name, text):
    field(page, name).tap()
    field(page, name).fill("")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def with_scripts(house):
    page = house.telephone(locale="zh-CN", geolocation={"latitude": 25.04, "longitude": 102.71, "accuracy": 8}, permissions=["geolocation"])
    page.goto(ADDRESS)
    house.expect(page.evaluate("document.documentElement.lang") == "zh-CN", "the page speaks Chinese to a Chinese telephone")
    house.examine(page, "first page")

    page.locator('label:has([name="/data/intro1"])').tap()
    page.wait_for_url("**/drafts/*")
    saved(page)
    house.expect(page.evaluate("document.activeElement.name") == "/data/intro1", "the focus stays where it was tapped")
    draft = page.url

    # A cascade: each answer brings the choices of the next question, without anything being pressed.
    choice(page, PLACE + "district", "District1").tap()
    choice(page, PLACE + "township", "Township 01").tap()
    choice(page, PLACE + "neighbourhood", "Neighbourhood 01").tap()
    saved(page)
    choice(page, PLACE + "district", "District2").tap()
    page.wait_for_function("() => !document.querySelector('[value=\"Neighbourhood 01\"]')", timeout=PATIENCE)
    choice(page, PLACE + "district", "District1").tap()
    choice(page, PLACE + "township", "Township 01").tap()
    choice(page, PLACE + "neighbourhood", "Neighbourhood 01").tap()
    saved(page)

    type_in(page, PLACE + "site_name", "滇池旁的广场 <b>")
    page.locator('[data-locate="/data/location_details/site_gps"]').tap()
    page.wait_for_function("() => document.querySelector('[name=\"lat:/data/location_details/site_gps\"]').value.startsWith('25.04')", timeout=PATIENCE)
    saved(page)

    # Constraints speak at once, at the field, and go when it is mended.
    date = field(page, "/data/assessment_date")
    date.fill("2999-01-01")
    page.keyboard.press("Tab")
    page.get_by_text("The date cannot be in the future").wait_for()
    house.expect(date.get_attribute("aria-invalid") == "true", "a refused date is marked")
    words = page.evaluate("i => i.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join(' ')", date.element_handle())
    house.expect("future" in words, "the message belongs to its field")
    house.examine(page, "a date in the future")
    date.fill("2016-05-04")
    page.keyboard.press("Tab")
    page.get_by_text("The date cannot be in the future").wait_for(state="detached")
    type_in(page, "/data/site_size/waiting_area/waiting_area", "abc")
    page.get_by_text("请填整数").wait_for()
    type_in(page, "/data/site_size/waiting_area/waiting_area", "５")
    page.get_by_text("请填整数").wait_for(state="detached")

    # What is asked follows what was answered.
    close = '[name="/data/security/close_group/close"]'
    house.expect(page.locator(close).count() == 0, "a question that does not matter is not there")
    above = page.locator('label:has([name="/data/security/fences_group/fences"][value="no"])')
    above.scroll_into_view_if_needed()
    before = above.bounding_box()["y"]
    above.tap()
    page.locator(close).first.wait_for()
    house.expect(abs(above.bounding_box()["y"] - before) < 2, "the page does not jump")
    house.examine(page, "more is asked")
    choice(page, "/data/security/fences_group/fences", "yes").tap()
    page.locator(close).first.wait_for(state="detached")

    # Without a network nothing is lost.
    page.context.set_offline(True)
    type_in(page, PLACE + "address", "环湖路 1 号")
    page.wait_for_function("() => document.getElementById('saved').textContent === document.getElementById('saved').dataset.offline", timeout=PATIENCE)
    page.context.set_offline(False)
    saved(page)

    # The draft goes on, here and in another browser.
    page.reload()
    house.expect(field(page, PLACE + "address").input_value() == "环湖路 1 号", "the draft holds after a reload")
    house.expect(field(page, PLACE + "site_name").input_value() == "滇池旁的广场 <b>", "a text holds as it was typed")
    house.expect(page.locator('[name="/data/location_details/township"]:checked').input_value() == "Township 01", "a choice holds")
    other = house.desktop(color_scheme="dark", locale="en-GB")
    other.goto(draft)
    house.expect(field(other, "/data/assessment_date").input_value() == "2016-05-04", "the draft opens elsewhere by its address")
    house.examine(other, "desktop dark", touch=False)

    # Finishing too early leads to what lacks.
    page.get_by_role("button", name="检查并完成").tap()
    page.wait_for_url("**#faults")
    house.examine(page, "what lacks")
    link = page.locator("#faults a").first
    target = link.get_attribute("href")
    link.tap()
    page.wait_for_function("h => decodeURIComponent(location.hash) === decodeURIComponent(h)", arg=target)
    house.expect(page.evaluate("document.activeElement.id") == target[1:], "a link of the list leads to its question")

    # The rest: the first choice of everything that must be answered, and a word or a number for the others.
    for _ in range(200):
        name = page.evaluate("""() => { for (const must of document.querySelectorAll('.must')) {
            const q = must.closest('.q'), fields = [...q.querySelectorAll('input:not([type=hidden]), select, textarea')];
            const empty = fields.every(f => ['radio', 'checkbox'].includes(f.type) ? !f.checked : !f.value);
            if (fields.length && empty) return fields[0].name; } return null }""")
        if not name:
            break
        first = field(page, name).first
        if first.get_attribute("type") == "radio":
            page.locator(f'label:has([name="{name}"])').first.tap()
        else:
            type_in(page, name, "5")
        saved(page)
    choice(page, "/data/illustrate", "yes").tap()
    page.locator('[name="/data/parking"]').wait_for()
    page.locator('label:has([name="/data/parking"])').tap()
    saved(page)
    house.expect("都填了" in page.locator(".left").inner_text(), "everything required is there")

    page.get_by_role("button", name="Français").tap()
    page.get_by_text("Adresse", exact=False).first.wait_for()
    house.expect(page.locator("#body").get_attribute("lang") == "fr", "the form says that it is French now")
    saved(page)

    page.get_by_role("button", name="检查并完成").tap()
    page.wait_for_url("**/finished")
    house.examine(page, "finished")
    page.locator("summary").tap()
    house.examine(page, "the document")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").tap()
    text = open(download.value.path(), encoding="utf-8").read()
    for part in ["<township>Township 01</township>", "<assessment_date>2016-05-04</assessment_date>", "滇池旁的广场 &lt;b>", "<waiting_area>5</waiting_area>", "<parking>preview.jpg</parking>"]:
        house.expect(part in text or part.replace(">", "&gt;", 1) in text or part.replace("b>", "b&gt;") in text, f"the document holds {part}")
    house.expect("close_group" not in text, "what is not relevant is not sent")


def without_scripts(house):
    page = house.telephone(scripts=False, locale="zh-CN")
    page.goto(ADDRESS)
    update = page.locator("button.update")
    choice(page, PLACE + "district", "District1").tap()
    field(page, "/data/assessment_date").fill("2999-01-01")
    field(page, PLACE + "address").fill("环湖路")
    update.tap()
    page.wait_for_url("**/drafts/*")
    draft = page.url
    house.expect(page.get_by_text("The date cannot be in the future").count() == 1, "without scripts the constraint is told after updating")
    choice(page, PLACE + "township", "Township 01").tap()
    choice(page, "/data/security/fences_group/fences", "no").tap()
    update.tap()
    page.locator('[name="/data/security/close_group/close"]').first.wait_for()
    house.expect(page.locator('[name="/data/location_details/neighbourhood"]').count() > 0, "without scripts the cascade goes on")
    house.expect(field(page, "/data/assessment_date").input_value() == "2999-01-01", "a refused answer stays in its field")
    house.examine(page, "without scripts", axe=False)
    page.locator('button[value="clear:/data/security/fences_group/fences"]').tap()
    page.wait_for_url("**/drafts/*#*")
    house.expect(page.locator('[name="/data/security/close_group/close"]').count() == 0, "a choice can be taken back without scripts")
    field(page, PLACE + "site_name").fill("广场")
    page.get_by_role("button", name="检查并完成").tap()
    page.wait_for_url("**#faults")
    house.expect(page.locator("#faults li").count() > 10, "without scripts what lacks is listed")
    house.expect(field(page, PLACE + "site_name").input_value() == "广场", "what was typed is kept when the form is checked")
    house.examine(page, "without scripts what lacks", axe=False)
    page.context.set_default_timeout(PATIENCE)

    # axe needs scripts; the page as it is without ours.
    page = house.telephone(locale="zh-CN")
    page.route("**/form.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(draft)
    house.examine(page, "without our script")


with House() as house:
    with_scripts(house)
    without_scripts(house)
