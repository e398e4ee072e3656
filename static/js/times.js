/* Times as people read them. */

const HOUR_AND_MINUTE = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Return the time of day, such as "17:42", of an ISO timestamp or of now. */
export function timeOfDay(timestamp) {
  const moment = timestamp ? new Date(timestamp) : new Date();
  return new Intl.DateTimeFormat("en-GB", HOUR_AND_MINUTE).format(moment);
}

/** Return the day, with another year than this one, and time: "24 November, 17:42". */
export function dayAndTime(timestamp) {
  const language = document.documentElement.lang || "en-GB";
  const moment = new Date(timestamp);
  const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  const format = (options) => new Intl.DateTimeFormat(language, options).format(moment);
  return `${format({ day: "numeric", month: "long", year })}, ${format(HOUR_AND_MINUTE)}`;
}
