/* Enhances the meeting form. Each part works without scripts too. */

import "./formset.js";
import { setUpActionPoints } from "./action-points.js";
import { setUpPreview } from "./article-preview.js";
import { setUpCounterparts } from "./counterparts.js";
import { setUpDates } from "./dates.js";
import { setUpLocation } from "./location.js";

const MIN_ROWS = 3;
const LINE_LENGTH = 60;

/** Let text areas grow with their text in browsers that cannot do so by style. */
function setUpTextAreas() {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of document.querySelectorAll("#meeting-form textarea")) {
    const resize = () => {
      const heights = area.value
        .split("\n")
        .map((line) => 1 + Math.floor(line.length / LINE_LENGTH));
      area.rows = Math.max(
        MIN_ROWS,
        heights.reduce((sum, height) => sum + height, 0),
      );
    };
    area.addEventListener("input", resize);
    area.form.addEventListener("form:restored", resize);
    resize();
  }
}

setUpDates();
setUpLocation();
setUpCounterparts();
setUpActionPoints();
setUpPreview();
setUpTextAreas();
