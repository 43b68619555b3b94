// One vote of a list: what everybody may know of it, and its rounds once it is opened.
import { details } from "./vote-details.js";
import { Refresher } from "./refresher.js";
import { element, verdict } from "./vote-elements.js";

export class VoteItem {
  #box = element("details");
  #summary = element("summary");
  #body = element("div", { class: "body" });
  #load;
  #vote;
  #details = new Refresher(() => this.#show());

  /** @param load asks for all that may be known of a vote. */
  constructor(vote, load) {
    this.#load = load;
    this.#box.append(this.#summary, this.#body);
    this.#box.addEventListener("toggle", () => this.#details.refresh(0));
    this.update(vote);
  }

  get root() { return this.#box; }
  get vote() { return this.#vote; }

  /** It is not asked about any more. */
  close() { this.#box.open = false; }

  update(vote) {
    this.#vote = vote;
    this.#box.id = `vote-${vote.id}`;
    this.#summary.replaceChildren(
      element("span", { class: "title" }, `${vote.id} ${vote.title}`), " ",
      element("span", { class: "facts" }, this.#facts()));
    if (vote.result) this.#summary.append(" ", element("span", { class: "result" }, verdict(vote, vote.result)));
    this.#details.refresh();
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

  async #show() {
    if (!this.#box.open) return;
    try {
      this.#body.replaceChildren(...details(await this.#load(this.#vote.id)));
    } catch (error) {
      this.#body.replaceChildren(element("p", {}, "The details can't be had at the moment."));
      throw error;
    }
  }
}
