// The page of the votes: keeps the lists as the bot tells of them.
import { Unauthorized, VotesClient } from "./votes-client.js";
import { Refresher } from "./refresher.js";
import { statisticsTable } from "./statistics-view.js";
import { VoteItem } from "./votes-view.js";

const STATES = { live: "Live", waiting: "Not connected, trying again …" };
const byId = (id) => document.getElementById(id);
const [form, field, lists, status, rooms, signOut] =
  ["sign-in", "key", "votes", "status", "rooms", "sign-out"].map(byId);
const client = new VotesClient();
const items = new Map();
const counter = new Refresher(async () => {
  byId("statistics").replaceChildren(statisticsTable(await client.get("/votes/statistics")));
});

const number = (vote) => Number(vote.id.slice(1));

function take(vote) {
  const item = items.get(vote.id);
  if (item) item.update(vote);
  else items.set(vote.id, new VoteItem(vote, (id) => client.get(`/votes/${id}`)));
}

/** Puts each vote where it belongs; what is there already is not moved, so that nobody loses their place. */
function arrange() {
  const shown = [...items.values()].filter(({ vote }) => rooms.value === "" || vote.room === rooms.value)
    .sort((one, other) => number(other.vote) - number(one.vote));
  fill(byId("open"), shown.filter(({ vote }) => vote.state === "open"), "Nothing is voted on.");
  fill(byId("past"), shown.filter(({ vote }) => vote.state !== "open"), "Nothing yet.");
  nameRooms();
}

function fill(list, wanted, empty) {
  const roots = wanted.map(({ root }) => root);
  for (const child of [...list.children]) if (!roots.includes(child)) child.remove();
  roots.forEach((root, place) => {
    if (list.children[place] !== root) list.insertBefore(root, list.children[place] ?? null);
  });
  if (roots.length === 0) list.textContent = empty;
  else for (const node of [...list.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
}

function nameRooms() {
  const names = [...new Set([...items.values()].map(({ vote }) => vote.room))].sort();
  const known = [...rooms.options].slice(1).map((option) => option.value);
  if (names.join() === known.join()) return;
  const chosen = rooms.value;
  rooms.replaceChildren(rooms.options[0], ...names.map((name) => new Option(name, name)));
  rooms.value = names.includes(chosen) ? chosen : "";
}

function changed() {
  arrange();
  counter.refresh();
}

client.onVotes = (votes) => {
  const ids = new Set(votes.map(({ id }) => id));
  for (const [id, item] of items) {
    if (ids.has(id)) continue;
    item.close();
    items.delete(id);
  }
  votes.forEach(take);
  changed();
};
client.onVote = (vote) => {
  take(vote);
  changed();
};
client.onState = (state) => {
  status.textContent = STATES[state];
  if (state !== "live") return;
  form.hidden = true;
  lists.hidden = false;
  signOut.hidden = !client.hasKey;
};

function askForKey(error) {
  for (const item of items.values()) item.close();
  items.clear();
  for (const id of ["open", "past", "statistics"]) byId(id).replaceChildren();
  [form.hidden, lists.hidden, signOut.hidden] = [false, true, true];
  status.textContent = "A key is needed";
  byId("sign-in-error").textContent = error;
  field.value = "";
  field.focus();
}

async function follow() {
  const hadKey = client.hasKey;
  try {
    await client.follow();
  } catch (error) {
    if (!(error instanceof Unauthorized)) throw error;
    client.forgetKey();
    askForKey(hadKey ? "This key is not known." : "");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // What can't stand in a field's value is no key.
  if (!/^[\x21-\x7e]+$/.test(field.value.trim())) return askForKey("This key is not known.");
  client.setKey(field.value.trim());
  follow();
});
signOut.addEventListener("click", () => {
  client.forgetKey();
  askForKey("");
});
rooms.addEventListener("change", arrange);
follow();
