// The talk with scripts: Enter sends, what is typed is kept until it has arrived, and what could not be sent is sent again, once.
// The form's own number (message) goes with every try, so that the server takes the words once however often they come.
import { grows } from "./box.js";
import { Draft } from "./draft.js";

const RETRY = 4000;
const SLOWEST_RETRY = 60000;
const SLOW = [[900, "sending"], [4000, "slow"]];
const NEARLY_FULL = 7000;
const MOST = 8000;

const form = document.getElementById("answer");
const box = form.elements.text;
const words = document.getElementById("words-of-page").dataset;
const state = document.getElementById("box-state");
const draft = new Draft(document.querySelector("[data-talk]").dataset.talk, document.body.dataset.shared === "yes");
const keyboard = matchMedia("(pointer: fine)").matches;
const fit = grows(box);

let out = null; // what is on its way: {text, send, message, answers}
let failed = false;
let tries = 0;
let timers = [];

function say(text, warn = false) {
  state.textContent = text;
  state.classList.toggle("sg-answer__state--warn", warn);
}

// What is wrong with an answer that is not sent at all.
function wrong(text) {
  const problem = document.createElement("p");
  problem.className = "govuk-error-message";
  problem.id = "problem-text";
  problem.setAttribute("role", "alert");
  problem.textContent = text;
  document.getElementById("problem").replaceChildren(problem);
}

function field(name) {
  return form.querySelector(`#fields [name=${name}]`);
}

// Writing

box.addEventListener("input", () => {
  if (out) return;
  draft.write({ text: box.value, send: "", message: field("message").value, answers: field("answers").value, sending: false });
  const left = MOST - [...box.value].length;
  say(left < MOST - NEARLY_FULL ? words.left.replace("#", left) : "");
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !keyboard) return;
  event.preventDefault();
  if (!out) form.requestSubmit(form.querySelector(".sg-button--send"));
});

// The other language is another page: what stands in the box goes along as a plain form.
for (const button of document.querySelectorAll("[data-plain]")) {
  button.addEventListener("click", () => {
    form.addEventListener("submit", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
  });
}

// Sending

form.addEventListener("htmx:configRequest", (event) => {
  if (event.target !== form) return;
  if (out) {
    // a further try is the very same as before, whatever the page has taken in meanwhile
    Object.assign(event.detail.parameters, { text: out.text, message: out.message, answers: out.answers, ...(out.send && { send: out.send }) });
    return;
  }
  const send = event.detail.parameters.send || "";
  const length = [...box.value].length;
  if (!send && length > MOST) {
    event.preventDefault();
    wrong(words.tooLong.replace("#", length.toLocaleString("en-GB")));
    return;
  }
  document.getElementById("problem").textContent = "";
  out = { text: box.value, send, message: field("message").value, answers: field("answers").value };
  if (send) hold("send", send);
  draft.write({ ...out, sending: Boolean(send || out.text.trim()) });
});

// Put a value into the form, where the next piece of the page takes its place.
function hold(name, value) {
  let input = field(name);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    document.getElementById("fields").append(input);
  }
  input.value = value;
}

form.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target !== form) return;
  box.readOnly = true;
  timers = failed ? [] : SLOW.map(([after, key]) => setTimeout(() => say(words[key]), after));
});

function again() {
  if (failed && out) form.requestSubmit();
}

function notSent() {
  failed = true;
  say(`${words.notSent}. ${words.offline}`, true);
  setTimeout(again, Math.min(RETRY * 1.5 ** tries, SLOWEST_RETRY));
  tries += 1;
}

// It went wrong over there, and would again: the words stay in the box, for the person to send when they like.
function gaveUp() {
  draft.write({ ...out, sending: false });
  out = null;
  failed = false;
  tries = 0;
  box.readOnly = false;
  const held = field("send");
  if (held) held.remove();
  say(words.failed, true);
}

addEventListener("online", again);

form.addEventListener("htmx:afterRequest", (event) => {
  if (event.target !== form) return;
  timers.forEach(clearTimeout);
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  if (status === 500) {
    gaveUp();
    return;
  }
  if (status === 0 || status > 500) {
    notSent();
    return;
  }
  if (status >= 400) {
    // the very same as a plain form: the page that comes says what happened, and gives back what was typed
    draft.write({ ...out, sending: false });
    if (out.send) hold("send", out.send);
    hold("message", out.message);
    hold("answers", out.answers);
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  const wasFailed = failed;
  const sent = out;
  out = null;
  failed = false;
  tries = 0;
  box.readOnly = false;
  say(wasFailed ? words.again : "");
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) {
    draft.clear();
    return;
  }
  if (document.querySelector("#problem-text")) {
    draft.write({ text: box.value, send: "", message: field("message").value, answers: field("answers").value, sending: false });
    return;
  }
  const moved = field("answers").value !== (sent ? sent.answers : "");
  if (sent && sent.send && !moved && box.value) {
    draft.write({ text: box.value, send: "", message: field("message").value, answers: field("answers").value, sending: false });
  } else {
    box.value = "";
    draft.clear();
    fit();
  }
});

// What comes back

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target || event.detail.target.id !== "now" || event.detail.xhr.status !== 200) return;
  const first = /class="sg-line[^"]*"/.exec(event.detail.xhr.responseText);
  if (!first) return;
  const asks = event.detail.xhr.responseText.includes('id="question"');
  for (const old of asks ? document.querySelectorAll("#question") : []) {
    old.removeAttribute("id");
    old.parentElement.classList.remove("sg-line--question");
  }
  if (!first[0].includes("sg-line--mine")) return; // it answers what stands there
  for (const old of document.querySelectorAll("#read-back")) old.removeAttribute("id");
  document.getElementById("earlier-lines").append(...document.getElementById("now").children);
  document.getElementById("earlier").hidden = false;
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.target || event.detail.target.id !== "now") return;
  const now = document.getElementById("now");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = (document.getElementById("question") || now).getBoundingClientRect().top;
  if (top < 0 || top > innerHeight * 0.6) document.getElementById("log").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  if (document.activeElement === document.body) {
    // the button that was pressed is gone; a phone's keyboard is not opened without being asked for
    const to = keyboard ? box : document.getElementById("question") || now;
    if (to !== box) to.tabIndex = -1;
    to.focus({ preventScroll: true });
  }
});

// htmx writes down which page it is on, though its history is turned off; nothing here needs it.
for (const what of ["load", "htmx:afterSettle"]) {
  addEventListener(what, () => {
    try {
      sessionStorage.removeItem("htmx-current-path-for-history");
    } catch {
      // where storage is turned off it wrote nothing
    }
  });
}

// Coming back to the page: what was typed stands in the box; what was on its way is sent, unless it has arrived

function takeUp() {
  const kept = draft.read();
  if (!kept) return;
  if (document.getElementById(`m-${kept.message}`)) {
    draft.clear();
    return;
  }
  if (box.value.trim() && box.value !== kept.text) return;
  box.value = kept.text;
  fit();
  if (!kept.sending) return;
  out = { text: kept.text, send: kept.send, message: kept.message, answers: kept.answers };
  // Should the form go without htmx, it still carries the number that makes it one and the same.
  hold("message", kept.message);
  hold("answers", kept.answers);
  if (kept.send) hold("send", kept.send);
  failed = true;
  say(words.notSent, true);
  again();
}

// htmx takes the form in hand when the document is complete; before that it would go as a plain form.
if (document.readyState === "complete") takeUp();
else addEventListener("load", takeUp);
