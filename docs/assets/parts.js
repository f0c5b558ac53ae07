// The files of the Python runtime: beside the worker's script, or, in a copy opened from a disk, asked of the page,
// which has them as base64 of gzip.
const request = self.fetch.bind(self);

function decoded(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
  return bytes;
}

function unpacked(base64) {
  return new Blob([decoded(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
}

async function count(body, arrived) {
  for (let reader = body.getReader(), chunk; !(chunk = await reader.read()).done; ) arrived(chunk.value.length);
}

export class Parts {
  // `isCopy`: whether the page has to be asked for them. `arrived(bytes)` hears of every byte: the page tells a slow
  // line from a dead one by it.
  constructor(isCopy, arrived) {
    this.isCopy = isCopy;
    this.arrived = arrived;
    this.wanted = new Map();
  }

  // What the page has answered.
  take({ want, packed, error }) {
    const { resolve, reject } = this.wanted.get(want);
    if (error) reject(new Error(error));
    else resolve(new Response(unpacked(packed), { headers: { "Content-Type": "application/wasm" } }));
  }

  // `broken(error)`: the line went dead half-way.
  async get(name, arrived = this.arrived, broken = () => {}) {
    if (this.isCopy) {
      return new Promise((resolve, reject) => {
        this.wanted.set(name, { resolve, reject });
        postMessage({ want: name });
      });
    }
    const response = await request(new URL(name, self.location));
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    count(response.clone().body, arrived).catch(broken); // who reads the file itself hears of it too
    return response;
  }

  async bytes(name) {
    return (await this.get(name)).arrayBuffer();
  }
}
