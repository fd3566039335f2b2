// The page as a whole: the bar above, the phones side by side, the drawers, the tour.

import { Gone } from "./api.js";
import { Clock } from "./clock.js";
import { Desk } from "./desk.js";
import { Drawers } from "./drawers.js";
import { el, fill, notice } from "./dom.js";
import { connect, emit, on } from "./live.js";
import * as store from "./store.js";
import { Tour } from "./tour.js";
import { switchLanguage, t, told, useZone } from "./words.js";

const THEMES = ["", "light", "dark"];

function theme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("theme", name);
}

function nextTheme() {
  const now = document.documentElement.dataset.theme;
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

function drawBar(clock, drawers, tour) {
  const title = told(store.play.title) || t("title");
  document.title = title;
  fill(document.getElementById("bar"),
    el("h1", {}, title), clock.node,
    el("div", { class: "tools" }, tour.opener, ...drawers.openers,
      el("button", { type: "button", class: "quiet", "aria-label": t("languageLong"), title: t("languageLong"), onclick: switchLanguage }, t("language")),
      el("button", { type: "button", class: "icon", "aria-label": t("theme"), title: t("theme"), onclick: nextTheme }, "◐")));
}

theme(new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme") ?? "");
const connected = connect();
await store.load();
useZone(store.play.zone);
const clock = new Clock();
const desk = new Desk();
const drawers = new Drawers(desk, clock);
const tour = new Tour(desk, clock, drawers);
drawBar(clock, drawers, tour);
desk.fill();
on("play", async () => {
  await store.loadPlay();
  useZone(store.play.zone);
  drawBar(clock, drawers, tour);
  desk.fill();
  emit({ kind: "play_known" });
  tour.refresh();
});
await connected;
tour.refresh();
document.body.dataset.ready = "true";
window.addEventListener("unhandledrejection", (event) => {
  const gone = event.reason instanceof Gone;
  notice(gone ? t("gone") : event.reason?.message ?? String(event.reason));
  if (gone) event.preventDefault();
});
