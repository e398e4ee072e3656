/* What every page runs, but for the one without a connection.
   collectstatic makes one file of it. */

import "./offline.js";
import "./kept-text.js";
import "./filter-options.js";
import "./quick-search.js";
import "./shortcuts.js";
import "./unsent-list.js";
import "./print-button.js";
import "./copy-button.js";
import "./show-password.js";
