// Drives the page it stands in as a reader would and tells the test what is to be seen. Its first line, written by
// copies.py, sets BEACON and TOUR ([{scene, page}]). It keeps nothing itself: the beacon knows what comes next.

const PATIENCE = 90000;
const LIMIT = 1500;

const faults = [];
addEventListener("error", ({ message, target }) => faults.push(message || `did not load: ${target.src || target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  faults.push(`forbidden: ${violatedDirective} ${blockedURI}`);
});

const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const words = (selector) => all(selector).map((node) => node.innerText.trim()).join("\n").slice(0, LIMIT);

function send(path) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth);
    image.onerror = () => reject(new Error("the beacon does not answer"));
    image.src = `${BEACON}/${path}`;
  });
}

// The first thing `look` finds, as soon as the page changes so that it does.
function until(what, look) {
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(seen);
    const timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`waited in vain for ${what}; the page says: ${words("[data-boot], [data-status], [data-saved]")}`));
    }, PATIENCE);
    function seen() {
      const found = look();
      if (!found) return;
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
    }
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    seen();
  });
}

function enter(field, value) {
  field.focus();
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

function choose(name, value) {
  const field = find(`[name="${name}"][value="${value}"]`);
  field.focus();
  field.click();
}

const refused = (promise) => promise.then(() => false, () => true);
const loads = (tag, attributes) => new Promise((resolve, reject) => {
  const element = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
  document.head.append(element);
});
const asks = (url) => new Promise((resolve, reject) => {
  const request = Object.assign(new XMLHttpRequest(), { onload: resolve, onerror: reject });
  request.open("GET", url);
  request.send();
});
const works = (url) => new Promise((resolve, reject) => {
  Object.assign(new Worker(url), { onmessage: resolve, onerror: reject });
});

// What the form of 1.41 holds: nothing of it may be there after a reload.
const entered = () => ({
  company: (find('[name="answers.company"]:checked') || {}).value || "",
  months: find('[name="answers.passport_months"]').value,
  ticks: all("[data-tick]:checked").length,
  remembered: find("#checker [data-do=remember]").checked,
  said: words("#checker [data-saved]"),
});

async function askChecker() {
  const seen = new Set();
  new MutationObserver(() => seen.add(words("#checker [data-boot]"))).observe(find("#checker [data-boot]"), { childList: true });
  const start = performance.now();
  choose("answers.company", "foreign");
  const outcome = await until("a verdict or a sentence", () =>
    find("#checker [data-view=check] .verdict, #checker [data-boot] button"));
  return {
    milliseconds: Math.round(performance.now() - start),
    verdict: outcome.className,
    result: words("#checker [data-view=check]"),
    boot: words("#checker [data-boot]"),
    stages: [...seen],
  };
}

async function calculate(start, amount) {
  enter(find("#due [name=start]"), start);
  enter(find("#due [name=amount]"), amount);
  find("#due [type=submit]").click();
  await until("a date", () => words("#due [data-view=due]").includes(start.slice(0, 4)) || find("#due [data-boot] button"));
  return words("#due [data-boot], #due [data-view=due]");
}

const SCENES = {
  // A page of ours beside the copies, without any policy: what is refused here the browser itself refuses.
  async rules() {
    return {
      fetch: await refused(fetch("neighbour.js")),
      request: await refused(asks("neighbour.js")),
      module: await refused(loads("script", { type: "module", src: "neighbour.mjs" })),
      worker: await refused(works("neighbour.js")),
      script: !(await refused(loads("script", { src: "neighbour.js" }))),
      automated: navigator.webdriver,
    };
  },

  start: async () => ({ about: words("#copy + div") }),

  async search() {
    const box = find("#search-input");
    enter(box, "商务旅行卡");
    const first = await until("results", () => find("[data-search] [role=option]"));
    return [{ found: words("[data-search] [role=option] strong") }, () => first.click()];
  },

  arrival: async () => ({
    address: location.href,
    heading: words("h1"),
    charts: all("svg.flow").map((chart) => [chart.getBoundingClientRect().height > 100, chart.querySelectorAll(".flow__step").length]),
    steps: all("#content ol > li").length,
  }),

  async ticks() {
    const before = words("[data-tick-count]");
    all("[data-tick]").slice(0, 2).forEach((box) => box.click());
    return { before, after: words("[data-tick-count]"), total: words("[data-tick-total]") };
  },

  async verdict() {
    find("[data-tick]").click();
    enter(find('[name="answers.passport_months"]'), "36");
    const answer = await askChecker();
    return { ...answer, entered: entered() };
  },

  forgotten: async () => entered(),

  async remember() {
    find("#checker [data-do=remember]").click();
    find("[data-tick]").click();
    enter(find('[name="answers.passport_months"]'), "36");
    return entered();
  },

  async remembered() {
    const before = entered();
    find("[data-wipe]").click();
    return { before, after: entered() };
  },

  // Both dates of the calculator need the calendar: one lies in a published year, one perhaps not yet.
  async deadline() {
    const result = await calculate("2026-02-13", "2");
    find("#due [data-do=ics]").click();
    return { result };
  },

  nextYear: async () => ({ result: await calculate("2027-02-01", "10") }),

  async ledger() {
    enter(find('[name="fields.服务事项人姓名（单位名称）"]'), "甲公司");
    enter(find('[name="events.accepted"]'), "2026-11-02");
    find("[data-case-form] [type=submit]").click();
    await until("the case", () => find("[data-list] .case"));
    enter(find('[name="fields.服务事项人姓名（单位名称）"]'), "乙公司");
    return { cases: words("[data-list] .case") };
  },

  async check() {
    const button = find("[data-check-start]");
    button.click();
    await until("the end of the check", () => !button.disabled);
    return { status: words("[data-check-status]"), report: words("[data-check-report]") };
  },

  ledgerAgain: async () => ({
    status: words("[data-status]"),
    cases: all("[data-list] .case").length,
    form: all("[data-case-form] [name]").map((field) => field.value).join(""),
  }),
};

async function tell(stop, facts) {
  await send(`told?${encodeURIComponent(JSON.stringify([stop, facts]))}`);
}

const here = (page) => decodeURI(location.href).split(/[?#]/)[0] === decodeURI(page);

// Each stop of the tour is a page opened afresh; one without a page is wherever the stop before led.
async function next(fresh) {
  const stop = (await send(`next?${performance.timeOrigin + performance.now()}`)) - 1;
  if (stop >= TOUR.length) return;
  const { scene, page } = TOUR[stop];
  if (page && !here(page)) location.assign(page);
  else if (!fresh) location.reload();
  else {
    let facts, leave = () => next(false);
    try {
      const result = await SCENES[scene]();
      if (Array.isArray(result)) [facts, leave] = result;
      else facts = result;
    } catch (error) {
      facts = { failed: String(error) };
    }
    await tell(stop, { ...facts, faults });
    leave();
  }
}

addEventListener("load", () => next(true));
