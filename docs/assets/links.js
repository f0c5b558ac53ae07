// Links to the pages of this site: over http they end in a folder, in the offline copy in the file that is in it.
import { isCopy } from "./source.js";

// The same as to_file() of sitegen/copy_pages.py, which does it for the links that stand in the pages.
export function toPage(link) {
  return isCopy ? String(link).replace(/^([^?#]*\/)(?=$|[?#])/, "$1index.html") : link;
}
