// A form as data: what it holds by field name, how it becomes a request, and where its errors are shown.

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const named = (form, name) => [...form.elements].filter((field) => field.name === name);

// What the form holds, by name. What is empty is left out, because it is not known.
export function values(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.name || (isChoice(field) && !field.checked)) continue;
    const value = field.validity.badInput ? "?" : field.value.trim();
    if (value) found[field.name] = value;
  }
  return found;
}

// Replaces what the form holds. Hidden fields belong to the page, not to the reader.
export function fill(form, wanted) {
  form.reset();
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || !(field.name in wanted)) continue;
    if (isChoice(field)) field.checked = field.value === wanted[field.name];
    else field.value = wanted[field.name];
  }
}

export function empty(form, name) {
  for (const field of named(form, name)) {
    if (isChoice(field)) field.checked = false;
    else field.value = "";
  }
}

// Values by dotted name as nested objects and lists: "intervals.third-party.0.from".
export function nested(flat) {
  const request = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(".");
    const last = keys.pop();
    let target = request;
    keys.forEach((key, depth) => {
      const below = depth + 1 < keys.length ? keys[depth + 1] : last;
      if (!(key in target)) target[key] = /^\d+$/.test(below) ? [] : {};
      target = target[key];
    });
    target[last] = value;
  }
  return request;
}

// Ties each place for an error to its fields.
export function describe(form, prefix) {
  for (const slot of form.querySelectorAll("[data-error]")) {
    slot.id = slot.id || `${prefix}-error-${slot.dataset.error}`;
    for (const field of named(form, slot.dataset.error)) {
      const before = field.getAttribute("aria-describedby") || "";
      if (!before.split(" ").includes(slot.id)) field.setAttribute("aria-describedby", `${before} ${slot.id}`.trim());
    }
  }
}

// Shows each message beside its field and takes the others away.
export function blame(form, messages) {
  for (const slot of form.querySelectorAll("[data-error]")) {
    slot.textContent = messages.get(slot.dataset.error) || "";
    slot.hidden = !slot.textContent;
    for (const field of named(form, slot.dataset.error)) {
      if (field.type !== "radio") field.setAttribute("aria-invalid", String(!slot.hidden));
    }
  }
}

// Marks the questions that can no longer change anything, unless the reader has answered them.
export function spare(form, answers) {
  const known = answers.filter(({ open }) => open);
  const needed = new Set(known.flatMap(({ open }) => open.map(({ id }) => `answers.${id}`)));
  const given = values(form);
  for (const mark of form.querySelectorAll("[data-moot]")) {
    mark.hidden = !known.length || needed.has(mark.dataset.moot) || mark.dataset.moot in given;
  }
}
