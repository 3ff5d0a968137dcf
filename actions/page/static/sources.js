/**
 * Where rules and figures are written: folded away until the shopper asks.
 */

import { element, isolated, link } from './dom.js';
import { formatDay } from './format.js';
import { say } from './strings.js';

/**
 * @typedef {object} Source
 * @property {unknown} title
 * @property {unknown} [url]
 * @property {unknown} [checked_on] day on which it was looked at
 * @property {unknown} [confidence] official, secondary or unconfirmed
 * @property {unknown} [rule_id] the rule that it is the source of
 */

/**
 * @param {unknown} sources
 * @param {string} language
 * @param {unknown} [notes] remarks of the rules, in English
 * @returns {HTMLElement | null} null where there is neither source nor note
 */
export function sourcesOf(sources, language, notes) {
  const cited = once((Array.isArray(sources) ? sources : []).filter((source) => source?.title || source?.url));
  const remarks = (Array.isArray(notes) ? notes : []).filter((note) => note?.text);
  if (!cited.length && !remarks.length) return null;
  const items = cited.map((source) => itemOf(source, language));
  return element(
    'details',
    { class: 'sources' },
    element('summary', {}, say(language, 'sources')),
    element('ul', {}, ...items),
    remarks.length
      ? element('ul', { lang: 'en', dir: 'ltr' }, ...remarks.map((note) => element('li', {}, String(note.text))))
      : null,
  );
}

/**
 * @param {Source} source
 * @param {string} language
 */
function itemOf(source, language) {
  const day = source.checked_on ? formatDay(source.checked_on, language) : '';
  const rule = source.rule_id === undefined ? null : String(source.rule_id);
  return element(
    'li',
    { 'data-rule': rule },
    link(source.url, String(source.title || source.url), { dir: 'auto' }),
    ' ',
    day && element('span', { class: 'checked' }, isolated(say(language, 'checked', { date: day }))),
    ' ',
    confidenceOf(source.confidence, language),
  );
}

/**
 * A mark on what no official source says.
 * @param {unknown} confidence
 * @param {string} language
 */
export function confidenceOf(confidence, language) {
  if (confidence !== 'secondary' && confidence !== 'unconfirmed') return null;
  return element('span', { class: 'tag', 'data-confidence': confidence }, say(language, `confidence_${confidence}`));
}

/**
 * Each source once, by title, address and rule.
 * @param {readonly Source[]} sources
 */
function once(sources) {
  const key = (/** @type {Source} */ source) => JSON.stringify([source.title, source.url, source.rule_id]);
  return [...new Map(sources.map((source) => [key(source), source])).values()];
}
