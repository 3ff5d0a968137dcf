/**
 * The receipt for a conversation that a person takes over.
 */

import { element, icon, isolated } from './dom.js';
import { say } from './strings.js';

/**
 * @param {Record<string, any>} payload a `handoff` payload
 * @param {string} language
 */
export function handoffOf(payload, language) {
  const number = payload.handoff_id;
  const hasNumber = typeof number === 'number' || typeof number === 'string';
  return element(
    'div',
    { class: 'panel receipt handoff' },
    icon('person'),
    element(
      'div',
      {},
      element('b', {}, say(language, 'handoff')),
      payload.question ? element('p', { class: 'asked', dir: 'auto' }, String(payload.question)) : null,
      hasNumber ? element('p', {}, isolated(say(language, 'handoff_number', { number: String(number) }))) : null,
    ),
  );
}
