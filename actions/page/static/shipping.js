/**
 * By which services a product is sent to a place: what each costs, and when it is there.
 */

import { amountCell, markOf } from './cost-table.js';
import { element, icon, isolated } from './dom.js';
import { formatDay, formatDays, formatList, formatMoment, formatMoney, formatSpan, nameOf } from './format.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `shipping` payload
 * @param {string} language
 */
export function shippingOf(payload, language) {
  const services = payload.services.filter(Boolean);
  if (!services.length) return null;
  const country = nameOf('region', payload.destination, language);
  const title = say(language, 'shipping_to', { country });
  const rates = payload.rate_date ? formatDay(payload.rate_date, language) : '';
  return element(
    'div',
    { role: 'group', class: 'panel landed-cost shipping', 'data-product-id': payload.product_id, 'aria-label': title },
    element('h2', {}, icon('door'), element('span', {}, title)),
    element(
      'table',
      { 'aria-label': title },
      element('tbody', {}, ...services.map((/** @type {any} */ one) => serviceOf(one, payload.by, language))),
    ),
    element(
      'p',
      { class: 'aside' },
      payload.remote && element('span', {}, say(language, 'remote')),
      rates && element('span', {}, say(language, 'rates_of', { date: rates })),
    ),
  );
}

/**
 * @param {Record<string, any>} service
 * @param {unknown} deadline the day that the shopper asked about
 * @param {string} language
 */
function serviceOf(service, deadline, language) {
  const name = say(language, `service_${service.service}`) || String(service.service);
  const carrier = service.carrier_name ? element('span', { class: 'carrier' }, isolated(service.carrier_name)) : null;
  const facts = factsOf(service, deadline, language);
  const price = formatMoney(service.price ?? service.price_original, language);
  return element(
    'tr',
    { 'data-service': service.service },
    element(
      'th',
      { scope: 'row' },
      element('b', {}, name),
      carrier && ' ',
      carrier,
      service.fits === false && ' ',
      service.fits === false && markOf('too_heavy', language),
      ...facts.map(([kind, text]) => element('span', { class: 'fact', 'data-fact': kind }, isolated(text))),
    ),
    service.fits === false ? element('td', {}, '–') : amountCell(price, language),
  );
}

/**
 * What is known of a service's days, each with its name; what is not known that may delay it comes last.
 * @param {Record<string, any>} service
 * @param {unknown} deadline
 * @param {string} language
 * @returns {string[][]}
 */
function factsOf(service, deadline, language) {
  if (service.fits === false) return [];
  const [, mostAtCustoms] = service.customs_days ?? [];
  const countries = service.holidays_unknown ?? [];
  const unknown = countries.map((/** @type {string} */ code) => nameOf('region', code, language));
  const by = deadline ? formatDay(deadline, language) : '';
  const kept = service.in_time === true ? 'by_yes' : service.in_time === false ? 'by_no' : 'by_unsure';
  /** @type {[string, Record<string, string>][]} */
  const facts = [
    ['arrives', { dates: formatDays(service.delivery_dates, language) }],
    [kept, { date: by }],
    ['delivery', { days: formatSpan(service.delivery_days, language) }],
    ['at_customs', { days: mostAtCustoms > 0 ? formatSpan(service.customs_days, language) : '' }],
    ['leaves', { dates: formatDays(service.leaves, language) }],
    ['order_by', { time: formatMoment(service.cut_off, language) }],
    ['holidays_unknown', { what: unknown.length ? formatList(unknown, language) : '' }],
  ];
  const said = facts
    .filter(([, values]) => Object.values(values).every(Boolean))
    .map(([key, values]) => [key, say(language, key, values)]);
  return service.remote_unknown ? [...said, ['remote_unknown', say(language, 'remote_unknown')]] : said;
}
