"""The report of an index: index_report.py REPORT.html LANGUAGE – what it needs of a folder is that of the demonstration city."""

import sys
from urllib.request import pathname2url

from house import House

path, language = sys.argv[1:3]
address = "file://" + pathname2url(path)

TABLES = """() => [...document.querySelectorAll('figure')].filter(f => {
    let next = f.nextElementSibling;
    return !(next && next.matches('details') && next.querySelector('table tbody tr') && f.querySelector('svg[role=img][aria-label]'));
}).length"""
SHOWN = "(svg) => [...svg.querySelectorAll('g.row')].filter(g => getComputedStyle(g).display !== 'none').length"
OVERLAP = """(svg) => {
    const tops = [...svg.querySelectorAll('g.row')].filter(g => getComputedStyle(g).display !== 'none').map(g => Math.round(g.getBoundingClientRect().top));
    return new Set(tops).size !== tops.length || svg.getBoundingClientRect().bottom < Math.max(...tops);
}"""
TIP = "() => { const t = document.getElementById('tip'); return getComputedStyle(t).display === 'none' ? '' : t.textContent }"


def interactive(house, page, name):
    # A value under the pointer, and away again.
    circle = page.locator("svg.chart g.series circle").first
    circle.scroll_into_view_if_needed()
    circle.dispatch_event("pointermove", {"clientX": 100, "clientY": 100, "bubbles": True})
    house.expect("2018" in page.evaluate(TIP), f"{name}: the pointer shows the value of 2018, not “{page.evaluate(TIP)}”")
    page.keyboard.press("Escape")
    house.expect(page.evaluate(TIP) == "", f"{name}: Escape hides the value")
    # The same by keys, from point to point.
    chart = page.locator("svg.chart").first
    chart.focus()
    said = []
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        said.append(page.evaluate(TIP))
    house.expect(len(set(said)) == 6 and all(said), f"{name}: six keys read six values, not {said}")
    page.keyboard.press("ArrowLeft")
    house.expect(page.evaluate(TIP) == said[4], f"{name}: the left key goes back")
    # A series is hidden and shown again.
    button = page.locator(".pick button[aria-pressed]").first
    button.click()
    hidden = page.locator("svg.chart").first.locator("g.series").first
    house.expect(not hidden.is_visible() and button.get_attribute("aria-pressed") == "false", f"{name}: the first series is hidden")
    button.click()
    house.expect(hidden.is_visible(), f"{name}: the first series is shown again")
    # Another unit is taken into the comparison, then all.
    units = page.locator("details.units").first
    svg = page.locator("details.units + svg").first
    before = svg.evaluate(SHOWN)
    house.expect(before == 7, f"{name}: the city and its six peers are shown, not {before}")
    units.locator("summary").click()
    units.locator("input:not(:checked)").first.check()
    house.expect(svg.evaluate(SHOWN) == before + 1 and not svg.evaluate(OVERLAP), f"{name}: one more unit has a row of its own")
    units.locator("button").click()
    house.expect(svg.evaluate(SHOWN) == 31 and not svg.evaluate(OVERLAP), f"{name}: all 31 have rows of their own")
    # The growth table by band.
    choice = page.locator("select").first
    table = page.locator("table[data-filter]").first
    rows = table.locator("tbody tr:visible")
    whole = rows.count()
    choice.select_option(index=1)
    house.expect(0 < rows.count() < whole, f"{name}: a band has {rows.count()} of {whole} rows")
    choice.select_option(index=0)
    house.expect(rows.count() == whole == 36, f"{name}: all 36 rows are back")
    # A table sorted by a key.
    head = table.locator("thead th").nth(2).locator("[role=button]")
    head.focus()
    page.keyboard.press("Enter")
    numbers = [float(t.replace("\u2212", "-")) for t in table.locator("tbody tr td:nth-child(3)").all_text_contents()]
    house.expect(numbers == sorted(numbers), f"{name}: the table is sorted")


with House() as house:
    for name, page in [("360 px", house.telephone()), ("desktop", house.desktop())]:
        name = f"{language} {name}"
        page.goto(address)
        house.expect(page.evaluate("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[language], f"{name}: the language")
        # Axe takes its time with thousands of cells: once for each size, when everything has been used.
        house.examine(page, name, axe=False)
        house.expect(page.locator("figure svg").count() == 7, f"{name}: seven charts")
        house.expect(page.evaluate(TABLES) == 0, f"{name}: {page.evaluate(TABLES)} charts have no table below them")
        house.expect(page.locator("aside.strip").is_visible(), f"{name}: the mark of synthetic values")
        for link in page.locator("nav a").all():
            target = link.get_attribute("href")
            house.expect(page.locator(target).count() == 1, f"{name}: {target} leads nowhere")
        interactive(house, page, name)
        house.examine(page, name + " after use")
    bare = house.telephone(scripts=False)
    bare.goto(address)
    house.examine(bare, f"{language} without scripts", axe=False)
    house.expect(bare.locator("table tbody tr:visible").count() > 200, f"{language}: without scripts all tables are there")
    house.expect(bare.locator("details.units, .pick").count() == 0, f"{language}: without scripts nothing pretends to work")
