/// The script of form pages: sends the page after each change and puts in what the server says has changed. Without it the same page
/// works by its buttons. It knows nothing of forms; what is asked and allowed is decided by the engine alone.
enum FormScript {
    /// Part of the address, so that a new script is never mixed with old pages.
    static let version: HTML = FormStyle.mark(of: source)

    static let source: StaticString = """
        "use strict";
        (() => {
          const form = document.getElementById("form");
          const saved = document.getElementById("saved");
          if (!form || !window.fetch || !window.URLSearchParams || !HTMLElement.prototype.replaceWith) return;
          document.documentElement.classList.add("live");
          // The names of fields that were changed since the page was last sent: the answer of the server is older than they are.
          let fresh = new Set(), isSending = false, waiting = null, timer = 0, retry = 0;
          const tell = word => { if (saved.textContent !== saved.dataset[word]) saved.textContent = saved.dataset[word] || ""; };

          const morph = (a, b) => {
            if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName || (a.id || "") !== (b.id || "")) { a.replaceWith(b); return; }
            if (a.nodeType !== 1) { if (a.nodeValue !== b.nodeValue) a.nodeValue = b.nodeValue; return; }
            for (const {name} of [...a.attributes])
              if (!b.hasAttribute(name) && !(name === "open" && a.nodeName === "DETAILS")) a.removeAttribute(name);
            for (const {name, value} of [...b.attributes]) if (a.getAttribute(name) !== value) a.setAttribute(name, value);
            if (a.nodeName !== "TEXTAREA") children(a, b);
            const keeps = fresh.has(a.name) || (a === document.activeElement && isTyped(a));
            if (keeps || !("value" in a) || a.nodeName === "BUTTON" || a.nodeName === "LI" || a.nodeName === "OPTION") return;
            if (a.type === "checkbox" || a.type === "radio") { if (a.checked !== b.checked) a.checked = b.checked; }
            else if (a.value !== b.value) a.value = b.value;
          };
          const isTyped = field => field.nodeName === "TEXTAREA" || (field.nodeName === "INPUT" && !["checkbox", "radio", "hidden"].includes(field.type));
          const children = (a, b) => {
            let at = a.firstChild;
            for (const child of [...b.childNodes]) {
              let match = null;
              if (child.id) match = [...a.children].find(e => e.id === child.id) || null;
              else if (at && !at.id && at.nodeName === child.nodeName) match = at;
              if (!match) { a.insertBefore(child, at); continue; }
              if (match === at) at = at.nextSibling; else a.insertBefore(match, at);
              morph(match, child);
            }
            while (at) { const next = at.nextSibling; at.remove(); at = next; }
          };

          const body = button => {
            const fields = new URLSearchParams();
            for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
            if (button) fields.append("do", button);
            return fields;
          };

          const show = text => {
            const page = new DOMParser().parseFromString(text, "text/html");
            const answer = page.getElementById("answer");
            if (!answer) throw new Error("no answer");
            const focused = document.activeElement && document.activeElement.id;
            for (const piece of [...answer.children]) {
              const place = document.getElementById(piece.id);
              if (place) morph(place, piece);
            }
            if (answer.dataset.address && location.pathname !== answer.dataset.address) history.replaceState(null, "", answer.dataset.address);
            const target = answer.dataset.target && document.getElementById(answer.dataset.target);
            if (target) { target.focus({preventScroll: true}); target.scrollIntoView({block: "start"}); }
            else if (focused && (!document.activeElement || document.activeElement.id !== focused)) {
              const again = document.getElementById(focused);
              if (again) again.focus({preventScroll: true});
            }
          };

          const send = async button => {
            if (isSending) { waiting = button || waiting || ""; return; }
            isSending = true;
            clearTimeout(timer);
            clearTimeout(retry);
            tell("saving");
            const before = fresh;
            fresh = new Set();
            try {
              const response = await fetch(form.getAttribute("action"), {
                method: "POST", body: body(button), headers: {"X-Form-Part": "1"}, credentials: "same-origin", redirect: "error"
              });
              if (!response.ok) {
                for (const name of before) fresh.add(name);
                tell("refused");
              } else {
                show(await response.text());
                tell("saved");
              }
            } catch (fault) {
              for (const name of before) fresh.add(name);
              tell("offline");
              retry = setTimeout(() => send(button), 5000);
            }
            isSending = false;
            if (waiting !== null) { const next = waiting; waiting = null; send(next); }
          };

          form.addEventListener("input", event => {
            if (event.target.name) fresh.add(event.target.name);
            clearTimeout(timer);
            // Long texts are kept while they are written.
            if (event.target.nodeName === "TEXTAREA") timer = setTimeout(() => send(""), 3000);
          });
          form.addEventListener("change", event => { if (event.target.name) { fresh.add(event.target.name); send(""); } });
          window.addEventListener("online", () => { if (fresh.size) send(""); });
          document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden" && fresh.size && navigator.sendBeacon) navigator.sendBeacon(form.getAttribute("action"), body(""));
          });
          // Older browsers do not say which button was pressed.
          let pressed = null;
          document.addEventListener("click", event => { pressed = event.target.closest("button[name=do]"); }, true);
          document.addEventListener("submit", event => {
            const button = (event.submitter || pressed || {}).value || "";
            // Finishing and the language of the page lead to a page of their own.
            if (event.target !== form || button === "finish" || button.startsWith("page:")) return;
            event.preventDefault();
            send(button);
          });
          form.addEventListener("click", event => {
            const button = event.target.closest("[data-locate]");
            if (!button || !navigator.geolocation) return;
            const name = button.dataset.locate;
            const field = prefix => form.querySelector(`[name="${CSS.escape(prefix + name)}"]`);
            navigator.geolocation.getCurrentPosition(({coords}) => {
              field("lat:").value = coords.latitude.toFixed(7);
              field("lon:").value = coords.longitude.toFixed(7);
              field("alt:").value = coords.altitude === null ? "0" : coords.altitude.toFixed(1);
              field("acc:").value = coords.accuracy.toFixed(1);
              send("");
            }, () => tell("nowhere"), {enableHighAccuracy: true, timeout: 60000});
          });
          const faults = document.getElementById("faults");
          if (faults && location.hash === "#faults") faults.focus();
        })();

        """
}
