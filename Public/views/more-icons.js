import { drawings, icon } from "./dom.js";

/** What is drawn by what is fetched later. */
Object.assign(drawings, {
  edit: "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18z",
  reply: "M10 6l-6 6 6 6M4 12h10c4 0 6 2 6 6",
  link: "M10 14c1.5 1.5 4 1.5 5.5 0l3-3c3.5-3.5-2-9-5.5-5.5l-1 1M14 10c-1.5-1.5-4-1.5-5.5 0l-3 3c-3.5 3.5 2 9 5.5 5.5l1-1",
  pin: "M9 4h6l-.5 6 3.5 4H6l3.5-4zM12 14v6.5",
  flag: "M6 21V4.5c4-2 7 2 12 0V14c-5 2-8-2-12 0",
});
export { icon };
