// The start page of the offline copy: which years were dropped into the folder holidays. Whether they can be used
// is for Python to say, on the page that checks the copy and above every day it counts.
import { added } from "./years.js";

const place = document.querySelector("[data-copy-years]");

added(Number(place.dataset.copyYears)).then((years) => {
  const names = Object.keys(years);
  if (names.length) place.textContent = `另外放进来的有 ${names.join("、")} 年，算日子时先核对再用。`;
});
