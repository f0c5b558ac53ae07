// Finds and ranks: reads the index that sitegen/search.py wrote and scores a query against it (BM25F). No DOM here.

// How much a match counts in title, other names and body, and how strongly a long field dilutes it.
const FIELDS = [{ weight: 5, dilution: 0.4 }, { weight: 4, dilution: 0.2 }, { weight: 1, dilution: 0.6 }];
const SATURATION = 1.2;
const NAMED = 2; // how much more something counts whose name was typed exactly
const INITIALS = 6; // pinyin initials say less than the words themselves, but few things share them

const WORD = /[a-z0-9]+(?:\.[a-z0-9]+)*|[\u3400-\u9fff]+/g;
// What people type around the thing they want.
const FILLER = new RegExp([
  "怎么(?:办理|办|弄|做|算|申请)?", "如何(?:办理|申请)?", "怎样", "咋办?", "什么(?:时候|地方|样的|样)?", "在?哪[些里个儿]办?", "在哪", "请问",
  "我们?(?:想要?|要|该|能)?", "想要?", "需要", "可不可以", "可以", "能不能", "能否", "要不要", "有没有", "是不是", "是[什啥]么?",
  "多久", "多长时间", "多少", "要带", "带什么", "[吗呢吧啊呀的]", "^(?:办理|办)(?=..)", "办理$",
].join("|"), "g");

const clean = (text) => text.normalize("NFKC").toLowerCase();

/** The terms of a text; the same as tokens() of sitegen/search.py. */
export function tokens(text) {
  return (clean(text).match(WORD) || []).flatMap((word) =>
    word[0] < "\u3400" || word.length === 1 ? [word] : Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)));
}

/** The term that stands for a title or name as a whole; the same as whole() of sitegen/search.py. */
export function whole(text) {
  return `=${(clean(text).match(WORD) || []).join("")}`;
}

/** The terms of a query: without filler words and what is left between them, unless nothing else was typed. */
export function queryTokens(query) {
  const telling = tokens(clean(query).replace(FILLER, " "));
  const longer = telling.filter((term) => term.length > 1 || term < "\u3400");
  return [...new Set([longer, telling, tokens(query)].find((terms) => terms.length) || [])];
}

/** Where the terms of a query stand in a text: sorted, merged [start, end) pairs. */
export function marks(text, query) {
  const low = text.toLowerCase();
  const found = [];
  for (const term of queryTokens(query)) {
    for (let at = low.indexOf(term); at >= 0; at = low.indexOf(term, at + 1)) found.push([at, at + term.length]);
  }
  found.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Open an index; the result takes a query and gives [{url, title, note, score}], the best first. */
export function open({ docs, lengths, terms }) {
  const lines = new Map(terms.split("\n").map((line) => line.split("\t")));
  const means = lengths.map((field) => field.reduce((sum, n) => sum + n, 0) / field.length || 1);

  // Documents of a term as [number, how often in title, names, body].
  function postings(term) {
    let number = 0;
    return lines.get(term).split(" ").map((item) => {
      const [distance, body = 1, names = 0, title = 0] = item.split(".").map((digits) => parseInt(digits, 36));
      number += distance;
      return [number, title, names, body];
    });
  }

  // A term as it stands, or while it is being typed: the indexed terms that contain or begin with it.
  function similar(term) {
    if (lines.has(term)) return [term];
    if (term[0] === "=") return [];
    if (term >= "\u3400") return term.length === 1 ? [...lines.keys()].filter((key) => key.includes(term)) : [];
    return term.length > 1 ? [...lines.keys()].filter((key) => key.startsWith(term)) : [];
  }

  // How well each document fits one term.
  function scores(term) {
    const found = new Map();
    for (const key of similar(term)) {
      for (const [number, ...often] of postings(key)) {
        const tf = FIELDS.reduce((sum, { weight, dilution }, i) =>
          sum + weight * often[i] / (1 - dilution + dilution * lengths[i][number] / means[i]), 0);
        found.set(number, Math.max(found.get(number) || 0, tf));
      }
    }
    const idf = (count) => Math.log(1 + (docs.length - count + 0.5) / (count + 0.5));
    for (const [number, tf] of found) found.set(number, idf(found.size) * (SATURATION + 1) * tf / (SATURATION + tf));
    if (!/^[a-z]{2,}$/.test(term)) return found;
    docs.forEach(([, , , initials], number) => {
      const best = Math.max(...initials.split(" ").map((word) => word.startsWith(term) ? term.length / word.length : 0));
      if (best) found.set(number, Math.max(found.get(number) || 0, INITIALS * best));
    });
    return found;
  }

  return function search(query) {
    const wanted = queryTokens(query);
    const total = new Map();
    for (const term of wanted) {
      for (const [number, score] of scores(term)) {
        const sum = total.get(number) || { score: 0, terms: 0 };
        total.set(number, { score: sum.score + score, terms: sum.terms + 1 });
      }
    }
    // What bears exactly the name that was typed comes before what only shares its characters.
    for (const number of scores(whole(query)).keys()) total.get(number).score *= NAMED;
    return [...total]
      .map(([number, { score, terms }]) => {
        const [url, title, note, , weight = 1] = docs[number];
        return { url, title, note, score: weight * score * (0.5 + 0.5 * terms / wanted.length) };
      })
      .sort((a, b) => b.score - a.score || (a.url < b.url ? -1 : 1));
  };
}
