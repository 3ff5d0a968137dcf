/**
 * A table of what something costs: a line for each cost, the total, and what of it is paid when.
 */

import { element } from './dom.js';
import { formatMoney, formatRate, sumOf } from './format.js';
import { say } from './strings.js';

/**
 * @typedef {object} CostLine
 * @property {unknown} kind
 * @property {unknown} amount decimal string, null where it is not known
 * @property {unknown} [text] its name in the shopper's language
 * @property {unknown} [rate]
 * @property {unknown} [due] `order` or `door`, null where nothing is to pay or that cannot be said
 * @property {unknown} [estimated] whether it hangs on a code for customs that was proposed
 * @property {unknown} [complete] false where only a part of it is known
 * @property {unknown} [rule_id]
 */

/**
 * @param {CostLine} line
 * @param {unknown} currency
 * @param {string} language
 */
export function costRow(line, currency, language) {
  const amount = formatMoney({ amount: line.amount, currency }, language);
  const attributes = { 'data-kind': String(line.kind), 'data-rule': line.rule_id ? String(line.rule_id) : null };
  const name = element(
    'th',
    { scope: 'row' },
    nameOfLine(line, language),
    ...(line.estimated === true && !saysEstimated(line) ? [' ', markOf('estimated', language)] : []),
    ...(line.due === 'door' ? [' ', markOf('at_door', language)] : []),
  );
  const isPart = Boolean(amount) && line.complete === false;
  const shown = isPart ? say(language, 'at_least', { price: amount }) : amount;
  return element('tr', attributes, name, amountCell(shown, language));
}

/**
 * The total, and beneath it what is paid with the order and what on delivery.
 * @param {{lines: readonly CostLine[], total: unknown, complete: unknown, currency: unknown}} cost
 * @param {string} language
 */
export function totalRows({ lines, total, complete, currency }, language) {
  const row = (/** @type {string} */ kind, /** @type {string} */ label, /** @type {string} */ amount) =>
    element(
      'tr',
      { class: kind, 'data-kind': kind },
      element('th', { scope: 'row' }, say(language, label)),
      amountCell(amount, language),
    );
  const whole = row('total', complete ? 'total' : 'total_at_least', formatMoney({ amount: total, currency }, language));
  return [whole, ...splitOf(lines, currency, language).map(({ kind, amount }) => row(kind, kind, amount))];
}

/**
 * What is paid with the order and what on delivery; nothing where no line tells when it is due.
 * @param {readonly CostLine[]} lines
 * @param {unknown} currency
 * @param {string} language
 */
function splitOf(lines, currency, language) {
  if (!lines.some((line) => line.due === 'order' || line.due === 'door')) return [];
  // A cost of which nobody can say when it is due may be added to either part.
  const isOpen = lines.some((line) => line.due == null && Number(line.amount) !== 0);
  const part = (/** @type {'order' | 'door'} */ due, /** @type {string} */ kind) => {
    const own = lines.filter((line) => line.due === due);
    const known = own.filter((line) => line.amount != null);
    const amount = formatMoney({ amount: sumOf(known.map((line) => line.amount)), currency }, language);
    const isWhole = known.length === own.length && !isOpen;
    if (isWhole) return { kind, amount };
    return { kind, amount: known.length ? say(language, 'at_least', { price: amount }) : '' };
  };
  return [part('order', 'pay_now'), part('door', 'pay_at_door')];
}

/**
 * @param {string} amount '' where it is not known
 * @param {string} language
 */
export function amountCell(amount, language) {
  return element('td', { class: amount ? '' : 'unknown' }, element('bdi', {}, amount || say(language, 'unknown')));
}

/**
 * A small word beside a name: "estimated", "on delivery".
 * @param {string} name
 * @param {string} language
 */
export function markOf(name, language) {
  return element('span', { class: 'tag', 'data-mark': name }, say(language, name));
}

/**
 * A line's name, with its rate where the name does not say it.
 * @param {CostLine} line
 * @param {string} language
 */
function nameOfLine(line, language) {
  const name = String(line.text || line.kind);
  const rate = formatRate(line.rate, language);
  if (!rate || /[%٪]/.test(name)) return name;
  return saysEstimated(line) ? `${name} · ${rate}` : `${name} (${rate})`;
}

/**
 * Whether a line's own name has "(estimated)" at its end, as the bot writes it for duty.
 * @param {CostLine} line
 */
function saysEstimated(line) {
  return line.estimated === true && line.kind === 'duty' && /[)）]$/.test(String(line.text ?? ''));
}
