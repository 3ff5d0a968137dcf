/**
 * Thumbs under a list of products: what the shopper thinks of it, said as a message of theirs.
 */

import { element, icon } from './dom.js';
import { say } from './strings.js';

/** What each thumb says, with its drawing and its name. */
const THUMBS = [
  { said: '👍', drawing: 'thumb-up', name: 'helpful' },
  { said: '👎', drawing: 'thumb-down', name: 'not_helpful' },
];

/**
 * Whether an answer is one to have an opinion of.
 * @param {Record<string, any>} payload
 */
export function asksForOpinion(payload) {
  return payload.type === 'products' && Array.isArray(payload.products) && payload.products.some(Boolean);
}

/**
 * @param {string} language
 * @param {(text: string) => void} onSay a thumb was pressed
 */
export function thumbsOf(language, onSay) {
  const buttons = THUMBS.map(({ said, drawing, name }) => {
    const label = say(language, name);
    const attributes = { type: 'button', 'data-said': said, 'aria-label': label, title: label, 'aria-pressed': 'false' };
    const button = element('button', attributes, icon(drawing));
    button.addEventListener('click', () => onSay(said));
    return button;
  });
  return element('div', { class: 'thumbs', role: 'group', 'aria-label': say(language, 'opinion') }, ...buttons);
}

/**
 * Takes away the thumbs that were not pressed, and the power of the one that was.
 * @param {HTMLElement} thumbs
 */
export function retire(thumbs) {
  for (const button of thumbs.querySelectorAll('button')) {
    if (button.getAttribute('aria-pressed') === 'true') button.disabled = true;
    else button.remove();
  }
  if (!thumbs.childElementCount) thumbs.remove();
}

/**
 * Shows as pressed the thumb that says a text, and retires the others.
 * @param {HTMLElement | undefined} thumbs
 * @param {string} text
 * @returns {boolean} whether there was such a thumb, not yet pressed
 */
export function press(thumbs, text) {
  const button = [...(thumbs?.querySelectorAll('button:not(:disabled)') ?? [])].find(
    (one) => /** @type {HTMLElement} */ (one).dataset.said === text,
  );
  if (!thumbs || !button) return false;
  button.setAttribute('aria-pressed', 'true');
  retire(thumbs);
  return true;
}
