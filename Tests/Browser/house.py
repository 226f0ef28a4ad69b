"""What every script of this folder needs: a browser like a telephone, and a list of what is wrong with the pages it sees.

    from house import House
    with House() as house:
        page = house.telephone()              # 360 x 740, touch; house.desktop() for a large screen; scripts=False without JavaScript
        page.goto(sys.argv[1])
        house.examine(page, "the first page") # axe, no sideways scrolling, targets of 44 px, no script errors, nothing from elsewhere
        house.expect(page.title() == "…", "the title is …")

At the end the findings are printed as a JSON array. PICTURES=FOLDER in the environment keeps a picture of every page examined.
"""

import json
import os
import re
import sys
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Generous: the machine may be busy with other tests.
PATIENCE = int(os.environ.get("PATIENCE", 120)) * 1000

SMALL_TARGETS = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a.button, label')]
    .filter(e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden')
    .filter(e => e.getAttribute('aria-hidden') !== 'true' && !(e.tagName === 'LABEL' && !e.querySelector('input')))
    .filter(e => !(e.tagName === 'INPUT' && e.closest('label')))
    .filter(e => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
    .map(e => e.tagName + ' ' + (e.id || e.textContent).trim().slice(0, 60) + ' ' + JSON.stringify(e.getBoundingClientRect()))"""


class House:
    def __init__(self):
        self.findings = []
        self.contexts = []
        self.pictures = 0

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"], timeout=PATIENCE)
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            self.findings.append(f"{kind.__name__}: {error}"[:3000])
        self.browser.close()
        self.playwright.stop()
        print(json.dumps(self.findings, ensure_ascii=False))
        return error is None or isinstance(error, Exception)

    def telephone(self, **options):
        """A page as a telephone of 360 x 740 shows it, tapped with a finger."""
        return self.page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2, **options)

    def desktop(self, **options):
        return self.page(viewport={"width": 1280, "height": 900}, **options)

    def page(self, scripts=True, **options):
        context = self.browser.new_context(java_script_enabled=scripts, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.findings.append(f"script error: {error}"))
        page.on("console", lambda message: self.console(message))
        page.on("request", lambda request: self.request(request))
        return page

    def console(self, message):
        if message.type == "error" and not re.search(r"status of 4|ERR_CONNECTION|ERR_INTERNET|Failed to fetch", message.text):
            self.findings.append(f"console: {message.text}")

    def request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("127.0.0.1", "localhost"):
            self.findings.append(f"asks elsewhere: {request.url}")

    def expect(self, holds, sentence):
        if not holds:
            self.findings.append(sentence)
        return holds

    def examine(self, page, name, touch=True, axe=True):
        """Axe without violations, no sideways scrolling, targets large enough for a thumb."""
        if axe:
            for violation in Axe().run(page).response["violations"]:
                places = [f"{node['target']} {node.get('failureSummary', '')}" for node in violation["nodes"][:3]]
                self.findings.append(f"{name}: axe {violation['id']} ({len(violation['nodes'])}): {places}"[:1200])
        width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if width[0] > width[1]:
            self.findings.append(f"{name}: scrolls sideways, {width[0]} in {width[1]}")
        if touch:
            small = page.evaluate(SMALL_TARGETS)
            if small:
                self.findings.append(f"{name}: targets too small for a thumb: {small[:5]}")
        self.picture(page, name)

    def picture(self, page, name):
        folder = os.environ.get("PICTURES")
        if folder:
            os.makedirs(folder, exist_ok=True)
            self.pictures += 1
            page.screenshot(path=f"{folder}/{self.pictures:02}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)
