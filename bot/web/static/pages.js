// What every page does with scripts turned on. Without them everything works as plain links and forms.
import { ErrorSummary, ExitThisPage, SkipLink } from "./govuk-frontend.min.js";
import { grows } from "./box.js";
import { forget, forgetForGood, hasLeft } from "./draft.js";

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

// However the page is left (button, Shift three times), what was typed goes, and the page does not stand behind the Back button.
class Leave extends ExitThisPage {
  exitPage() {
    forgetForGood();
    for (const box of document.querySelectorAll("textarea, input:not([type=hidden], [type=radio])")) box.value = "";
    super.exitPage();
    location.replace(this.$button.href);
  }
}

start('[data-module="govuk-exit-this-page"]', Leave);
start('[data-module="govuk-error-summary"]', ErrorSummary);
start('[data-module="govuk-skip-link"]', SkipLink);


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
    const idle = (Date.now() - last) / minute;
    const until = Number(locking.dataset.afterMinutes);
    if (idle > until && locking.open) locking.querySelector("form[method=post]").submit();
    else if (idle > until - Number(locking.dataset.minutes) && !locking.open) locking.showModal();
  }, 5000);
}

// No connection: the page that the browser kept looks again by itself once there is one.
if (document.querySelector("[data-offline-page]")) addEventListener("online", () => location.reload());
if (navigator.serviceWorker && document.body.dataset.shared === "no" && document.querySelector("[data-talk]")) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
