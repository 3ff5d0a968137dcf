/**
 * Orders: where each stands, what is in it, and what it cost.
 */

import { element, icon, isolated, link } from './dom.js';
import { formatDay, formatMoney, formatNumber } from './format.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload an `order` payload
 * @param {string} language
 */
export function ordersOf(payload, language) {
  if (!payload.orders.length) return null;
  const panels = payload.orders.map((/** @type {any} */ order) => orderOf(order, language));
  return element('div', { class: 'orders' }, ...panels);
}

/**
 * @param {Record<string, any>} order
 * @param {string} language
 */
function orderOf(order, language) {
  const day = order.placed_at ? formatDay(String(order.placed_at).slice(0, 10), language) : '';
  const lines = order.lines.map((/** @type {any} */ line) => lineOf(line, language));
  const total = element(
    'tr',
    {},
    element('th', { scope: 'row', colspan: 2 }, say(language, order.complete ? 'total' : 'total_at_least')),
    element('td', {}, element('bdi', {}, formatMoney(order.total, language))),
  );
  return element(
    'section',
    { class: 'panel landed-cost order', 'data-order-id': order.order_id, 'data-state': order.state },
    element(
      'h2',
      {},
      icon('door'),
      isolated(String(order.order_id)),
      element('span', { class: 'state' }, String(order.text)),
    ),
    element('p', { class: 'aside' }, day),
    element('table', { 'aria-label': order.order_id }, element('tbody', {}, ...lines), element('tfoot', {}, total)),
    order.tracking_url && link(order.tracking_url, String(order.text), { class: 'view' }),
  );
}

/**
 * @param {Record<string, any>} line
 * @param {string} language
 */
function lineOf(line, language) {
  const facts = [line.size, `× ${formatNumber(Number(line.quantity), language)}`].filter(Boolean).join(' · ');
  return element(
    'tr',
    {},
    element('td', { class: 'thumbnail' }, line.image ? pictureOf(line.image, '') : null),
    element(
      'th',
      { scope: 'row' },
      isolated(String(line.title ?? '')),
      ' ',
      element('span', { class: 'pieces' }, isolated(facts)),
    ),
    element('td', {}, element('bdi', {}, formatMoney(line.price, language))),
  );
}
