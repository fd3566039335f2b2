// Who has a phone, which chats are on it, and what is unread there: kept current by events.

import * as api from "./api.js";
import { emit, on } from "./live.js";

export const people = new Map();
export const bots = new Map();
const chatsOf = new Map();
export let play = {};

export async function load() {
  [play] = await Promise.all([api.play(), loadPeople()]);
}

export async function loadPlay() {
  play = await api.play();
}

async function loadPeople() {
  const [everybody, all] = await Promise.all([api.people(), api.bots()]);
  for (const bot of all) bots.set(bot.id, bot);
  for (const person of everybody) people.set(person.id, person);
  await Promise.all(everybody.map((person) => loadChats(person.id)));
}

export async function loadChats(user) {
  chatsOf.set(user, await api.chats(user));
  emit({ kind: "chats", user });
}

export const chats = (user) => chatsOf.get(user) ?? [];
export const firstBot = () => bots.keys().next().value;

export function nameOf(user) {
  const cast = (play.cast ?? []).find((one) => one.user === user);
  return cast?.name ?? people.get(user)?.first_name ?? bots.get(user)?.first_name ?? String(user);
}

export const officeOf = (user) => (play.cast ?? []).find((one) => one.user === user)?.office ?? "";

export function unread(user) {
  return chats(user).reduce((sum, chat) => sum + chat.unread, 0);
}

// The id under which a person's phone lists the chat that an event is about.
export function listedAs(event, user) {
  if (event.bot === null || event.bot === undefined) return event.chat;
  return event.bot === firstBot() ? user : event.bot;
}

export function owners(event) {
  if (event.bot !== null && event.bot !== undefined) return [event.chat];
  return [...people.keys()].filter((user) => chats(user).some((chat) => chat.id === event.chat));
}

export function markRead(user, id) {
  const chat = chats(user).find((one) => one.id === id);
  if (!chat?.unread) return;
  chat.unread = 0;
  emit({ kind: "chats", user });
}

const stale = new Set();
let reloading = 0;

function reload(users) {
  for (const user of users) if (people.has(user)) stale.add(user);
  clearTimeout(reloading);
  reloading = setTimeout(() => {
    const now = [...stale];
    stale.clear();
    now.forEach(loadChats);
  }, 100);
}

on("message", async (event) => {
  if (event.bot && !bots.has(event.bot)) await loadBots();
  if (event.bot && !people.has(event.chat)) await loadPeople();
  for (const user of owners(event)) {
    const chat = chats(user).find((one) => one.id === listedAs(event, user));
    if (!chat) reload([user]);
    else if (event.sender !== user) {
      chat.unread += 1;
      emit({ kind: "chats", user });
    }
  }
});

async function loadBots() {
  for (const bot of await api.bots()) bots.set(bot.id, bot);
}

// At once: whoever opens the group now must not knock at the number it had.
on("upgrade", (event) => {
  for (const [user, listed] of chatsOf) {
    const chat = listed.find((one) => one.id === event.chat);
    if (!chat) continue;
    chat.id = event.supergroup;
    emit({ kind: "chats", user });
  }
});
on("member group upgrade group_deleted", () => reload([...people.keys()]));
on("person person_deleted", loadPeople);
on("again", loadPeople);
