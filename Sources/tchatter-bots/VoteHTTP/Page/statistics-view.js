// What the votes of each room come to, as a table.
import { element } from "./vote-elements.js";

const COLUMNS = [
  ["Votes", (row) => row.votes],
  ["Open", (row) => row.open],
  ["Revealed", (row) => row.revealed],
  ["Cancelled", (row) => row.cancelled],
  ["Rounds", (row) => row.rounds.all],
  ["Consensus", (row) => row.rounds.full],
  ["Most agree", (row) => row.rounds.most],
  ["None", (row) => row.rounds.none + row.rounds.nobody],
  ["Ballots", (row) => row.ballots],
];

function cells(row) {
  return COLUMNS.map(([, value]) => element("td", { class: "number" }, String(value(row))));
}

/** @param statistics `{rooms, all}` as the bot tells it. */
export function statisticsTable({ rooms, all }) {
  const head = element("tr", {}, element("th", { scope: "col" }, "Room"),
    ...COLUMNS.map(([name]) => element("th", { scope: "col", class: "number" }, name)));
  const rows = rooms.map((room) => element("tr", {}, element("th", { scope: "row" }, room.room), ...cells(room)));
  const sum = element("tr", {}, element("th", { scope: "row" }, "All"), ...cells(all));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows), element("tfoot", {}, sum));
}
