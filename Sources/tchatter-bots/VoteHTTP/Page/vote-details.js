// How consensus came: the rounds of a vote side by side, who said what in each, and who is still waited for.
import { element, verdict } from "./vote-elements.js";

const dateForm = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** The elements of a vote's details. */
export function details(vote) {
  return [...facts(vote), ...people(vote), ...rounds(vote)];
}

function facts(vote) {
  const parts = [`Asked for by ${vote.starter}`];
  if (vote.startedAt) parts.push(`begun ${dateForm.format(vote.startedAt)}`);
  if (vote.endedAt) parts.push(`ended ${dateForm.format(vote.endedAt)}`);
  if (vote.deadline) parts.push(`until ${dateForm.format(vote.deadline)}`);
  if (vote.quorum) parts.push(vote.quorum === "all" ? "shown when everybody has voted" : `shown when ${vote.quorum} have voted`);
  const lines = [element("p", { class: "facts" }, parts.join(" · "))];
  if (/^https?:/i.test(vote.url ?? "")) {
    lines.push(element("p", {}, element("a", { href: vote.url, rel: "noopener noreferrer", target: "_blank" }, vote.url)));
  }
  return lines;
}

function people(vote) {
  if (vote.state !== "open") return [];
  const voters = vote.voters.map(({ voter, enteredBy }) => (enteredBy ? `${voter} (by ${enteredBy})` : voter));
  return [
    element("p", {}, `Have voted: ${voters.join(", ") || "nobody"}`),
    element("p", {}, `Missing: ${vote.missing.join(", ") || "nobody"}`),
  ];
}

function rounds(vote) {
  if (vote.rounds.length === 0) return [];
  const voters = [...new Set(vote.rounds.flatMap((round) => round.ballots.map((ballot) => ballot.voter)))];
  const head = element("tr", {}, element("th", { scope: "col" }, "Who"),
    ...vote.rounds.map(({ round }) => element("th", { scope: "col" }, `Round ${round}`)));
  const rows = voters.map((voter) => element("tr", {}, element("th", { scope: "row" }, voter),
    ...vote.rounds.map((round) => cell(round, voter))));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return [
    ...vote.rounds.flatMap((round) => roundResult(vote, round)),
    element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "Votes of each round" }, table),
  ];
}

function cell(round, voter) {
  const value = round.ballots.find((ballot) => ballot.voter === voter)?.value ?? "–";
  const made = element("td", {}, value);
  if (round.result.outliers.includes(voter)) {
    made.className = "outlier";
    made.title = "outlier";
  }
  return made;
}

function roundResult(vote, round) {
  const total = Math.max(round.ballots.length, 1);
  const counts = round.result.counts.filter(({ count }) => count > 0).map(({ value, count }) => {
    const label = `${value}: ${count} of ${round.ballots.length}`;
    return element("p", {}, element("meter", { max: total, value: count, "aria-label": label }), ` ${label}`);
  });
  return [element("h3", {}, `Round ${round.round}: ${verdict(vote, round.result)}`), ...counts];
}
