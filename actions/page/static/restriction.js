/**
 * Whether something may be sent somewhere: where that is written, and what may go instead.
 */

import { cardsOf } from './cards.js';
import { element, link } from './dom.js';
import { formatDay } from './format.js';
import { say } from './strings.js';

/**
 * The message says the verdict and why; this adds its sources as links, and products in place of what is hindered.
 * @param {Record<string, any>} payload a `restriction` payload
 * @param {string} language
 */
export function restrictionOf(payload, language) {
  const findings = (Array.isArray(payload.findings) ? payload.findings : []).filter((one) => one?.source?.title);
  const products = Array.isArray(payload.alternatives) ? payload.alternatives : [];
  const cards = cardsOf({ products }, language);
  if (!findings.length && !cards) return null;
  return element(
    'div',
    { class: 'restriction', 'data-verdict': payload.verdict },
    cards,
    findings.length ? sourcesOf(findings, language) : null,
  );
}

/**
 * @param {Record<string, any>[]} findings
 * @param {string} language
 */
function sourcesOf(findings, language) {
  const items = findings.map(({ source, rule_id: rule }) => {
    const checked = source.checked_on ? say(language, 'checked', { date: formatDay(source.checked_on, language) }) : '';
    const name = link(source.url ?? '', String(source.title), { dir: 'auto' });
    return element('li', { 'data-rule': rule }, name, checked && element('span', { class: 'checked' }, ` ${checked}`));
  });
  return element('details', {}, element('summary', {}, say(language, 'sources')), element('ul', {}, ...items));
}
