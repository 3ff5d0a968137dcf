/**
 * A list of products as cards.
 */

import { element, icon, isolated, link, safeUrl } from './dom.js';
import { doorPriceOf } from './door-price.js';
import { formatMoney, formatNumber, nameOf } from './format.js';
import { pictureOf } from './picture.js';
import { say } from './strings.js';

const MOST_REASONS = 3;

/**
 * @param {Record<string, any>} payload a `products` payload
 * @param {string} language
 */
export function cardsOf(payload, language) {
  const products = payload.products.filter(Boolean);
  if (!products.length) return null;
  const isAlone = products.length === 1;
  const cards = products.map((/** @type {any} */ product, /** @type {number} */ place) =>
    cardOf(product, language, isAlone ? 0 : place + 1),
  );
  return listOf(cards, language);
}

/**
 * Cards side by side; a single one is shown at length.
 * @param {HTMLElement[]} cards
 * @param {string} language
 */
export function listOf(cards, language) {
  const isAlone = cards.length === 1;
  const list = element('ol', { class: isAlone ? 'cards alone' : 'cards', tabindex: isAlone ? null : 0 }, ...cards);
  list.setAttribute('aria-label', say(language, 'products'));
  return list;
}

/**
 * @param {Record<string, any>} product
 * @param {string} language
 * @param {number} position place in the list, counted from 1 as shoppers do; 0 for a product without a number
 * @param {boolean} [isShort] whether description and sizes are left out, as in a list
 */
export function cardOf(product, language, position, isShort = position > 0) {
  const title = String(product.title ?? product.title_original ?? '');
  const picture = pictureOf(product.image, title);
  if (position) {
    const number = formatNumber(position, language);
    const label = element('span', { class: 'hidden' }, say(language, 'number', { n: number }));
    picture.append(element('span', { class: 'position' }, element('span', { 'aria-hidden': 'true' }, number), label));
  }
  if (product.in_stock === false) picture.append(element('span', { class: 'sold-out' }, say(language, 'out_of_stock')));
  const attributes = { class: 'card', 'data-product-id': product.product_id, 'data-category': product.category };
  return element(
    'li',
    attributes,
    picture,
    element(
      'div',
      { class: 'facts' },
      element('p', { class: 'kind' }, ...kindOf(product)),
      element('h2', { class: 'title' }, isolated(title, product.title_language), composedMark(product, language)),
      originalTitleOf(product, title, language),
      ratingOf(product, language),
      pricesOf(product, language),
      worksOf(product),
      ...remarksOf(product),
      isShort ? null : descriptionOf(product),
      isShort ? null : sizesOf(product),
      reasonsOf(product),
      viewOf(product, language),
    ),
  );
}

/** @param {Record<string, any>} product */
function kindOf(product) {
  const category = String(product.category_label ?? product.category ?? '').replaceAll('_', ' ');
  const brand = String(product.brand ?? '');
  const parts = [
    category && element('bdi', { class: 'category' }, category),
    brand && element('bdi', { class: 'brand' }, brand),
  ].filter(Boolean);
  return parts.length > 1 ? [parts[0], ' · ', parts[1]] : parts;
}

/**
 * A mark on a title that is not the merchant's.
 * @param {Record<string, any>} product
 * @param {string} language
 */
function composedMark(product, language) {
  if (product.title_composed !== true) return null;
  const label = say(language, 'composed');
  return element('span', { class: 'composed', role: 'img', title: label, 'aria-label': label }, ' ✦');
}

/**
 * The merchant's own title, where the one above it is a translation.
 * @param {Record<string, any>} product
 * @param {string} title
 * @param {string} language
 */
function originalTitleOf(product, title, language) {
  const original = product.title_original;
  if (typeof original !== 'string' || !original || original === title) return null;
  const name = nameOf('language', product.language_original, language);
  return element(
    'p',
    { class: 'original', title: say(language, 'original', { language: name }) },
    element('span', { class: 'language' }, name),
    ' ',
    isolated(original, product.language_original),
  );
}

/**
 * @param {Record<string, any>} product
 * @param {string} language
 */
function ratingOf(product, language) {
  if (typeof product.rating !== 'number') return null;
  const rating = formatNumber(product.rating, language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const count = formatNumber(Number(product.n_ratings ?? 0), language);
  const label = say(language, 'rating', { rating, n: count });
  return element(
    'p',
    { class: 'rating', role: 'img', 'aria-label': label, title: label },
    icon('star'),
    element('b', {}, rating),
    element('span', {}, `(${count})`),
  );
}

/**
 * @param {Record<string, any>} product
 * @param {string} language
 */
function pricesOf(product, language) {
  const price = formatMoney(product.price, language);
  const original = formatMoney(product.price_original, language);
  const isConverted = original && product.price_original?.currency !== product.price?.currency;
  const label = say(language, 'original_price', { price: original });
  return element(
    'div',
    { class: 'prices' },
    element(
      'p',
      { class: 'price' },
      element('bdi', { class: 'amount' }, price || say(language, 'unknown')),
      isConverted &&
        element('bdi', { class: 'original-price', title: label, 'aria-label': label, role: 'img' }, original),
    ),
    ...doorPriceOf(product.landed_cost, language),
  );
}

/** @param {Record<string, any>} product */
function descriptionOf(product) {
  const description = product.description;
  if (typeof description !== 'string' || !description) return null;
  return element('p', { class: 'description', dir: 'auto', lang: product.description_language }, description);
}

/** @param {Record<string, any>} product */
function sizesOf(product) {
  const sizes = Array.isArray(product.sizes) ? product.sizes : [];
  return sizes.length
    ? element('ul', { class: 'sizes' }, ...sizes.map((size) => element('li', {}, isolated(String(size)))))
    : null;
}

/**
 * What keeps a product from working on the shopper's mains as it is.
 * @param {Record<string, any>} product
 */
function worksOf(product) {
  const { verdict, text } = product.works ?? {};
  return text ? element('p', { class: 'aside', 'data-verdict': verdict }, isolated(String(text))) : null;
}

/**
 * What is to be minded in sending it to the shopper's country.
 * @param {Record<string, any>} product
 */
function remarksOf(product) {
  const remarks = (Array.isArray(product.remarks) ? product.remarks : []).filter((remark) => remark?.text);
  return remarks.map(({ text, verdict }) =>
    element('p', { class: 'aside', 'data-verdict': verdict }, isolated(String(text))),
  );
}

/** @param {Record<string, any>} product */
function reasonsOf(product) {
  const reasons = (Array.isArray(product.reasons) ? product.reasons : []).filter((reason) => reason?.text);
  if (!reasons.length) return null;
  const chips = reasons
    .slice(0, MOST_REASONS)
    .map((reason) => element('li', { 'data-kind': reason.kind }, String(reason.text)));
  return element('ul', { class: 'reasons' }, ...chips);
}

/**
 * @param {Record<string, any>} product
 * @param {string} language
 */
function viewOf(product, language) {
  return safeUrl(product.url) ? link(product.url, say(language, 'view'), { class: 'view' }) : null;
}
