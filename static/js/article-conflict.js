/* A paragraph that two people changed: both wordings, and what to do with them. */

import { change } from "./article-changes.js";
import { openParagraph } from "./article-paragraph.js";
import { boxOf, knownSentences, placeOf, readOf, sheet } from "./article-sheet.js";
import { writeBlock } from "./article-text.js";
import { message } from "./page-texts.js";

/** Show both wordings under each paragraph that two people changed. */
export function dressConflicts() {
  for (const element of sheet.querySelectorAll("[data-conflict]")) {
    const theirs = element.querySelector("[data-theirs]");
    if (!theirs || element.querySelector("[data-both]")) continue;
    theirs.parentElement.hidden = true;
    readOf(element).after(panel(element, theirs.value));
  }
}

function panel(element, theirs) {
  const box = document.createElement("div");
  box.className = "ask";
  box.dataset.both = "";
  const pair = tag("dl", "", "ask__pair");
  pair.append(
    entry(message("yours"), boxOf(element).value),
    entry(element.querySelector("[data-theirs]").labels[0].textContent.trim(), theirs),
  );
  const actions = tag("div", "", "actions");
  actions.append(
    button(message("keepMine"), () => settle(element, boxOf(element).value)),
    button(message("takeTheirs"), () => settle(element, theirs)),
    button(message("openBoth"), () => {
      settle(element, `${boxOf(element).value}\n\n${theirs}`);
      openParagraph(placeOf(element));
    }),
  );
  box.append(tag("h3", message("both")), tag("p", message("nothingLost"), "sub"), pair, actions);
  return box;
}

function tag(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

function entry(term, text) {
  const row = document.createElement("div");
  row.append(tag("dt", term), tag("dd", text));
  return row;
}

function button(label, act) {
  const element = tag("button", label, "btn btn--2");
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/** Let a text stand in the place of both wordings. */
function settle(element, text) {
  element.querySelector("[data-both]").remove();
  element.querySelector("[data-theirs]").parentElement.remove();
  delete element.dataset.conflict;
  const at = placeOf(element);
  change("edit", (blocks) => writeBlock(blocks, at.block, text, knownSentences()), { at });
}
