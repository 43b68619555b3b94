/** What of a module's code can begin a regular expression, and not a division. */
const beforePattern = /(?:[(,=:[!&|?{};]|=>|\breturn|^)\s*$/;

/**
 * The string literals of a module, and the fixed parts of its templates, each with the code around it. Comments hold none.
 * @param {string} source
 * @returns {{text: string, before: string, after: string, isTail: boolean}[]} `isTail`: what follows a placeholder
 */
export function literalsIn(source) {
  const found = [];
  let code = "";
  let at = 0;

  /** Reads code up to the end, or to the brace that ends a placeholder. */
  function read(isPlaceholder) {
    for (let depth = 0; at < source.length; ) {
      const here = source[at];
      if (source.startsWith("//", at)) skip("\n");
      else if (source.startsWith("/*", at)) skip("*/");
      else if (here === '"' || here === "'") literal(here);
      else if (here === "`") template();
      else if (here === "/" && beforePattern.test(code.slice(-20))) pattern();
      else if (isPlaceholder && here === "}" && depth === 0) return;
      else {
        depth += here === "{" ? 1 : here === "}" ? -1 : 0;
        code += here;
        at += 1;
      }
    }
  }

  function skip(end) {
    const next = source.indexOf(end, at);
    at = next < 0 ? source.length : next + end.length;
  }

  function literal(quote) {
    const start = (at += 1);
    while (source[at] !== quote) at += source[at] === "\\" ? 2 : 1;
    keep(source.slice(start, at));
    at += 1;
  }

  function template() {
    let [start, isTail] = [(at += 1), false];
    while (source[at] !== "`") {
      if (!source.startsWith("${", at)) at += source[at] === "\\" ? 2 : 1;
      else {
        keep(source.slice(start, at), isTail);
        at += 2;
        read(true);
        [start, isTail] = [(at += 1), true];
      }
    }
    keep(source.slice(start, at), isTail);
    at += 1;
  }

  function pattern() {
    for (let isSet = false, start = at; at === start || source[at] !== "/" || isSet; at += source[at] === "\\" ? 2 : 1) {
      isSet = source[at] === "[" || (isSet && source[at] !== "]");
    }
    at += 1;
    code += "0";
  }

  function keep(text, isTail = false) {
    found.push({ text, before: code.slice(-60), after: source.slice(at + 1, at + 20), isTail });
    code += '""';
  }

  read(false);
  return found;
}
