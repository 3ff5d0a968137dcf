/**
 * Money, numbers, dates and names as a language writes them. Digits are 0–9 everywhere, as in the bot's own texts.
 */

import { direction } from './language.js';

const DECIMAL = /^-?\d{1,15}(\.\d{1,12})?$/;
const MOST_DECIMALS = 12;
const CURRENCY = /^[A-Z]{3}$/;
const IN_UTC = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' };

/**
 * An amount for display. It is a decimal string and stays one: it never becomes a binary fraction.
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
  // In figures alone, "26/11/2026" from right to left reads as a year in front.
  const options = { dateStyle: direction(language) === 'rtl' ? 'long' : 'medium', ...IN_UTC };
  return new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (options)).format(date);
}

/**
 * Days from the first to the last, such as ["2026-12-08", "2026-12-11"], with those of the week; '' for what is none.
 * @param {unknown} days
 * @param {string} language
 */
export function formatDays(days, language) {
  if (!Array.isArray(days) || days.length !== 2) return '';
  const [first, last] = days.map((day) => new Date(`${day}T00:00:00Z`));
  if (Number.isNaN(first.getTime()) || !(first <= last)) return '';
  const options = { weekday: 'short', day: 'numeric', month: 'short', ...IN_UTC };
  const format = new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (options));
  return format.formatRange(first, last);
}

/**
 * A moment such as "2026-11-26T14:00:00+09:00" as the shopper's own clock shows it; '' for what is none.
 * @param {unknown} moment
 * @param {string} language
 */
export function formatMoment(moment, language) {
  const date = new Date(String(moment ?? ''));
  if (Number.isNaN(date.getTime())) return '';
  const { calendar, numberingSystem } = IN_UTC;
  const options = { weekday: 'short', hour: 'numeric', minute: '2-digit', calendar, numberingSystem };
  return new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (options)).format(date);
}

/**
 * Working days from the least to the most, such as [6, 10]; '' for what is none.
 * @param {unknown} days
 * @param {string} language
 */
export function formatSpan(days, language) {
  if (!Array.isArray(days) || days.length !== 2 || !days.every(Number.isFinite)) return '';
  const [low, high] = days.map((one) => formatNumber(one, language));
  return low === high ? low : `${low}–${high}`;
}

/**
 * The exact sum of decimal strings.
 * @param {readonly unknown[]} amounts
 * @returns {string} '' where one of them is none
 */
export function sumOf(amounts) {
  if (!amounts.every((amount) => DECIMAL.test(String(amount ?? '')))) return '';
  const scale = 10n ** BigInt(MOST_DECIMALS);
  const units = amounts.map((amount) => {
    const [whole, part = ''] = String(amount).replace('-', '').split('.');
    const magnitude = BigInt(whole) * scale + BigInt(part.padEnd(MOST_DECIMALS, '0'));
    return String(amount).startsWith('-') ? -magnitude : magnitude;
  });
  const sum = units.reduce((total, one) => total + one, 0n);
  const [sign, size] = sum < 0n ? ['-', -sum] : ['', sum];
  const part = String(size % scale).padStart(MOST_DECIMALS, '0').replace(/0+$/, '');
  return `${sign}${size / scale}${part ? `.${part}` : ''}`;
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
