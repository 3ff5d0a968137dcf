/**
 * The shopper's language, country and currency: from the page's address, from the little window, from the browser.
 */

import { element } from './dom.js';
import { nameOf } from './format.js';
import { LANGUAGES } from './language.js';
import { say } from './strings.js';

const COUNTRIES = (
  'AE AR AT AU BE BR CA CH CN CZ DE DK EG ES FI FR GB GR HK HU ID IE IL IN IT JP KR MX MY NL NO NZ PL ' +
  'PT QA RO RU SA SE SG TH TR TW US VN ZA'
).split(' ');

/** Currencies that the shop has official rates for. */
const CURRENCIES = (
  'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR NOK NZD PHP PLN QAR RON ' +
  'SAR SEK SGD THB TRY USD ZAR'
).split(' ');

/**
 * What the page's address asks for: ?lang=ar&country=AE&currency=USD.
 * @param {string} search
 * @returns {import('./session.js').Choices}
 */
export function asked(search) {
  const parameters = new URLSearchParams(search);
  const take = (/** @type {string} */ name, /** @type {RegExp} */ form) => {
    const value = parameters.get(name) ?? '';
    return form.test(value) ? value : '';
  };
  return {
    language: take('lang', /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i),
    country: take('country', /^[a-z]{2}$/i).toUpperCase(),
    currency: take('currency', /^[a-z]{3}$/i).toUpperCase(),
  };
}

/**
 * What goes with every message. A language chosen without a country leaves the country to the browser's own region.
 * @param {import('./session.js').Choices} choices
 * @returns {Record<string, string>}
 */
export function metadataOf(choices) {
  const locale = choices.language || navigator.language || 'en';
  const country = choices.country || regionOf(locale) || regionOf(navigator.language);
  return {
    locale,
    ...(country ? { country } : {}),
    ...(choices.currency ? { currency: choices.currency } : {}),
  };
}

/** @param {string} locale */
function regionOf(locale) {
  try {
    return new Intl.Locale(locale).region ?? '';
  } catch {
    return '';
  }
}

/** The window in which a shopper chooses. */
export class ChoicesWindow {
  #dialog = /** @type {HTMLDialogElement} */ (document.getElementById('choices'));
  #opener = /** @type {HTMLButtonElement} */ (document.getElementById('open-choices'));
  #summary = /** @type {HTMLElement} */ (document.getElementById('choices-summary'));

  /** @param {(choices: import('./session.js').Choices) => void} changed */
  constructor(changed) {
    this.#opener.addEventListener('click', () => this.#dialog.showModal());
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener('change', () => {
      changed({
        language: this.#select('language').value,
        country: this.#select('country').value,
        currency: this.#select('currency').value,
      });
    });
  }

  /**
   * Shows the choices in a language.
   * @param {import('./session.js').Choices} choices
   * @param {string} language
   */
  show(choices, language) {
    const automatic = say(language, 'automatic');
    const named = (/** @type {'region' | 'currency'} */ type, /** @type {string[]} */ codes) =>
      codes.map((code) => [code, nameOf(type, code, language)]).sort((a, b) => a[1].localeCompare(b[1], language));
    const region = choices.country ? '' : metadataOf(choices).country;
    fill(
      this.#select('language'),
      choices.language,
      automatic,
      LANGUAGES.map((code) => [code, nameOf('language', code, code)]),
    );
    fill(
      this.#select('country'),
      choices.country,
      region ? `${automatic} (${nameOf('region', region, language)})` : automatic,
      named('region', COUNTRIES),
    );
    fill(this.#select('currency'), choices.currency, automatic, named('currency', CURRENCIES));
    const country = metadataOf(choices).country;
    this.#summary.textContent = [country && nameOf('region', country, language), choices.currency]
      .filter(Boolean)
      .join(' · ');
  }

  /** @param {string} name */
  #select(name) {
    return /** @type {HTMLSelectElement} */ (this.#dialog.querySelector(`[name="${name}"]`));
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} chosen
 * @param {string} automatic
 * @param {string[][]} options code and name
 */
function fill(select, chosen, automatic, options) {
  const known = !chosen || options.some(([code]) => code === chosen) ? options : [[chosen, chosen], ...options];
  select.replaceChildren(
    element('option', {}, automatic),
    ...known.map(([code, name]) => element('option', { value: code, selected: code === chosen }, name)),
  );
  select.firstElementChild?.setAttribute('value', '');
  select.value = chosen;
}
