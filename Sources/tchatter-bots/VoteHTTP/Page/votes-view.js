// One vote of a list: what everybody may know of it, and its rounds once it is opened.
import { details } from "./vote-details.js";
import { element, verdict } from "./vote-elements.js";

export class VoteItem {
  #box = element("details");
  #summary = element("summary");
  #body = element("div", { class: "body" });
  #load;
  #vote;
  #asked = 0;

  /** @param load asks for all that may be known of a vote. */
  constructor(vote, load) {
    this.#load = load;
    this.#box.append(this.#summary, this.#body);
    this.#box.addEventListener("toggle", () => this.#refresh());
    this.update(vote);
  }

  get root() { return this.#box; }
  get vote() { return this.#vote; }

  update(vote) {
    this.#vote = vote;
    this.#box.id = `vote-${vote.id}`;
    this.#summary.replaceChildren(
      element("span", { class: "title" }, `${vote.id} ${vote.title}`), " ",
      element("span", { class: "facts" }, this.#facts()));
    if (vote.result) this.#summary.append(" ", element("span", { class: "result" }, verdict(vote, vote.result)));
    this.#refresh();
  }

  #facts() {
    const { room, round, state, ballotCount, missingCount } = this.#vote;
    const parts = [room];
    if (round > 1) parts.push(`round ${round}`);
    if (state === "open") parts.push(`${ballotCount} of ${ballotCount + missingCount} have voted`);
    else if (state === "cancelled") parts.push("cancelled");
    else parts.push(ballotCount === 1 ? "1 vote" : `${ballotCount} votes`);
    return parts.join(" · ");
  }

  async #refresh() {
    if (!this.#box.open) return;
    const asked = ++this.#asked;
    try {
      const vote = await this.#load(this.#vote.id);
      // Another one may have been asked for since.
      if (asked === this.#asked) this.#body.replaceChildren(...details(vote));
    } catch {
      if (asked === this.#asked) this.#body.replaceChildren(element("p", {}, "The details can't be had at the moment."));
    }
  }
}
