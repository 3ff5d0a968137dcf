/**
 * The receipt for a price that is watched.
 */

import { element, icon, isolated } from './dom.js';
import { formatDay, formatMoney } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `price_alert` payload
 * @param {string} language
 */
export function alertOf(payload, language) {
  const limit = formatMoney(payload.limit, language);
  if (!limit) return null;
  const price = formatMoney(payload.price, language);
  const rates = payload.rate_date ? formatDay(payload.rate_date, language) : '';
  return element(
    'div',
    { class: 'panel receipt price-alert', 'data-product-id': payload.product_id },
    icon('bell'),
    element(
      'div',
      {},
      element('b', {}, say(language, 'alert')),
      element('p', {}, isolated(say(language, 'alert_at', { price: limit }))),
      price && element('p', {}, isolated(say(language, 'alert_fired', { price }))),
      rates && element('p', { class: 'checked' }, isolated(say(language, 'rates_of', { date: rates }))),
    ),
  );
}
