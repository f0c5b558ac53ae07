// Where this site's own files come from: over http they are fetched; in the offline copy, whose pages may not
// fetch, each is a script that hands its text over.

// Set while the page's one script runs, which is when this module does.
export const ROOT = new URL("..", document.currentScript.src);
export const isCopy = document.documentElement.dataset.copy === "offline";

const PATIENCE = 30000; // milliseconds; the files are small
const awaited = new Map();

if (isCopy) {
  self.copyFile = (path, text) => {
    awaited.get(path)(text);
    awaited.delete(path);
  };
}

function fromScript(path) {
  return new Promise((resolve, reject) => {
    awaited.set(path, resolve);
    const script = document.createElement("script");
    script.onerror = () => reject(new Error(`missing: ${path}`));
    script.onload = () => {
      script.remove();
      // It ran and handed nothing over: a damaged file has no other sign.
      if (awaited.delete(path)) reject(Object.assign(new Error(`damaged: ${path}`), { damaged: true }));
    };
    script.src = new URL(`${path}.js`, ROOT);
    document.head.append(script);
  });
}

async function fetched(path) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE); // a line that went dead says nothing by itself
  const response = await fetch(new URL(path, ROOT), { cache: "no-cache", signal: patience.signal });
  if (!response.ok) throw Object.assign(new Error(`${response.status} ${path}`), { status: response.status });
  return response.text();
}

// The text of a file, its path relative to the root of the site. A binary file of the copy is base64 of gzip.
export const text = isCopy ? fromScript : fetched;
