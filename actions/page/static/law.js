/**
 * What the law of the shopper's country gives: the days to send back, and where each right is written.
 */

import { element, icon, isolated } from './dom.js';
import { formatNumber, nameOf } from './format.js';
import { sourcesOf } from './sources.js';
import { say } from './strings.js';

/**
 * The message's own words say the rights; this shows the days at a glance, and the sources.
 * @param {Record<string, any>} law
 * @param {string} language
 */
export function lawOf(law, language) {
  const rights = (Array.isArray(law.rights) ? law.rights : []).filter((right) => right?.source);
  const own = law.source ? [{ ...law.source, rule_id: law.rule_id }] : [];
  const sources = [...own, ...rights.map((right) => ({ ...right.source, rule_id: right.rule_id }))];
  const country = law.country ? nameOf('region', law.country, language) : '';
  // Where terms or states may say something else, the days alone would promise too much.
  const isPlain = law.scope === 'everywhere' && Number.isInteger(law.days) && law.days > 0;
  const days = isPlain ? daysOf(law.days, language) : '';
  return element(
    'div',
    { class: 'law' },
    days &&
      element(
        'p',
        { class: 'right' },
        icon('again'),
        element('span', {}, isolated(say(language, 'withdrawal', { days })), country && ' · ', isolated(country)),
      ),
    sourcesOf(sources, language),
  );
}

/**
 * "14 days" as a language says it.
 * @param {number} days
 * @param {string} language
 */
function daysOf(days, language) {
  return formatNumber(days, language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
