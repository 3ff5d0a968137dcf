/**
 * A cart: its lines, what they cost together and to the door, and the way to the checkout.
 */

import { element, icon, isolated, link } from './dom.js';
import { notIncluded } from './door-price.js';
import { formatMoney, formatNumber, nameOf } from './format.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `cart` payload
 * @param {string} language
 */
export function cartOf(payload, language) {
  if (!payload.lines.length) return null;
  const title = String(payload.title ?? '');
  const lines = payload.lines.map((/** @type {any} */ line, /** @type {number} */ row) => lineOf(line, row, language));
  const costs = payload.costs
    .filter((/** @type {any} */ cost) => cost.kind !== 'item')
    .map((/** @type {any} */ cost) => costOf(cost, payload.currency, language));
  const total = element(
    'tr',
    {},
    element('th', { scope: 'row', colspan: 2 }, say(language, payload.complete ? 'total' : 'total_at_least')),
    amountOf(formatMoney(payload.total, language), language),
  );
  const missing = payload.landed_cost && !payload.complete ? notIncluded(payload.landed_cost.unknown, language) : '';
  return element(
    'div',
    { class: 'panel landed-cost cart' },
    element('h2', {}, icon('door'), title),
    element(
      'table',
      { 'aria-label': title },
      element('tbody', {}, ...lines),
      element('tbody', {}, ...costs),
      element('tfoot', {}, total),
    ),
    missing && element('p', { class: 'not-included' }, missing),
    countryOf(payload.country, language),
    payload.checkout && link(payload.checkout.url, String(payload.checkout.text ?? ''), { class: 'view' }),
  );
}

/**
 * @param {Record<string, any>} line
 * @param {number} row place in the cart, counted from 0
 * @param {string} language
 */
function lineOf(line, row, language) {
  const number = formatNumber(row + 1, language);
  const facts = [line.size, `× ${formatNumber(Number(line.quantity), language)}`].filter(Boolean).join(' · ');
  return element(
    'tr',
    { 'data-product-id': line.product_id, class: line.counts ? '' : 'left-out' },
    element('td', { class: 'thumbnail' }, pictureOf(line.image, ''), element('span', { class: 'place' }, number)),
    element(
      'th',
      { scope: 'row' },
      isolated(String(line.title ?? '')),
      ' ',
      element('span', { class: 'pieces' }, isolated(facts)),
      line.text && element('span', { class: 'problem' }, String(line.text)),
    ),
    amountOf(line.counts ? formatMoney(line.total, language) : '–', language),
  );
}

/**
 * @param {Record<string, any>} cost
 * @param {string} currency
 * @param {string} language
 */
function costOf(cost, currency, language) {
  const name = element('th', { scope: 'row', colspan: 2 }, String(cost.text || cost.kind));
  const amount = formatMoney({ amount: cost.amount, currency }, language);
  return element('tr', { 'data-kind': cost.kind }, name, amountOf(amount, language));
}

/**
 * @param {string} amount '' where it is not known
 * @param {string} language
 */
function amountOf(amount, language) {
  return element('td', { class: amount ? '' : 'unknown' }, element('bdi', {}, amount || say(language, 'unknown')));
}

/**
 * @param {string | null} country
 * @param {string} language
 */
function countryOf(country, language) {
  if (!country) return null;
  const name = nameOf('region', country, language);
  return element('p', { class: 'aside' }, say(language, 'cost_to', { country: name }));
}
