/* The meeting form, quicker: each part is an improvement of something that works without it. */

import "./rows.js";
import { start as promises } from "./promises.js";
import { start as reading } from "./reading.js";
import { start as when } from "./when.js";
import { start as where } from "./where.js";
import { start as withWhom } from "./with.js";

/** Let text areas grow where the browser does not do it of itself. */
function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of document.querySelectorAll("#meeting-form textarea")) {
    const fit = () => { area.rows = Math.max(3, area.value.split("\n").reduce((n, line) => n + 1 + Math.floor(line.length / 60), 0)); };
    area.addEventListener("input", fit);
    area.form.addEventListener("form:restored", fit);
    fit();
  }
}

for (const start of [when, where, withWhom, promises, reading, grow]) start();
