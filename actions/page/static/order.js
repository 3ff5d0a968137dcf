/**
 * Orders: where each stands, what is in it, and what it cost.
 */

import { element, icon, isolated, link } from './dom.js';
import { formatDay, formatMoney, formatNumber, nameOf } from './format.js';
import { pictureOf } from './picture.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

/** The way of an order that all goes well with. */
const WAY = ['placed', 'paid', 'shipped', 'delivered'];
/** What an order comes to beside that way, and how far it had got at least. */
const TURNS = new Map([
  ['cancelled', ['placed']],
  ['return_requested', WAY],
  ['returned', WAY],
]);

/**
 * @param {Record<string, any>} payload an `order` payload
 * @param {string} language
 */
export function ordersOf(payload, language) {
  if (!payload.orders.length) return null;
  const panels = payload.orders.map((/** @type {any} */ order) => orderOf(order, language));
  return element('div', { class: 'orders' }, ...panels, sourcesOf(payload.sources, language));
}

/**
 * @param {Record<string, any>} order
 * @param {string} language
 */
function orderOf(order, language) {
  const lines = order.lines.map((/** @type {any} */ line) => lineOf(line, language));
  const total = element(
    'tr',
    {},
    element('th', { scope: 'row' }, say(language, order.complete ? 'total' : 'total_at_least')),
    element('td', {}, element('bdi', {}, formatMoney(order.total, language))),
  );
  return element(
    'section',
    { class: 'panel landed-cost order', 'data-order-id': order.order_id, 'data-state': order.state },
    element(
      'h2',
      {},
      icon('bag'),
      isolated(String(order.order_id)),
      element('span', { class: 'state' }, String(order.text)),
    ),
    stepsOf(order, language),
    element('table', { 'aria-label': order.order_id }, element('tbody', {}, ...lines), element('tfoot', {}, total)),
    element('p', { class: 'aside' }, ...factsOf(order, language)),
    order.tracking_url && link(order.tracking_url, say(language, 'track'), { class: 'view' }),
  );
}

/**
 * The steps that an order takes: those behind it, the one that it is at, and those before it.
 * @param {Record<string, any>} order
 * @param {string} language
 */
function stepsOf(order, language) {
  const turn = TURNS.get(order.state);
  const way = turn ? [...turn, order.state] : WAY;
  const reached = way.indexOf(order.state);
  if (reached < 0) return null;
  const steps = way.map((state, place) => {
    const day = dayOf(order[`${state}_at`], language);
    return element(
      'li',
      { 'data-step': state, class: place <= reached ? 'done' : '', 'aria-current': place === reached ? 'step' : null },
      element('span', { class: 'name' }, place === reached ? String(order.text) : say(language, `state_${state}`)),
      day && element('span', { class: 'day' }, isolated(day)),
    );
  });
  return element('ol', { class: 'steps' }, ...steps);
}

/**
 * @param {Record<string, any>} order
 * @param {string} language
 */
function factsOf(order, language) {
  const until = dayOf(order.return_until, language);
  const country = order.country ? nameOf('region', order.country, language) : '';
  const said = [
    country && say(language, 'sent_to', { country }),
    until && say(language, 'return_until', { date: until }),
    order.can_be_cancelled === true && say(language, 'can_be_cancelled'),
  ].filter(Boolean);
  return said.map((text) => element('span', {}, isolated(String(text))));
}

/**
 * @param {unknown} moment
 * @param {string} language
 */
function dayOf(moment, language) {
  return moment ? formatDay(String(moment).slice(0, 10), language) : '';
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
    element(
      'th',
      { scope: 'row' },
      element(
        'span',
        { class: 'item' },
        line.image && element('span', { class: 'thumbnail' }, pictureOf(line.image, '')),
        element(
          'span',
          { class: 'what' },
          isolated(String(line.title ?? '')),
          ' ',
          element('span', { class: 'pieces' }, isolated(facts)),
        ),
      ),
    ),
    element('td', {}, element('bdi', {}, formatMoney(line.price, language))),
  );
}
