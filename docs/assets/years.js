// The holiday calendar; in the offline copy with the years that were dropped into its folder holidays. Python checks
// them (checkers/added_years.py): here they are only found.
import { isCopy, text } from "./source.js";

// What is in the files from `year` on, by year; null where one is there but damaged.
export async function added(year) {
  const found = {};
  for (let next = year; ; next += 1) {
    try {
      found[next] = await text(`holidays/${next}`);
    } catch (error) {
      if (!error.damaged) return found;
      found[next] = null;
    }
  }
}

export async function calendar() {
  const published = await text("api/v1/calendar.json");
  if (!isCopy) return published;
  const data = JSON.parse(published);
  return JSON.stringify({ ...data, added: await added(data.last_year + 1) });
}
