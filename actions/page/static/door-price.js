/**
 * The price to the shopper's door in a sentence.
 */

import { element, icon } from './dom.js';
import { formatList, formatMoney } from './format.js';
import { say } from './strings.js';

/**
 * The price to the door; one that is not known whole says what is not in it.
 * @param {Record<string, any> | null | undefined} cost
 * @param {string} language
 */
export function doorPriceOf(cost, language) {
  const total = cost ? formatMoney({ amount: cost.total, currency: cost.currency }, language) : '';
  if (!cost || !total) return [];
  if (cost.complete) {
    return [
      element('p', { class: 'door' }, icon('door'), element('span', {}, say(language, 'to_door', { price: total }))),
    ];
  }
  return [
    element(
      'p',
      { class: 'door' },
      icon('door'),
      element('span', {}, say(language, 'at_least_to_door', { price: total })),
    ),
    element('p', { class: 'not-included' }, notIncluded(cost.unknown, language)),
  ];
}

/**
 * "Incomplete: shipping and VAT not included", '' where nothing is named.
 * @param {unknown} kinds
 * @param {string} language
 */
export function notIncluded(kinds, language) {
  const named = (Array.isArray(kinds) ? kinds : []).map((kind) => say(language, `unknown_${kind}`) || String(kind));
  return named.length ? say(language, 'not_included', { what: formatList(named, language) }) : '';
}
