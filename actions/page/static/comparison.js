/**
 * Products side by side.
 */

import { element, icon, isolated } from './dom.js';
import { formatNumber } from './format.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `comparison` payload
 * @param {string} language
 */
export function comparisonOf(payload, language) {
  const heads = payload.products.map((/** @type {any} */ product) => {
    const title = String(product.title ?? '');
    return element('th', { scope: 'col' }, pictureOf(product.image, ''), isolated(title, product.title_language));
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
