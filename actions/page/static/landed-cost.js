/**
 * What a product costs to the door, line by line, with what is not known and where the rules are from.
 */

import { element, icon, link } from './dom.js';
import { notIncluded } from './door-price.js';
import { formatDay, formatMoney, formatNumber, formatRate, nameOf } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `landed_cost` payload
 * @param {string} language
 */
export function landedCostOf(payload, language) {
  const money = (/** @type {unknown} */ amount) => formatMoney({ amount, currency: payload.currency }, language);
  const title = say(language, 'cost_to', { country: nameOf('region', payload.destination, language) });
  const lines = payload.lines.map((/** @type {any} */ line) => {
    const amount = money(line.amount);
    return element(
      'tr',
      { 'data-kind': line.kind },
      element('th', { scope: 'row' }, lineName(line, language)),
      element('td', { class: amount ? '' : 'unknown' }, element('bdi', {}, amount || say(language, 'unknown'))),
    );
  });
  const total = element(
    'tr',
    {},
    element('th', { scope: 'row' }, say(language, payload.complete ? 'total' : 'total_at_least')),
    element('td', {}, element('bdi', {}, money(payload.total))),
  );
  const table = element('table', { 'aria-label': title }, element('tbody', {}, ...lines), element('tfoot', {}, total));
  const missing = payload.complete ? '' : notIncluded(payload.unknown, language);
  return element(
    'div',
    { class: 'panel landed-cost', 'data-product-id': payload.product_id },
    element('h2', {}, icon('door'), title),
    table,
    missing && element('p', { class: 'not-included' }, missing),
    element('p', { class: 'aside' }, ...asides(payload, language)),
    sourcesOf(payload, language),
  );
}

/**
 * A line's name, with its rate where the name does not say it.
 * @param {Record<string, any>} line
 * @param {string} language
 */
function lineName(line, language) {
  const name = String(line.text || line.kind);
  const rate = formatRate(line.rate, language);
  return rate && !/[%٪]/.test(name) ? `${name} (${rate})` : name;
}

/**
 * @param {Record<string, any>} payload
 * @param {string} language
 */
function asides(payload, language) {
  const said = [];
  if (payload.delivery_days?.every?.(Number.isFinite)) {
    const [low, high] = payload.delivery_days.map((/** @type {number} */ days) => formatNumber(days, language));
    said.push(say(language, 'delivery', { days: low === high ? low : `${low}–${high}` }));
  }
  if (payload.as_of) said.push(say(language, 'as_of', { date: formatDay(payload.as_of, language) }));
  return said.map((text) => element('span', {}, text));
}

/**
 * @param {Record<string, any>} payload
 * @param {string} language
 */
function sourcesOf(payload, language) {
  const sources = Array.isArray(payload.sources) ? payload.sources : [];
  const notes = Array.isArray(payload.notes) ? payload.notes : [];
  if (!sources.length && !notes.length) return null;
  const items = sources.map((source) => {
    const checked = source.checked_on ? say(language, 'checked', { date: formatDay(source.checked_on, language) }) : '';
    const name = link(source.url, String(source.title ?? source.url ?? ''), { dir: 'auto' });
    return element('li', {}, name, checked && element('span', { class: 'checked' }, ` ${checked}`));
  });
  // Notes are the rules' own and in English.
  const remarks = notes.map((note) => element('li', {}, String(note?.text ?? '')));
  return element(
    'details',
    {},
    element('summary', {}, say(language, 'sources')),
    element('ul', {}, ...items),
    remarks.length ? element('ul', { lang: 'en', dir: 'ltr' }, ...remarks) : null,
  );
}
