/**
 * The page's own few words in every served language, from strings.json.
 */

/** @type {Record<string, Record<string, string | string[]>>} */
let table = {};

/** Fetches the words. Nothing is said before. */
export async function loadStrings() {
  const reply = await fetch('strings.json');
  if (!reply.ok) throw new Error(`strings.json: ${reply.status}`);
  table = await reply.json();
}

/**
 * Says `key` in a language, else in English, with {…} filled in.
 * @param {string} language a served language
 * @param {string} key
 * @param {Record<string, string>} [values]
 * @returns {string}
 */
export function say(language, key, values = {}) {
  const text = table[language]?.[key] ?? table.en?.[key] ?? '';
  return String(text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * What a shopper might write first.
 * @param {string} language
 * @returns {string[]}
 */
export function examples(language) {
  const found = table[language]?.examples ?? table.en?.examples ?? [];
  return Array.isArray(found) ? found : [];
}
