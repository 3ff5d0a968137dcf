/**
 * Products to buy together: the one that was asked about, what goes with it, and what it all costs.
 */

import { cardOf, listOf } from './cards.js';
import { element, icon } from './dom.js';
import { doorPriceOf } from './door-price.js';
import { formatMoney, formatNumber, formatSpan } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `products` payload with a `bundle`
 * @param {string} language
 */
export function bundleOf(payload, language) {
  const companions = payload.products.filter(Boolean);
  if (!companions.length) return null;
  // Only the companions have numbers: these are what the shopper can name by one.
  const cards = companions.map((/** @type {any} */ product, /** @type {number} */ place) =>
    cardOf(product, language, place + 1),
  );
  const asked = payload.product ? [cardOf(payload.product, language, 0, true)] : [];
  return element('div', { class: 'bundle' }, listOf([...asked, ...cards], language), sumOf(payload.bundle, language));
}

/**
 * What the products cost together, and to the door where that is known.
 * @param {Record<string, any>} bundle
 * @param {string} language
 */
function sumOf(bundle, language) {
  const price = formatMoney(bundle.price, language) || say(language, 'unknown');
  return element(
    'div',
    { class: 'panel bundle-sum' },
    element(
      'p',
      { class: 'price' },
      icon('bag'),
      element('span', {}, say(language, 'together')),
      element('bdi', { class: 'amount' }, price),
    ),
    ...doorPriceOf(bundle.landed_cost, language),
    element('p', { class: 'aside' }, ...asidesOf(bundle.landed_cost, language)),
  );
}

/**
 * @param {Record<string, any> | null | undefined} cost
 * @param {string} language
 */
function asidesOf(cost, language) {
  const said = [];
  const days = formatSpan(cost?.delivery_days, language);
  if (days) said.push(say(language, 'delivery', { days }));
  if (Number.isFinite(cost?.n_parcels)) {
    said.push(say(language, 'parcels', { n: formatNumber(cost?.n_parcels, language) }));
  }
  return said.map((text) => element('span', {}, text));
}
