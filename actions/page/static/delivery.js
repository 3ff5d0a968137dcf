/**
 * When a parcel is there, where it comes from, and of which day prices and rates are: the small print of a cost.
 */

import { element, isolated } from './dom.js';
import { formatDay, formatDays, formatSpan, nameOf } from './format.js';
import { say } from './strings.js';

/**
 * What is known of delivery and dates; what is not known is left out.
 * @param {Record<string, any> | null | undefined} cost a landed cost, or what looks like one
 * @param {string} language
 */
export function smallPrintOf(cost, language) {
  const said = [];
  const add = (/** @type {string} */ name, /** @type {Record<string, string>} */ values) => {
    if (Object.values(values).every(Boolean)) said.push([name, say(language, name, values)]);
  };
  add('arrives', { dates: formatDays(cost?.delivery_dates, language) });
  add('delivery', { days: formatSpan(cost?.delivery_days, language) });
  add('sent_from', { country: cost?.origin ? nameOf('region', cost.origin, language) : '' });
  add('as_of', { date: cost?.as_of ? formatDay(cost.as_of, language) : '' });
  add('rates_of', { date: cost?.rate_date ? formatDay(cost.rate_date, language) : '' });
  return said.map(([name, text]) => element('span', { 'data-fact': name }, isolated(text)));
}
