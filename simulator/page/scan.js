// What looks like personal data in a text. `known` are work contacts that are meant to be there.

const MONTH = "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)";
const BORN_YEAR = "(?:19[2-9]\\d|200\\d|201\\d)";
const STREET = "(?:straße|strasse|str\\.|str|weg|allee|gasse|platz|ring|damm|ufer|wall|hof|markt)";
const SHAPES = [
  ["kindIban", /\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,4})?\b|\bde\d{2}(?: ?\d{4}){4} ?\d{2}\b/g],
  ["kindEmail", /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g],
  ["kindPhone", /(?<![\w.:-])(?:\+\d{2}|00\d{2}|\(?0\d{1,5}\)?)(?: ?\(0\))?[ /-]{0,3}\d{2,}(?:[ /-]{0,3}\d{2,})+(?![\w:-])/g],
  ["kindBirthday", new RegExp(
    `(?:\\b(?:geb(?:oren|\\.)?(?: am)?|born(?: on)?|Geburtstag:?|Jahrgang)|\\*)\\s*(?:\\d{1,2}\\.\\s?(?:\\d{1,2}\\.\\s?|${MONTH} ))?(?:\\d{4}|\\d{2})\\b`
    + `|\\b\\d{1,2}\\.\\s?(?:\\d{1,2}\\.\\s?|${MONTH} )${BORN_YEAR}\\b|\\b${BORN_YEAR}-\\d{2}-\\d{2}\\b`, "gi")],
  ["kindAddress", new RegExp(
    `(?<![\\p{L}])(?:\\p{Lu}[\\p{L}-]*${STREET}|\\p{Lu}[\\p{L}-]* ${STREET.replace("(?:", "(?:Straße|Strasse|Str\\.|Weg|Allee|Platz|Ring|")}`
    + `|(?:Am|An der|Auf der|Auf dem|Im|In der|Zum|Zur) \\p{Lu}[\\p{L}-]+)\\s+\\d{1,4}\\s?[a-z]?(?![\\p{L}\\d:.])|\\b\\d{5} \\p{Lu}\\p{Ll}+`, "gu")],
  ["kindName", /\b(?:Frau|Fr\.|Herrn?|Hr\.|Familie|Fam\.|Eheleute|Mr|Mrs|Ms)\.? \p{Lu}[\p{L}-]+/gu],
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
