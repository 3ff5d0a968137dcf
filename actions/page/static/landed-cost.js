/**
 * What a product costs to the door, line by line, with what is not known and where the rules are from.
 */

import { costRow, totalRows } from './cost-table.js';
import { smallPrintOf } from './delivery.js';
import { element, icon, isolated } from './dom.js';
import { notIncluded } from './door-price.js';
import { formatMoney, nameOf } from './format.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `landed_cost` payload
 * @param {string} language
 */
export function landedCostOf(payload, language) {
  const title = say(language, 'cost_to', { country: nameOf('region', payload.destination, language) });
  const missing = payload.complete ? '' : notIncluded(payload.unknown, language);
  return element(
    'div',
    { role: 'group', class: 'panel landed-cost', 'data-product-id': payload.product_id, 'aria-label': title },
    element('h2', {}, icon('door'), element('span', {}, title)),
    costTable(payload, title, language),
    missing && element('p', { class: 'not-included' }, missing),
    element('p', { class: 'aside' }, ...smallPrintOf(payload, language)),
    alternativesOf(payload.alternatives, language),
    sourcesOf(payload.sources, language, payload.notes),
  );
}

/**
 * The lines of a landed cost and its total as a table.
 * @param {Record<string, any>} cost
 * @param {string} label
 * @param {string} language
 */
export function costTable(cost, label, language) {
  const lines = cost.lines.map((/** @type {any} */ line) => costRow(line, cost.currency, language));
  const totals = totalRows(/** @type {any} */ (cost), language);
  return element(
    'table',
    { 'aria-label': label },
    element('tbody', {}, ...lines),
    element('tfoot', {}, ...totals),
  );
}

/**
 * What costs less to the door instead.
 * @param {unknown} alternatives
 * @param {string} language
 */
function alternativesOf(alternatives, language) {
  const found = (Array.isArray(alternatives) ? alternatives : []).filter((one) => one?.title);
  if (!found.length) return null;
  const items = found.map((one) => {
    const money = (/** @type {unknown} */ amount) => formatMoney({ amount, currency: one.currency }, language);
    const saving = money(one.saving);
    const seller = [one.merchant, one.origin && nameOf('region', one.origin, language)].filter(Boolean);
    return element(
      'li',
      { 'data-product-id': one.product_id },
      element('b', {}, isolated(String(one.title))),
      element('span', { class: 'seller' }, ...separated(seller.map(String))),
      element('span', {}, say(language, 'to_door', { price: money(one.total) })),
      saving && element('span', { class: 'tag good' }, say(language, 'cheaper_by', { price: saving })),
    );
  });
  return element('ul', { class: 'alternatives' }, ...items);
}

/**
 * Names set apart by a dot, each in its own direction.
 * @param {readonly string[]} names
 */
export function separated(names) {
  return names.flatMap((name, place) => [...(place ? [' · '] : []), isolated(name)]);
}
