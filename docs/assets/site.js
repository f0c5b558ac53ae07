// The one script of every page: starts each feature by itself, so that one that throws leaves the others alive.
// sitegen/scripts.py bundles it into one classic script; import() then means "run this module now".
import "./source.js"; // first, and at once: only now is document.currentScript this script

import("./search.js");
import("./ticks.js");
import("./pick.js");
import("./bridge.js");
import("./wipe.js");
import("./update.js");
import("./kiosk.js");
if (document.querySelector("[data-casebook]")) import("./casebook.js");
if (document.querySelector("[data-copy-years]")) import("./copy.js");
if (document.querySelector("[data-copy-check]")) import("./check.js");
