/* What the page of the meeting form hands to its scripts: texts, already translated, addresses
   and the icons. */

const data = document.getElementById("form-words")?.dataset || {};

/** Return the text called `name` with its {placeholders} filled in. */
export function message(name, values = {}) {
  return (data[name] || "").replace(/\{(\w+)\}/g, (_match, key) => values[key] ?? "");
}

/** Return the address called `name`, with `query` as its parameters. */
export function address(name, query = {}) {
  const url = new URL(data[`${name}Url`], window.location.href);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url;
}

/** Return the icon called `name` as an SVG element. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${data.icons}#${name}`);
  svg.append(use);
  return svg;
}
