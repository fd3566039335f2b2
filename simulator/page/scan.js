// What looks like personal data in a text. `known` are work contacts that are meant to be there.

const SHAPES = [
  ["kindIban", /\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,4})?\b/g],
  ["kindEmail", /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g],
  ["kindPhone", /(?<![\w.:-])(?:\+\d{2}|0\d{1,4})[ /-]?\d{2,}(?:[ /-]?\d{2,})+(?![\w:-])/g],
  ["kindBirthday", /\b(?:geb(?:oren|\.)?(?: am)?|born(?: on)?|Geburtstag:?|\*)\s*\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})\b|\b\d{1,2}\.\d{1,2}\.(?:19[2-9]\d|200\d|201\d)\b/gi],
  ["kindAddress", /\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|allee|gasse|platz|ring|damm|ufer)\s+\d{1,4}\s?[a-z]?\b|\b\d{5} [A-ZÄÖÜ][a-zäöüß]+/g],
  ["kindName", /\b(?:Frau|Herr|Herrn|Familie|Eheleute|Mr|Mrs|Ms)\.? [A-ZÄÖÜ][\p{L}-]+/gu],
];
const PAIR = /\b(\p{Lu}[\p{Ll}-]+) (\p{Lu}[\p{Ll}-]+)\b/gu;

export class Scan {
  constructor(known = [], names = []) {
    this.known = known.map(plain);
    this.names = new Set(names.map((name) => name.toLowerCase()));
  }

  // Everything found in a text, as {kind, text, known}.
  find(text) {
    const found = SHAPES.flatMap(([kind, shape]) => [...text.matchAll(shape)].map((match) => ({ kind, text: match[0] })));
    for (const match of text.matchAll(PAIR)) {
      if (this.names.has(match[1].toLowerCase())) found.push({ kind: "kindName", text: match[0] });
    }
    return found.map((one) => ({ ...one, known: this.isKnown(one.text) }));
  }

  isKnown(text) {
    const wanted = plain(text);
    return this.known.some((one) => one === wanted || one.split(" ").includes(wanted.replace(/^(frau|herrn?|familie) /, "")));
  }
}

function plain(text) {
  const digits = text.replace(/[\s/+-]/g, "");
  return /^\d{6,}$/.test(digits) ? digits.replace(/^49/, "0") : text.toLowerCase();
}
