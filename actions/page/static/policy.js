/**
 * What the shop's own documents say: each passage as a quotation, with the document that it stands in.
 */

import { element, isolated, link, safeUrl } from './dom.js';
import { nameOf } from './format.js';
import { directionOfText } from './language.js';
import { lawOf } from './law.js';
import { say } from './strings.js';

/** Marks of direction that the words of a message are set in; they are not part of a quotation. */
const MARKS = /[\u200e\u200f\u2066-\u2069]/g;

/**
 * @param {Record<string, any>} payload a `policy` payload
 * @param {string} language
 */
export function policyOf(payload, language) {
  const quotes = (payload.quotes ?? []).filter((/** @type {any} */ quote) => typeof quote?.text === 'string' && quote.text);
  if (!quotes.length && !payload.law) return null;
  return element(
    'div',
    { class: 'panel policy' },
    ...quotes.map((/** @type {any} */ quote) => quoteOf(quote, language)),
    payload.law && lawOf(payload.law, language),
  );
}

/**
 * What a message says besides its quotations, which are shown as such: the lines before the first and after the last
 * of them. A text without them comes back whole, in the first place.
 * @param {Record<string, any>} payload
 * @param {string} text
 * @returns {[string, string]} what comes before the quotations, and after them
 */
export function besideQuotes(payload, text) {
  const bare = text.replace(MARKS, '');
  const quotes = Array.isArray(payload.quotes) ? payload.quotes.filter(Boolean) : [];
  let before = '';
  let rest = bare;
  for (const [place, quote] of quotes.entries()) {
    const said = String(quote.text ?? '').trim();
    const start = said ? rest.indexOf(said) : -1;
    if (start < 0) return [text, ''];
    // The line before a quotation names its document, as the quotation's own foot does.
    const lead = rest.slice(0, start).trimEnd().split('\n');
    // So does the line between, where the quotation has a heading.
    if (quote.heading && lead.at(-1)?.trim() === quote.heading) lead.pop();
    const isNamed = Boolean(quote.title) && lead.at(-1)?.includes(quote.title);
    if (isNamed) lead.pop();
    if (place === 0) before = lead.join('\n').trim();
    rest = withoutLink(rest.slice(start + said.length).trimStart(), String(quote.url ?? ''));
  }
  return [before, rest.trim()];
}

/**
 * @param {string} text
 * @param {string} url
 */
function withoutLink(text, url) {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  return url && first.includes(url) ? text.slice(first.length) : text;
}

/**
 * @param {Record<string, any>} quote
 * @param {string} language
 */
function quoteOf(quote, language) {
  const way = directionOfText(quote.text, quote.language);
  const own = { dir: way, lang: quote.language };
  const source = String(quote.title || quote.source || '');
  const isForeign = quote.language && quote.language.split('-')[0] !== language.split('-')[0];
  const heading = quote.heading && quote.heading !== quote.title ? String(quote.heading) : '';
  return element(
    'figure',
    { class: 'quote', dir: way },
    element(
      'blockquote',
      { ...own, cite: safeUrl(quote.url) },
      heading && element('b', {}, heading),
      ...quote.text.split(/\n{2,}/).map((/** @type {string} */ part) => element('p', {}, part)),
    ),
    element(
      'figcaption',
      {},
      source && element('cite', {}, isolated(source, quote.language)),
      isForeign &&
        element('span', { class: 'language', lang: language }, isolated(nameOf('language', quote.language, language))),
      safeUrl(quote.url) && link(quote.url, say(language, 'read_on'), { class: 'more', lang: language }),
    ),
  );
}
