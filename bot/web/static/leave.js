// Leaving at once: what was typed goes, the page turns empty where it stands, and then the browser is led away. Where there is no connection
// the empty page stays, and the talk is closed on a device that others use as soon as there is one.
import { forgetForGood, hasLeft } from "./draft.js";

const LATER = 4000;

export function leave(address) {
  if (hasLeft()) return;
  forgetForGood();
  stop(); // an answer that is still on its way could lead to another page of the talk
  for (const box of document.querySelectorAll("textarea, input:not([type=hidden], [type=radio])")) box.value = "";
  if (document.body.dataset.shared === "yes") closeLater();
  turnEmpty(address);
  const away = async () => {
    // The answer takes away the cookie that opens the talk; it may lead to another site, which is not asked for here.
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (answer && (answer.ok || answer.type === "opaqueredirect")) location.replace(address);
    else setTimeout(away, LATER);
  };
  addEventListener("online", away);
  away();
}

// Show the empty page in the place of this one, in the history too.
function turnEmpty(address) {
  const empty = document.getElementById("left-page").content.cloneNode(true);
  const theme = document.querySelector("meta[name=theme-color]");
  if (theme) theme.remove();
  document.title = document.getElementById("left-page").dataset.title;
  document.body.replaceChildren(empty);
  scrollTo(0, 0);
  document.querySelector("main").focus();
  history.replaceState(null, "", address);
}

// Only the server can take away the cookie that opens the talk. Should the browser not reach it before this page is closed, the server
// finds this one when it is asked for a page the next time, and opens nothing.
function closeLater() {
  document.cookie = `sgwrs_left=1; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}
