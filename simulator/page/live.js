// Server-sent events, handed to whoever listens for a kind; "again" after a break, when something may be missed.

import { notice } from "./dom.js";
import { t } from "./words.js";

const listeners = new Map();

export function on(kinds, listener) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(listener);
  }
  return () => kinds.split(" ").forEach((kind) => listeners.get(kind).delete(listener));
}

export function emit(event) {
  for (const listener of [...(listeners.get(event.kind) ?? [])]) listener(event);
}

export function connect() {
  let broken = false;
  const source = new EventSource("/events");
  source.addEventListener("message", (message) => emit(JSON.parse(message.data)));
  source.addEventListener("error", () => {
    if (!broken) notice(t("gone"), 0);
    broken = true;
  });
  return new Promise((connected) => {
    source.addEventListener("open", () => {
      connected();
      if (!broken) return;
      broken = false;
      notice("");
      emit({ kind: "again" });
    });
  });
}

// The next event of a kind that fits; null after `seconds`.
export function next(kind, fits, seconds = 15) {
  return new Promise((found) => {
    const off = on(kind, (event) => {
      if (fits(event)) done(event);
    });
    const timer = setTimeout(() => done(null), seconds * 1000);
    function done(event) {
      off();
      clearTimeout(timer);
      found(event);
    }
  });
}
