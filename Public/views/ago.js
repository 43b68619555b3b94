import { intl, t } from "../languages/en-dialogs.js";

/** How long ago something was, roughly. @param {number} time @param {number} [now] */
export function ago(time, now = Date.now()) {
  const minutes = Math.round((time - now) / 60_000);
  if (minutes > -1) return t("justNow");
  const span = intl("RelativeTimeFormat", { numeric: "auto", style: "short" }, "ago");
  if (minutes > -60) return span.format(minutes, "minute");
  return minutes > -36 * 60 ? span.format(Math.round(minutes / 60), "hour") : span.format(Math.round(minutes / 1_440), "day");
}
