/**
 * The price to the shopper's door in a sentence.
 */

import { markOf } from './cost-table.js';
import { element, icon, isolated } from './dom.js';
import { formatDays, formatList, formatMoney } from './format.js';
import { say } from './strings.js';

/**
 * The price to the door; one that is not known whole says what is not in it.
 * @param {Record<string, any> | null | undefined} cost
 * @param {string} language
 */
export function doorPriceOf(cost, language) {
  const total = cost ? formatMoney({ amount: cost.total, currency: cost.currency }, language) : '';
  if (!cost || !total) return [];
  const isEstimated = Array.isArray(cost.estimated) && cost.estimated.length > 0;
  const marks = isEstimated ? [' ', markOf('estimated', language)] : [];
  const dates = formatDays(cost.delivery_dates, language);
  const said = say(language, cost.complete ? 'to_door' : 'at_least_to_door', { price: total });
  return [
    element('p', { class: 'door' }, icon('door'), element('span', {}, said, ...marks)),
    cost.complete ? null : element('p', { class: 'not-included' }, notIncluded(cost.unknown, language)),
    dates && element('p', { class: 'dates' }, isolated(say(language, 'arrives', { dates }))),
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
