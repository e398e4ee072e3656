/* The scripts of the meeting form, in the order in which they run. */

import "./site.js";
import "./meeting-form.js";
import "./drafts.js";
import "./photos.js";
