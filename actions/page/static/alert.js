/**
 * The receipt for a price that is watched.
 */

import { element, icon, isolated } from './dom.js';
import { formatMoney } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `price_alert` payload
 * @param {string} language
 */
export function alertOf(payload, language) {
  const limit = formatMoney(payload.limit, language);
  if (!limit) return null;
  return element(
    'div',
    { class: 'panel receipt price-alert', 'data-product-id': payload.product_id },
    icon('bell'),
    element(
      'div',
      {},
      element('b', {}, say(language, 'alert')),
      element('p', {}, isolated(say(language, 'alert_at', { price: limit }))),
    ),
  );
}
