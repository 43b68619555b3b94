// What the page shows of an answer of /admin/fleet: three tables, whose cells are written only where something has changed, so
// that neither focus nor scrolling nor a selection is disturbed.

import { bytes, count, heard, isSilent, phase, store } from "./figures.js";

const INSTANCES = [
  { title: "Instance", text: (one) => one.instance },
  { title: "Version", text: (one) => one.version },
  { title: "Phase", text: phase, isBad: (one) => one.status !== "ok" },
  { title: "Heard", text: heard, isBad: isSilent },
  { title: "WebSockets", number: (one) => count(one.websockets) },
  { title: "Polls", number: (one) => count(one.polls) },
  { title: "Rooms", number: (one) => count(one.rooms) },
  { title: "Messages/s", number: (one) => count(one.messagesPerSecond) },
  { title: "Deliveries/s", number: (one) => count(one.deliveriesPerSecond) },
  { title: "CPU", number: (one) => `${one.cpu} %`, isBad: (one) => one.cpu >= 80 },
  { title: "Memory", number: (one) => bytes(one.memory) },
  { title: "Outboxes", number: (one) => bytes(one.outboxes) },
  { title: "Store", text: (one) => store(one.store), isBad: (one) => one.store.state !== "delivering" },
];
const ROOMS = [
  { title: "Room", text: (room) => room.room },
  { title: "Messages/min", number: (room) => count(room.messagesPerMinute) },
  { title: "Deliveries/min", number: (room) => count(room.deliveriesPerMinute) },
  { title: "Members here", number: (room) => count(room.members) },
];
const CLIENTS = [
  { title: "Name", text: (client) => client.name },
  { title: "Id", text: (client) => client.id },
  { title: "By", text: (client) => client.transport },
  { title: "Waiting", number: (client) => bytes(client.outbox) },
  { title: "Rooms", number: (client) => count(client.rooms) },
];

export function show(fleet) {
  fill("instances", INSTANCES, fleet.instances, isSilent);
  tellUnknown(fleet);
  fill("rooms", ROOMS, fleet.rooms.largest);
  note("rooms-note", fleet.rooms, `Rooms that ${fleet.instance} follows`, "in none of them is anything said");
  fill("clients", CLIENTS, fleet.clients.largest);
  note("clients-note", fleet.clients, `Clients of ${fleet.instance}`, "nothing waits for any of them");
}

/** Instances that the balancer has and that tell nothing. */
function tellUnknown({ instances, othersByBalancer }) {
  const missing = othersByBalancer - instances.filter((one) => one.age !== undefined && !isSilent(one)).length;
  const element = document.getElementById("unknown");
  element.hidden = missing <= 0;
  const text = `The balancer sends clients to ${missing} more: of a version before 0.12, which does not tell how it is, or cut off from the others.`;
  write(element, missing > 0 ? text : "");
}

function note(id, { all, seen, largest }, what, nothing) {
  const share = seen < all ? `; ${count(seen)} are looked at in each second` : "";
  write(document.getElementById(id), `${what}: ${count(all)}${share}${largest.length ? "" : `; ${nothing}`}.`);
}

function fill(id, columns, rows, isOld = () => false) {
  const table = document.getElementById(id);
  if (!table.tHead) {
    const head = table.createTHead().insertRow();
    for (const column of columns) head.append(cell("th", column, { scope: "col", textContent: column.title }));
    table.createTBody();
  }
  table.hidden = rows.length === 0;
  const [body] = table.tBodies;
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, index) => fillRow(body.rows[index] ?? addRow(body, columns), columns, row, isOld(row)));
}

function addRow(body, columns) {
  const row = body.insertRow();
  columns.forEach((column, index) => row.append(cell(index ? "td" : "th", column, index ? {} : { scope: "row" })));
  return row;
}

function cell(name, column, properties) {
  return Object.assign(document.createElement(name), { className: column.number ? "number" : "" }, properties);
}

function fillRow(row, columns, figures, isOld) {
  row.classList.toggle("old", isOld);
  columns.forEach((column, index) => {
    write(row.cells[index], (column.number ?? column.text)(figures));
    row.cells[index].classList.toggle("bad", column.isBad?.(figures) ?? false);
  });
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
