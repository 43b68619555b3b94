import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { icon } from "./more-icons.js";
import { languages } from "./words.js";

/** A field with all languages, each by its own name. With another one the page is loaded anew. @param {Storage} storage */
export function languageChoice(storage) {
  const [current] = document.documentElement.lang.split("-");
  const options = Object.entries(languages).map(([language, [name]]) => h("option", { value: language, lang: language, dir: "auto", selected: language === current }, name));
  const take = ({ target }) => {
    if (target.value === current) return;
    storage.setItem("tchatter.language", target.value);
    location.reload();
  };
  // By the arrows one comes past others: what is wanted is taken by Enter, or when the field is left.
  let isByKey = false;
  const enter = (event) => event.key === "Enter" && take(event);
  const keyDown = (event) => {
    isByKey = true;
    if (event.key === "Escape") event.target.value = current;
    enter(event);
  };
  return h("label", { class: "language" }, icon("globe"), h("span", {}, t("language")),
    h("select", { onkeydown: keyDown, onkeyup: enter, onpointerdown: () => (isByKey = false), onchange: (event) => isByKey || take(event), onblur: take }, ...options));
}
