/**
 * What a size or a measure comes to elsewhere, and which sizes of a product fit.
 */

import { element, icon, isolated } from './dom.js';
import { formatNumber } from './format.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

const CHILDREN = new Set(['girls', 'boys', 'kids']);

/**
 * @param {Record<string, any>} payload a `size` payload
 * @param {string} language
 */
export function sizesOf(payload, language) {
  const outcomes = (payload.outcomes ?? []).filter((/** @type {any} */ one) => one?.equivalents?.length);
  const offered = Array.isArray(payload.offered) ? payload.offered : [];
  const unknown = Array.isArray(payload.unknown) ? payload.unknown : [];
  if (!outcomes.length && !offered.length && !unknown.length) return null;
  const title = say(language, 'sizes');
  return element(
    'div',
    { role: 'group', class: 'panel landed-cost sizing', 'data-product-id': payload.product_id, 'aria-label': title },
    element('h2', {}, icon('ruler'), element('span', {}, title)),
    offered.length ? offeredOf(offered, payload.fits ?? [], language) : null,
    ...outcomes.map((/** @type {any} */ one) => tableOf(one, payload, language)),
    ...unknown.map((/** @type {unknown} */ one) =>
      element('p', { class: 'not-included' }, isolated(String(one)), ': ', say(language, 'unknown')),
    ),
    sourcesOf(payload.sources, language),
  );
}

/**
 * The sizes that a product comes in; those that fit are marked.
 * @param {unknown[]} offered
 * @param {unknown[]} fits
 * @param {string} language
 */
function offeredOf(offered, fits, language) {
  const chips = offered.map((size) => {
    const isFit = fits.includes(size);
    const mark = isFit ? element('span', { class: 'winner' }, icon('check'), say(language, 'fits')) : null;
    return element('li', { class: isFit ? 'fits' : '' }, isolated(String(size)), isFit && ' ', mark);
  });
  return element('ul', { class: 'sizes' }, ...chips);
}

/**
 * @param {Record<string, any>} outcome
 * @param {Record<string, any>} payload
 * @param {string} language
 */
function tableOf(outcome, payload, language) {
  const given = (payload.given?.sizes ?? []).map(String);
  // An age has no centimetres.
  const length =
    outcome.measure === 'age'
      ? ''
      : formatNumber(Number(outcome.cm), language, { style: 'unit', unit: 'centimeter', maximumFractionDigits: 1 });
  const what = say(language, keyOf(payload.garment, outcome.audience ?? ''));
  const rows = outcome.equivalents.map((/** @type {any} */ one) =>
    element(
      'tr',
      { 'data-system': one.system },
      element('th', { scope: 'row' }, isolated(String(one.system))),
      element('td', {}, isolated(one.sizes.map(String).join(' / '))),
    ),
  );
  const said = [what, ...given, length].filter(Boolean).flatMap((text, n) => [...(n ? [' · '] : []), isolated(text)]);
  return element('table', {}, element('caption', {}, ...said), element('tbody', {}, ...rows));
}

/**
 * The text that names what the sizes are of, as the bot's own answer names it.
 * @param {unknown} garment
 * @param {string} audience
 */
function keyOf(garment, audience) {
  const whom = CHILDREN.has(audience) ? 'kids' : audience === 'women' ? 'women' : 'men';
  if (garment === 'tops' || garment === 'bottoms') {
    return whom === 'men' ? `size_what_${garment}_men` : `size_what_clothes_${whom}`;
  }
  return garment === 'shoes' ? `size_what_shoes_${whom}` : `size_what_${garment}`;
}
