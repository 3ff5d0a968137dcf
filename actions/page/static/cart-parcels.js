/**
 * What a cart is sent in, parcel by parcel, and what would make it cost less.
 */

import { smallPrintOf } from './delivery.js';
import { element, icon, isolated } from './dom.js';
import { notIncluded } from './door-price.js';
import { formatNumber, nameOf } from './format.js';
import { costTable, separated } from './landed-cost.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

/**
 * What would save: its words are the bot's own.
 * @param {unknown} advice
 * @param {string} language
 */
export function adviceOf(advice, language) {
  return (Array.isArray(advice) ? advice : [])
    .filter((one) => one?.text)
    .map((one) =>
      element(
        'div',
        { class: 'tip', 'data-kind': one.kind, 'data-rule': one.rule_id, role: 'note' },
        icon('spark'),
        element(
          'div',
          {},
          element('p', { class: 'says' }, String(one.text)),
          sourcesOf(one.source ? [one.source] : [], language),
        ),
      ),
    );
}

/**
 * The parcels with their costs, folded away.
 * @param {Record<string, any>} payload a `cart` payload
 * @param {string} language
 */
export function parcelsOf(payload, language) {
  const sent = Array.isArray(payload.parcels) ? payload.parcels : [];
  const parcels = sent.filter((parcel) => parcel?.landed_cost?.lines);
  if (!parcels.length) return null;
  const titles = new Map(payload.lines.map((/** @type {any} */ line) => [line.product_id, String(line.title ?? '')]));
  const sources = parcels.flatMap((parcel) => parcel.landed_cost.sources ?? []);
  const notes = parcels.flatMap((parcel) => parcel.landed_cost.notes ?? []);
  return element(
    'div',
    { class: 'parcels' },
    element(
      'details',
      {},
      element('summary', {}, say(language, 'parcels', { n: formatNumber(parcels.length, language) })),
      ...parcels.map((parcel) => parcelOf(parcel, titles, language)),
    ),
    sourcesOf(sources, language, notes),
  );
}

/**
 * @param {Record<string, any>} parcel
 * @param {Map<string, string>} titles by product
 * @param {string} language
 */
function parcelOf(parcel, titles, language) {
  const cost = parcel.landed_cost;
  const named = [parcel.merchant, parcel.country && nameOf('region', parcel.country, language)].filter(Boolean);
  const inside = (parcel.product_ids ?? []).map((/** @type {string} */ id) => titles.get(id)).filter(Boolean);
  const label = named.join(' · ');
  // Where it comes from stands above.
  const { origin: _origin, ...rest } = cost;
  return element(
    'div',
    { role: 'group', class: 'parcel', 'aria-label': label },
    element('h3', {}, ...separated(named.map(String))),
    element('p', { class: 'inside' }, ...separated(inside)),
    costTable(cost, label, language),
    cost.complete ? '' : element('p', { class: 'not-included' }, notIncluded(cost.unknown, language)),
    element('p', { class: 'aside' }, ...smallPrintOf(rest, language)),
  );
}
