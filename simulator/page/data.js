// Data: what the file holds, table by table, again whenever somebody has written to it.

import * as api from "./api.js";
import { el, fill } from "./dom.js";
import * as store from "./store.js";
import { t } from "./words.js";

const LOOK_MS = 1000;

export class Data {
  constructor() {
    this.choice = el("select", { onchange: () => this.choose(this.choice.value) });
    this.empty = el("input", { type: "checkbox", onchange: () => this.look(true) });
    this.body = el("div", { class: "rows", tabindex: "0", role: "region", "aria-label": t("table") });
    this.node = el("div", { class: "part" },
      el("div", { class: "controls" },
        el("label", { class: "field" }, el("span", {}, t("table")), this.choice),
        el("label", { class: "check" }, this.empty, t("emptyTables"))), this.body);
    this.seen = new Map();
  }

  opened() {
    this.version = null;
    this.look();
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  closed() {
    clearInterval(this.looking);
  }

  async look(again = false) {
    const found = await api.tables();
    if (found.file === null) return void fill(this.body, el("p", { class: "muted" }, t("noData")));
    if (found.version === this.version && !again) return;
    this.version = found.version;
    this.offer(found.tables.filter((table) => table.rows || this.empty.checked));
    await this.draw();
  }

  offer(tables) {
    const rank = (table) => (store.play.tables ?? []).indexOf(table.name) + 1 || Infinity;
    tables.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
    this.table = tables.some((table) => table.name === this.table) ? this.table : tables[0]?.name;
    const said = (table) => `${table.name} (${t("rowsOf", { n: table.rows })})`;
    const offered = [...this.choice.options];
    if (offered.map((option) => option.value).join() !== tables.map((table) => table.name).join()) {
      fill(this.choice, tables.map((table) => el("option", { value: table.name, selected: table.name === this.table }, said(table))));
    } else tables.forEach((table, at) => { offered[at].textContent = said(table); });
  }

  choose(table) {
    this.table = table;
    return this.draw();
  }

  async draw() {
    if (!this.table) return void fill(this.body, el("p", { class: "muted" }, t("noTables")));
    const table = this.table;
    const found = await api.rows(table);
    if (table !== this.table) return;
    const known = this.seen.get(table);
    const keys = found.rows.map((row) => JSON.stringify(row));
    fill(this.body, el("table", {},
      el("thead", {}, el("tr", {}, found.columns.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, found.rows.map((row, at) => el("tr", { class: known && !known.has(keys[at]) ? "fresh" : null },
        row.map((value) => cell(value)))))));
    this.seen.set(table, new Set(keys));
  }
}

function cell(value) {
  if (value === null) return el("td", { class: "null" }, "–");
  return el("td", { title: String(value).length > 60 ? String(value) : null }, String(value));
}
