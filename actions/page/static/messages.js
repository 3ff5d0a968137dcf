/**
 * What the bot says, in one form whatever form it comes in.
 */

import { alertOf } from './alert.js';
import { bundleOf } from './bundle.js';
import { cardsOf } from './cards.js';
import { cartOf } from './cart.js';
import { comparisonOf } from './comparison.js';
import { element, link, safeUrl } from './dom.js';
import { handoffOf } from './handoff.js';
import { landedCostOf } from './landed-cost.js';
import { served } from './language.js';
import { mainsOf } from './mains.js';
import { offersOf } from './offer.js';
import { ordersOf } from './order.js';
import { besideQuotes, policyOf } from './policy.js';
import { restrictionOf } from './restriction.js';
import { shippingOf } from './shipping.js';
import { sizesOf } from './size.js';

/**
 * @typedef {object} QuickReply
 * @property {string} title what the button shows
 * @property {string} payload what the shopper says by pressing it
 */

/**
 * @typedef {object} BotMessage
 * @property {string} text
 * @property {string} language served language of the message, '' where it does not tell
 * @property {Record<string, any> | null} payload something to show: products, a table, …
 * @property {string} image address of a picture
 * @property {QuickReply[]} quickReplies
 */

/**
 * What can be shown, by payload type. A payload of another type is left to clients that know it.
 * @type {Map<string, (payload: Record<string, any>, language: string) => HTMLElement | null>}
 */
const VIEWS = new Map([
  ['products', (payload, language) => (payload.bundle ? bundleOf : cardsOf)(payload, language)],
  ['comparison', comparisonOf],
  ['landed_cost', landedCostOf],
  ['handoff', handoffOf],
  ['cart', cartOf],
  ['order', ordersOf],
  ['offer', offersOf],
  ['policy', policyOf],
  ['restriction', restrictionOf],
  ['shipping', shippingOf],
  ['size', sizesOf],
  ['mains', mainsOf],
  ['price_alert', alertOf],
  // A person's message is its text alone.
  ['agent', () => null],
]);

/** An address in a text, without what ends the sentence round it; its group keeps it when the text is split. */
const ADDRESS = /(https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]*[\w\-~/#@$&*+=%])/;
const LONGEST_NAME = 40;

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a message off the wire: text, quick replies and payload may come in one object or one after the other, and a
 * payload may be the message itself.
 * @param {any} wire
 * @returns {BotMessage | null} null where there is nothing in it for the page
 */
export function readMessage(wire) {
  const message = isObject(wire) ? wire : { text: wire };
  const payload =
    [message.custom, message.attachment, message].find((part) => isObject(part) && VIEWS.has(part.type)) ?? null;
  const attached = message.attachment?.type === 'image' ? message.attachment.payload?.src : '';
  const read = {
    text: typeof message.text === 'string' ? message.text.trim() : '',
    language: served(payload?.language ?? message.language ?? message.metadata?.language),
    payload,
    image: safeUrl(message.image ?? attached),
    quickReplies: readQuickReplies(message.quick_replies ?? message.buttons),
  };
  return read.text || read.payload || read.image || read.quickReplies.length ? read : null;
}

/**
 * @param {any} buttons
 * @returns {QuickReply[]}
 */
function readQuickReplies(buttons) {
  const isButton = (/** @type {any} */ button) =>
    typeof button?.title === 'string' && typeof button.payload === 'string';
  return (Array.isArray(buttons) ? buttons : []).filter(isButton).map(({ title, payload }) => ({ title, payload }));
}

/**
 * A message's text, less what its payload shows already: what is said before the payload, and after it.
 * @param {BotMessage} message
 * @returns {[string, string]}
 */
export function wordsOf({ text, payload }) {
  return payload?.type === 'policy' ? besideQuotes(payload, text) : [text, ''];
}

/**
 * Shows a message's text.
 * @param {string} text
 * @param {string} language '' where it is not known
 * @param {string} direction `ltr`, `rtl` or `auto`
 * @param {(part: string) => (Node | string)[]} [shown] how a paragraph is shown: as it is, unless told otherwise
 */
export function bubbleOf(text, language, direction, shown = (part) => [part]) {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((part) => element('p', { dir: direction, lang: language }, ...shown(part)));
  return element('div', { class: 'bubble' }, ...paragraphs);
}

/**
 * A text of the bot's with its addresses as links. That of the checkout is called what its button is called; the others
 * are cut short.
 * @param {Record<string, any> | null} payload
 * @returns {(text: string) => (Node | string)[]}
 */
export function linking(payload) {
  const checkout = payload?.type === 'cart' ? payload.checkout : null;
  return (text) =>
    text.split(ADDRESS).map((part) => {
      if (!safeUrl(part)) return part;
      if (checkout?.url === part && checkout.text) return link(part, String(checkout.text), { dir: 'auto' });
      const { host, pathname } = new URL(part);
      const name = `${host}${pathname === '/' ? '' : pathname}`;
      return link(part, name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name, { dir: 'ltr' });
    });
}

/**
 * Shows a message's payload.
 * @param {Record<string, any>} payload
 * @param {string} language
 * @returns {HTMLElement | null} null where it cannot be shown
 */
export function payloadOf(payload, language) {
  try {
    return VIEWS.get(payload.type)?.(payload, language) ?? null;
  } catch (error) {
    console.warn(`A ${payload.type} payload is not as agreed`, error);
    return null;
  }
}
