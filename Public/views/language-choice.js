import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { icon } from "./more-icons.js";
import { languages } from "./words.js";

/** A field with all languages, each by its own name. With another one the page is loaded anew. @param {Storage} storage */
export function languageChoice(storage) {
  const [current] = document.documentElement.lang.split("-");
  const options = Object.entries(languages).map(([language, [name]]) => h("option", { value: language, lang: language, dir: "auto", selected: language === current }, name));
  const choose = ({ target }) => {
    storage.setItem("tchatter.language", target.value);
    location.reload();
  };
  return h("label", { class: "language" }, icon("globe"), h("span", {}, t("language")), h("select", { onchange: choose }, ...options));
}
