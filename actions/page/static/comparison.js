/**
 * Products side by side.
 */

import { element, icon, isolated } from './dom.js';
import { formatNumber } from './format.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

/** What is weighed to find the best value. */
const WEIGHED = new Set(['price', 'landed_cost', 'rating']);

/**
 * @param {Record<string, any>} payload a `comparison` payload
 * @param {string} language
 */
export function comparisonOf(payload, language) {
  const pick = pickOf(payload);
  const heads = payload.products.map((/** @type {any} */ product, /** @type {number} */ place) => {
    const title = String(product.title ?? '');
    return element(
      'th',
      { scope: 'col', class: place === pick ? 'pick' : '', 'data-product-id': product.product_id },
      pictureOf(product.image, ''),
      isolated(title, product.title_language),
      place === pick && element('span', { class: 'winner' }, icon('check'), say(language, 'best_value')),
    );
  });
  const rows = payload.rows.map((/** @type {any} */ row) =>
    element(
      'tr',
      { 'data-attribute': row.attribute },
      element('th', { scope: 'row' }, String(row.label ?? '')),
      ...row.values.map((/** @type {any} */ value, /** @type {number} */ place) =>
        cellOf(value, place === row.best, language),
      ),
    ),
  );
  const label = say(language, 'comparison');
  const table = element(
    'table',
    { 'aria-label': label },
    element('thead', {}, element('tr', {}, element('td', {}), ...heads)),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'panel comparison', tabindex: 0, role: 'group', 'aria-label': label }, table);
}

/**
 * The place of the product that is best in more ways than any other, as the bot's own advice has it: of price, cost to
 * the door and rating, at least two. -1 where there is none.
 * @param {Record<string, any>} payload
 */
function pickOf({ products, rows }) {
  const wins = products.map(
    (/** @type {unknown} */ _one, /** @type {number} */ place) =>
      rows.filter((/** @type {any} */ row) => WEIGHED.has(row.attribute) && row.best === place).length,
  );
  const most = Math.max(...wins);
  const isClear = wins.filter((/** @type {number} */ n) => n === most).length === 1;
  return most > 1 && isClear ? wins.indexOf(most) : -1;
}

/**
 * @param {unknown} value
 * @param {boolean} isBest
 * @param {string} language
 */
function cellOf(value, isBest, language) {
  if (value === null || value === undefined || value === '') {
    const unknown = element('span', { class: 'hidden' }, say(language, 'unknown'));
    return element('td', { class: 'unknown' }, element('span', { 'aria-hidden': 'true' }, '–'), unknown);
  }
  const text = isolated(typeof value === 'number' ? formatNumber(value, language) : String(value));
  if (!isBest) return element('td', {}, text);
  return element(
    'td',
    { class: 'best' },
    text,
    ' ',
    element('span', { class: 'winner' }, icon('check'), say(language, 'best')),
  );
}
