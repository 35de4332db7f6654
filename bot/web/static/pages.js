// What every page does with scripts turned on. Without them everything works as plain links and forms.
import { ErrorSummary, ExitThisPage } from "./govuk-frontend.min.js";
import { grows } from "./box.js";
import { forget, hasLeft } from "./draft.js";
import { leave } from "./leave.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function start(selector, Component) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      new Component(element);
    } catch {
      // the page works without it
    }
  }
}

// However the page is left: the button, or Shift three times.
class Leave extends ExitThisPage {
  exitPage() {
    leave(this.$button.href);
  }
}

start('[data-module="govuk-exit-this-page"]', Leave);
start('[data-module="govuk-error-summary"]', ErrorSummary);

// Links within the page lead there without an address of their own: it would stand behind the Back button when the page is left at once.
addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a.govuk-skip-link");
  const to = link && document.querySelector(link.hash);
  if (!to) return;
  event.preventDefault();
  if (to.tabIndex < 0) to.tabIndex = -1;
  to.focus();
  to.scrollIntoView();
});

// A page that the browser kept whole, and shows again with the Back button: it is shown only while this device still opens it.
addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  const here = location.pathname + location.search;
  document.body.hidden = true;
  const answer = hasLeft() ? null : await fetch(here, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer && answer.ok) document.body.hidden = false;
  else location.replace(here);
});

for (const box of document.querySelectorAll(".sg-grows")) grows(box);

for (const button of document.querySelectorAll(".sg-copy")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.getElementById("copied").textContent = button.dataset.copied;
  });
}
for (const button of document.querySelectorAll(".sg-print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The talk is no longer open on this device: nothing that was being written in it stays either.
if (document.querySelector("[data-forget]")) forget();

// On a phone that others use the page locks when nothing was done for a long time, after a warning with time to stay.
const locking = document.getElementById("locking");
if (locking && locking.showModal) {
  const minute = 60000;
  let last = Date.now();
  const stay = () => {
    if (!locking.open) last = Date.now();
  };
  for (const what of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(what, stay, { passive: true });
  locking.addEventListener("close", () => {
    last = Date.now();
  });
  setInterval(() => {
    if (!locking.isConnected) return;
    const idle = (Date.now() - last) / minute;
    const until = Number(locking.dataset.afterMinutes);
    if (idle > until && locking.open) locking.querySelector("form[method=post]").submit();
    else if (idle > until - Number(locking.dataset.minutes) && !locking.open) locking.showModal();
  }, 5000);
}

// No connection: the page that the browser kept looks again by itself. What the browser says of it (online) comes too early, or never.
if (document.querySelector("[data-offline-page]") && !location.pathname.endsWith("/offline")) {
  const look = async () => {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && answer.status < 500) location.reload();
  };
  addEventListener("online", look);
  setInterval(look, 5000);
}
if (navigator.serviceWorker && document.body.dataset.shared === "no" && document.querySelector("[data-talk]")) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
