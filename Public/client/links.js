/** What of a text can be opened: addresses of the web and of mail. */

/** A link ends at white space and at what would open or close something around it, or goes on with a sentence of East Asia. */
const urlEnd = "\\s<>\"'`，。！？；：、（）「」『』【】《》〈〉“”‘’";
export const urlPattern = `(?:\\bhttps?:\\/\\/|(?<![\\p{L}\\p{N}_.@/-])www\\.)[^${urlEnd}]+`;
export const mailPattern = "(?<![\\p{L}\\p{N}_.+/:-])[a-z0-9_.+-]{1,64}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}(?![\\p{L}\\p{N}_@])";

/**
 * A URL that may be opened: http and https only, parsed as the browser does.
 * @returns {string | null}
 */
export function safeURL(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) && url.hostname && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** Where a link leads that was written so. @param {string} text */
export const hrefOf = (text) => safeURL(/^www\./i.test(text) ? `https://${text}` : text);

/** A sentence's end is not the URL's, nor is a delimiter's; a bracket is, if it was opened there. */
export function trimmed(found) {
  let surplus = found.split(")").length - found.split("(").length;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1];
    if (last === ")" && surplus > 0) surplus -= 1;
    else if (!".,;:!?…*_~".includes(last)) break;
  }
  return found.slice(0, end);
}
