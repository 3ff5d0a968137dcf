/**
 * Money, numbers, dates and names as a language writes them. Digits are 0–9 everywhere, as in the bot's own texts.
 */

import { direction } from './language.js';

const DECIMAL = /^-?\d{1,15}(\.\d{1,12})?$/;
const CURRENCY = /^[A-Z]{3}$/;

/**
 * An amount for display. It is a decimal string and stays one: nothing is computed with it.
 * @param {{amount?: unknown, currency?: unknown} | null | undefined} money
 * @param {string} language
 * @returns {string} '' where there is no amount
 */
export function formatMoney(money, language) {
  const amount = money?.amount == null ? '' : String(money.amount);
  const currency = money?.currency == null ? '' : String(money.currency);
  if (!DECIMAL.test(amount) || !CURRENCY.test(currency)) return '';
  try {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency, numberingSystem: 'latn' });
    const text = format.format(/** @type {any} */ (amount));
    // "97.90 US$" amid text from right to left would have its "$" on the wrong side.
    return direction(language) === 'rtl' && /\p{Script=Latin}/u.test(text)
      ? `\u2066${text.replaceAll('\u200f', '')}\u2069`
      : text;
  } catch {
    return `${amount} ${currency}`;
  }
}

/**
 * @param {number} value
 * @param {string} language
 * @param {Intl.NumberFormatOptions} [options]
 */
export function formatNumber(value, language, options = {}) {
  return new Intl.NumberFormat(language, { numberingSystem: 'latn', ...options }).format(value);
}

/**
 * A rate such as "0.19" as a percentage, '' for what is none.
 * @param {unknown} rate
 * @param {string} language
 */
export function formatRate(rate, language) {
  const isRate = rate !== null && rate !== '' && Number.isFinite(Number(rate));
  if (!isRate) return '';
  return formatNumber(Number(rate), language, { style: 'percent', maximumFractionDigits: 2 });
}

/**
 * A calendar day such as "2026-11-22"; what is not one comes back as it is.
 * @param {unknown} day
 * @param {string} language
 */
export function formatDay(day, language) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return String(day ?? '');
  const options = { dateStyle: 'medium', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' };
  return new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (options)).format(date);
}

/**
 * @param {readonly string[]} parts
 * @param {string} language
 */
export function formatList(parts, language) {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
}

/**
 * The name of a country, currency or language in a language; the code itself where it is not one.
 * @param {'region' | 'currency' | 'language'} type
 * @param {unknown} code
 * @param {string} language
 */
export function nameOf(type, code, language) {
  try {
    return new Intl.DisplayNames([language], { type }).of(String(code)) ?? String(code);
  } catch {
    return String(code);
  }
}
