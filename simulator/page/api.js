// The simulator's documented interface (docs/simulator.md), and nothing else.

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

// Nobody answers: the simulator has ended, or the way to it is cut. `live.js` says so and catches up.
export class Gone extends Error {}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (failure) {
    throw new Gone(failure.message);
  }
}

async function ask(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  const answer = await reach(path, options);
  const read = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, read.error ?? answer.statusText);
  return read;
}

const get = (path) => ask("GET", path);
const post = (path, body = {}) => ask("POST", path, body);
const chatPath = (user, chat) => `/phones/${user}/chats/${chat}`;

export const play = () => get("/world/play");

export const people = () => get("/phones");
export const chats = (user) => get(`/phones/${user}/chats`);
export const chat = (user, id) => get(chatPath(user, id));
export const messages = (user, id, after = 0) => get(`${chatPath(user, id)}/messages?after=${after}`);
export const send = (user, id, text, replyTo = null) => post(`${chatPath(user, id)}/messages`, { text, reply_to: replyTo });
export const edit = (user, id, message, text) => post(`${chatPath(user, id)}/edits`, { message_id: message, text });
export const tap = (user, id, message, button) => post(`${chatPath(user, id)}/taps`, { message_id: message, button, wait_s: 0 });
export const openLink = (user, url, group) => post(`/phones/${user}/links`, { url, chat: group ?? null });
export const block = (user, bot) => post(`/phones/${user}/block`, { bot });
export const unblock = (user, bot) => post(`/phones/${user}/unblock`, { bot });
export const fileAddress = (user, file) => `/phones/${user}/files/${encodeURIComponent(file)}`;

export function sendFile(user, id, kind, fields, file = null) {
  const form = new FormData();
  form.append("kind", kind);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file) form.append("file", file, file.name);
  return ask("POST", `${chatPath(user, id)}/files`, form);
}

export const bots = () => get("/world/bots");
export const addPerson = (firstName, lastName) => post("/world/people", { first_name: firstName, last_name: lastName || null, language_code: "de" });
export const addGroup = (title, members, admins) => post("/world/groups", { title, members, admins });
export const addMember = (group, user, by) => post(`/world/groups/${group}/members`, { user, by });
export const upgrade = (group) => post(`/world/groups/${group}/upgrade`);

export const clock = () => get("/world/clock");
export const due = async () => (await get("/world/clock/due")).next_due;
export const moveClock = (to, mode) => post("/world/clock", { to, mode, timeout_s: 20 });
export const resetClock = () => post("/world/clock", { reset: true });
export const settle = () => post("/world/clock/settle", { timeout_s: 20 });

export const calls = (since) => get(`/world/calls?since=${since}`);
export const faults = () => get("/world/faults");
export const orderFault = (fault) => post("/world/faults", fault);
export const liftFault = (id) => ask("DELETE", `/world/faults/${id}`);
export const tables = () => get("/world/data");
export const rows = (table) => get(`/world/data/${encodeURIComponent(table)}?limit=100`);
export const child = () => get("/world/child");
export const changeChild = (deed) => post("/world/child", { deed });
