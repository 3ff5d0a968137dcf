/**
 * Coupons: the code, what it takes off and under which conditions, and how long it is held.
 */

import { element, icon } from './dom.js';
import { formatDay, formatMoney, formatRate } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload an `offer` payload
 * @param {string} language
 */
export function offersOf(payload, language) {
  const offers = payload.offers.filter((/** @type {any} */ offer) => offer?.code);
  if (!offers.length) return null;
  const coupons = offers.map((/** @type {any} */ offer) => couponOf(offer, language));
  const automated = payload.automated === true && say(language, 'automated');
  return element(
    'div',
    { class: 'panel offers' },
    element('ul', {}, ...coupons),
    automated && element('p', { class: 'automated' }, icon('spark'), element('span', {}, automated)),
  );
}

/**
 * @param {Record<string, any>} offer
 * @param {string} language
 */
function couponOf(offer, language) {
  const saved = savingOf(offer, language);
  const code = String(offer.code);
  const label = say(language, 'coupon', { code });
  return element(
    'li',
    { class: 'coupon', 'data-kind': offer.kind },
    element(
      'p',
      { class: 'head' },
      saved && element('bdi', { class: 'saved' }, saved),
      element('span', { class: 'hidden' }, label),
      element('bdi', { class: 'code', dir: 'ltr', 'aria-hidden': 'true', title: label }, code),
    ),
    ...conditionsOf(offer, Boolean(saved)).map((text) => element('p', { class: 'condition' }, text)),
    element('p', { class: 'aside' }, ...validityOf(offer, language).map((text) => element('span', {}, text))),
  );
}

/**
 * "−20 %" or "−€5.00", '' for what is no figure, such as free shipping.
 * @param {Record<string, any>} offer
 * @param {string} language
 */
function savingOf(offer, language) {
  const saved =
    offer.percent == null ? formatMoney(offer.amount, language) : formatRate(Number(offer.percent) / 100, language);
  // In the coupon's own direction the minus would wander to the other end of the figure.
  return saved && `\u2066\u2212${saved.replaceAll(/[\u2066\u2069\u200e\u200f]/g, '')}\u2069`;
}

/**
 * The bot's sentences on the offer; the first says what the figure shows, and is left out beside it.
 * @param {Record<string, any>} offer
 * @param {boolean} hasFigure
 */
function conditionsOf(offer, hasFigure) {
  const sentences = String(offer.text ?? '')
    .split('\n')
    .filter((text) => text.trim());
  return hasFigure ? sentences.slice(1) : sentences;
}

/**
 * Until when an offer holds, and until when it is held for the shopper.
 * @param {Record<string, any>} offer
 * @param {string} language
 */
export function validityOf(offer, language) {
  const held = String(offer.grant?.expires_at ?? '').slice(0, 10);
  const said = [];
  if (offer.valid_until) said.push(say(language, 'valid_until', { date: formatDay(offer.valid_until, language) }));
  if (held && !offer.grant.redeemed) said.push(say(language, 'held_until', { date: formatDay(held, language) }));
  return said;
}
