/**
 * Whether products work on the mains of a country: its sockets and voltage, and what each product is made for.
 */

import { element, icon, isolated } from './dom.js';
import { formatNumber, nameOf } from './format.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

/** Kinds of power that do not depend on sockets. */
const NO_PLUG = new Set(['low_voltage', 'none']);

/**
 * @param {Record<string, any>} payload a `mains` payload
 * @param {string} language
 */
export function mainsOf(payload, language) {
  const products = payload.products.filter(Boolean);
  const { supply } = payload;
  if (!supply && !products.length) return null;
  const country = payload.country ? nameOf('region', payload.country, language) : '';
  const title = say(language, 'mains');
  return element(
    'div',
    { role: 'group', class: 'panel landed-cost mains', 'aria-label': title },
    element(
      'h2',
      {},
      icon('plug'),
      element('span', {}, title),
      country && element('span', { class: 'where' }, isolated(country)),
    ),
    supply ? element('p', { class: 'supply' }, ...suppliedOf(supply, language)) : null,
    products.length
      ? element(
          'table',
          { 'aria-label': title },
          element('tbody', {}, ...products.map((/** @type {any} */ one) => rowOf(one, language))),
        )
      : null,
    supply?.source ? sourcesOf([supply.source], language) : null,
  );
}

/**
 * "Sockets: A, B · 100 V · 50/60 Hz"
 * @param {Record<string, any>} supply
 * @param {string} language
 */
function suppliedOf(supply, language) {
  const types = [...(supply.plugs ?? []), ...(supply.also ?? [])].join(', ');
  const parts = [
    types && element('span', {}, say(language, 'sockets'), ' ', figure(types)),
    supply.voltages?.length && figure(`${supply.voltages.join(' / ')} V`),
    supply.frequencies?.length && figure(`${supply.frequencies.join(' / ')} Hz`),
  ].filter(Boolean);
  return parts.flatMap((part, place) => [...(place ? [' · '] : []), part]);
}

/**
 * @param {Record<string, any>} product
 * @param {string} language
 */
function rowOf(product, language) {
  const ranges = (product.voltages ?? []).map((/** @type {number[]} */ [low, high]) =>
    low === high ? `${low}` : `${low}–${high}`,
  );
  const facts = [
    product.plugs?.length && `${product.plugs.join(', ')}`,
    ranges.length && `${ranges.join(' / ')} V`,
    product.power_w && `${formatNumber(product.power_w, language)} W`,
  ].filter(Boolean);
  const verdict = NO_PLUG.has(product.power) ? 'no_plug' : product.verdict;
  const note = verdict ? say(language, `mains_note_${verdict}`) : '';
  return element(
    'tr',
    { 'data-product-id': product.product_id, 'data-verdict': product.verdict },
    element(
      'th',
      { scope: 'row' },
      isolated(String(product.title ?? '')),
      facts.length
        ? element('span', { class: 'fact' }, ...facts.flatMap((text, n) => [...(n ? [' · '] : []), figure(text)]))
        : null,
    ),
    element('td', { class: 'says' }, note && element('span', { class: 'tag', 'data-verdict': verdict }, note)),
  );
}

/** @param {string} text Latin letters and figures, whatever surrounds them */
function figure(text) {
  return element('bdi', { dir: 'ltr' }, text);
}
