// Stops the clock and chance, so that two builds of the same files are the same bytes.
const NOW = Date.UTC(2020, 0, 1);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [NOW]));
  }

  static now() {
    return NOW;
  }
};
performance.now = () => 0;
Math.random = () => 0.5;
Object.defineProperty(globalThis, "crypto", { value: { getRandomValues: (bytes) => bytes.fill(0) } });
