// What is being written and has not arrived yet. On a phone that others use it is kept in memory only, so it goes with the page.
const KEY = "sgwrs-draft";

export class Draft {
  // talk: a short name of the talk, so that nothing written in one is ever put into another
  constructor(talk, shared) {
    this.talk = talk;
    this.shared = shared;
    this.held = null;
  }

  read() {
    if (this.shared) return this.held;
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return kept && kept.talk === this.talk ? kept : null;
    } catch {
      return this.held;
    }
  }

  // what: {text, send, message, answers, sending}
  write(what) {
    if (left) return;
    this.held = { ...what, talk: this.talk };
    if (this.shared) return;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.held));
    } catch {
      // storage is full or turned off: it is held in memory
    }
  }

  clear() {
    this.held = null;
    forget();
  }
}

let left = false;

// The page is being left at once: from now on nothing is kept either.
export function forgetForGood() {
  left = true;
  forget();
}

export function hasLeft() {
  return left;
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing is kept where storage is turned off
  }
}
