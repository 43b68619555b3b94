/**
 * Files can't be sent. One that is dropped would take the page's place in the window, one that is pasted would go nowhere.
 * @param {() => void} tell
 */
export function refuseFiles(tell) {
  for (const name of /** @type {const} */ (["dragover", "drop"])) {
    addEventListener(name, (event) => {
      const isFile = event.dataTransfer?.types.includes("Files") ?? false;
      // Text may be dropped into fields; a link that is dropped elsewhere would be followed.
      if (!isFile && isField(event.target)) return;
      event.preventDefault();
      if (isFile && name === "drop") tell();
    });
  }
  addEventListener("paste", ({ clipboardData }) => clipboardData?.files.length && !clipboardData.types.includes("text/plain") && tell());
}

const isField = (target) => target instanceof Element && target.closest("input, textarea") !== null;
