/**
 * Whether something may be sent somewhere, why, and where that is written; and what may go instead.
 */

import { cardsOf } from './cards.js';
import { markOf } from './cost-table.js';
import { element, icon, isolated } from './dom.js';
import { formatDay, nameOf } from './format.js';
import { confidenceOf, sourcesOf } from './sources.js';
import { say } from './strings.js';

/** The verdicts, each with its drawing. */
const DRAWINGS = new Map([
  ['prohibited', 'barred'],
  ['needs_papers', 'paper'],
  ['restricted', 'paper'],
  ['allowed', 'check'],
]);

/**
 * @param {Record<string, any>} payload a `restriction` payload
 * @param {string} language
 */
export function restrictionOf(payload, language) {
  const findings = (Array.isArray(payload.findings) ? payload.findings : []).filter((one) => one?.verdict);
  const products = Array.isArray(payload.alternatives) ? payload.alternatives : [];
  const cards = cardsOf({ products }, language);
  if (!findings.length && !cards) return null;
  return element(
    'div',
    { class: 'restriction', 'data-verdict': payload.verdict },
    findings.length ? panelOf(payload, findings, language) : null,
    cards,
  );
}

/**
 * @param {Record<string, any>} payload
 * @param {Record<string, any>[]} findings
 * @param {string} language
 */
function panelOf(payload, findings, language) {
  const verdict = say(language, `verdict_${payload.verdict}`) || say(language, 'unknown');
  const country = payload.destination ? nameOf('region', payload.destination, language) : '';
  const sources = findings.map(({ source, rule_id, confidence }) => ({ ...source, rule_id, confidence }));
  return element(
    'div',
    { role: 'group', class: 'panel verdicts', 'aria-label': verdict },
    element(
      'h2',
      { 'data-verdict': payload.verdict },
      icon(DRAWINGS.get(payload.verdict) ?? 'paper'),
      element('span', {}, verdict),
      country && element('span', { class: 'where' }, isolated(country)),
    ),
    element('ul', {}, ...findings.map((finding) => findingOf(finding, findings.length > 1, language))),
    payload.as_of &&
      element('p', { class: 'aside' }, say(language, 'as_of', { date: formatDay(payload.as_of, language) })),
    sourcesOf(sources, language),
  );
}

/**
 * @param {Record<string, any>} finding
 * @param {boolean} isOneOfMany whether its own verdict has to be said
 * @param {string} language
 */
function findingOf(finding, isOneOfMany, language) {
  const day = (/** @type {string} */ key, /** @type {unknown} */ date) =>
    date ? element('span', { class: 'tag' }, say(language, key, { date: formatDay(date, language) })) : null;
  return element(
    'li',
    { 'data-rule': finding.rule_id, 'data-verdict': finding.verdict },
    finding.goods_label && element('b', {}, isolated(String(finding.goods_label))),
    ' ',
    isOneOfMany ? markOf(`verdict_${finding.verdict}`, language) : null,
    ' ',
    finding.confidence === 'unconfirmed' ? confidenceOf(finding.confidence, language) : null,
    ' ',
    day('valid_from', finding.valid_from),
    ' ',
    day('valid_until', finding.valid_to),
    element('p', {}, String(finding.text ?? '')),
  );
}
