// Elements are made here and nowhere from text: whatever a message holds stays text.

import { t } from "./words.js";

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && !name.startsWith("aria") && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Only what has come or gone is touched: whoever is on an element that stays, stays there.
export function amend(node, children) {
  const staying = new Set(children);
  for (const child of [...node.children]) if (!staying.has(child)) child.remove();
  children.forEach((child, at) => {
    if (node.children[at] !== child) node.insertBefore(child, node.children[at] ?? null);
  });
}

export const say = (text) => {
  document.getElementById("spoken").textContent = text;
};

let noticeTimer = 0;

export function notice(text, seconds = 6) {
  const bar = document.getElementById("notice");
  bar.textContent = text;
  bar.hidden = !text;
  clearTimeout(noticeTimer);
  if (text && seconds) noticeTimer = setTimeout(() => { bar.hidden = true; }, seconds * 1000);
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// A dialog that gives focus back to where it was, as <dialog> does by itself.
export function dialog(title, ...content) {
  const closing = el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: () => box.close() }, "×");
  const box = el("dialog", { class: "dialog", "aria-label": title },
    el("header", {}, el("h2", {}, title), closing), ...content);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

// A list of deeds under a button; arrow keys move, Escape closes.
export function menu(opener, entries) {
  document.querySelector(".menu")?.remove();
  const list = el("div", { class: "menu", role: "menu" });
  const close = () => {
    list.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = (event) => { if (!list.contains(event.target)) close(); };
  for (const entry of entries) {
    list.append(el("button", {
      type: "button", role: "menuitem", class: "menu-entry",
      onclick: () => { close(); opener.focus(); entry.deed(); },
    }, el("span", {}, entry.text), entry.hint ? el("small", {}, entry.hint) : null));
  }
  list.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); opener.focus(); }
    else if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();
    else if (event.key === "ArrowUp") items[(at + items.length - 1) % items.length].focus();
    else if (event.key === "Tab") { close(); return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(list);
  place(list, opener.getBoundingClientRect());
  opener.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  list.firstElementChild?.focus();
}

function place(list, near) {
  const height = list.offsetHeight;
  const below = innerHeight - near.bottom;
  const top = below > height + 8 || near.top < height + 8 ? near.bottom + 4 : near.top - height - 4;
  list.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  list.style.left = `${Math.max(8, Math.min(near.left, innerWidth - list.offsetWidth - 8))}px`;
}
