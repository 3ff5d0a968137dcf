/**
 * A cart: its lines, what they cost together and to the door, what would save, and the way to the checkout.
 */

import { adviceOf, parcelsOf } from './cart-parcels.js';
import { amountCell, costRow, totalRows } from './cost-table.js';
import { element, icon, isolated, link } from './dom.js';
import { notIncluded } from './door-price.js';
import { formatDay, formatMoment, formatMoney, formatNumber, nameOf, sumOf } from './format.js';
import { lawOf } from './law.js';
import { validityOf } from './offer.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `cart` payload
 * @param {string} language
 */
export function cartOf(payload, language) {
  if (!payload.lines.length) return null;
  const title = String(payload.title ?? '');
  const lines = payload.lines.map((/** @type {any} */ line, /** @type {number} */ row) => lineOf(line, row, language));
  const costs = payload.costs
    .filter((/** @type {any} */ cost) => cost.kind !== 'item')
    .map((/** @type {any} */ cost) => costRow(cost, payload.currency, language));
  const totals = totalRows(
    {
      lines: linesOfParcels(payload),
      total: payload.total?.amount,
      currency: payload.total?.currency,
      complete: payload.complete,
    },
    language,
  );
  const missing = payload.landed_cost && !payload.complete ? notIncluded(payload.landed_cost.unknown, language) : '';
  return element(
    'div',
    { role: 'group', class: 'panel landed-cost cart', 'aria-label': title },
    element('h2', {}, icon('bag'), element('span', {}, title)),
    element(
      'table',
      { 'aria-label': title },
      element('tbody', {}, ...lines),
      element('tbody', {}, ...costs),
      element('tfoot', {}, ...totals),
    ),
    missing && element('p', { class: 'not-included' }, missing),
    couponOf(payload.offer, language),
    countryOf(payload.country, language),
    ...adviceOf(payload.advice, language),
    payload.law && lawOf(payload.law, language),
    parcelsOf(payload, language),
    checkoutOf(payload.checkout, language),
  );
}

/**
 * The lines of all parcels, by which the total is split; none where they are not what the total is made of.
 * @param {Record<string, any>} payload
 */
function linesOfParcels({ parcels, total }) {
  const costs = (Array.isArray(parcels) ? parcels : []).map((parcel) => parcel?.landed_cost);
  if (!costs.length || costs.some((cost) => !Array.isArray(cost?.lines))) return [];
  const lines = costs.flatMap((cost) => cost.lines);
  const known = lines.map((line) => line.amount).filter((amount) => amount !== null);
  return sumOf(known) === sumOf([total?.amount]) ? lines : [];
}

/**
 * @param {Record<string, any>} line
 * @param {number} row place in the cart, counted from 0
 * @param {string} language
 */
function lineOf(line, row, language) {
  const number = formatNumber(row + 1, language);
  const facts = [line.size, `× ${formatNumber(Number(line.quantity), language)}`].filter(Boolean).join(' · ');
  return element(
    'tr',
    { 'data-product-id': line.product_id, class: line.counts ? '' : 'left-out' },
    element(
      'th',
      { scope: 'row' },
      element(
        'span',
        { class: 'item' },
        element('span', { class: 'thumbnail' }, pictureOf(line.image, ''), element('span', { class: 'place' }, number)),
        element(
          'span',
          { class: 'what' },
          isolated(String(line.title ?? '')),
          ' ',
          element('span', { class: 'pieces' }, isolated(facts)),
          convertedOf(line, language),
          line.text && element('span', { class: 'problem' }, String(line.text)),
        ),
      ),
    ),
    line.counts ? amountCell(formatMoney(line.total, language), language) : element('td', {}, '–'),
  );
}

/**
 * The seller's own price, where the cart shows it in another currency.
 * @param {Record<string, any>} line
 * @param {string} language
 */
function convertedOf(line, language) {
  const original = formatMoney(line.price_original, language);
  if (!original || line.price_original.currency === line.price?.currency) return null;
  const rates = line.rate_date ? say(language, 'rates_of', { date: formatDay(line.rate_date, language) }) : '';
  const text = say(language, 'original_price', { price: original });
  return element('span', { class: 'fact', title: rates }, isolated(text));
}

/**
 * @param {Record<string, any> | null | undefined} offer
 * @param {string} language
 */
function couponOf(offer, language) {
  if (!offer?.code) return null;
  const said = [say(language, 'coupon', { code: String(offer.code) }), ...validityOf(offer, language)];
  return element('p', { class: 'aside used' }, ...said.map((text) => element('span', {}, isolated(text))));
}

/**
 * @param {string | null} country
 * @param {string} language
 */
function countryOf(country, language) {
  if (!country) return null;
  const name = nameOf('region', country, language);
  return element('p', { class: 'aside' }, say(language, 'cost_to', { country: name }));
}

/**
 * @param {Record<string, any> | null | undefined} checkout
 * @param {string} language
 */
function checkoutOf(checkout, language) {
  if (!checkout) return null;
  const until = formatMoment(checkout.expires_at, language);
  return element(
    'p',
    { class: 'to-checkout' },
    link(checkout.url, String(checkout.text ?? ''), { class: 'view button' }),
    until && element('span', { class: 'checked' }, isolated(say(language, 'link_until', { time: until }))),
  );
}
