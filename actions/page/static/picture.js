/**
 * A picture in its box; where it cannot be loaded, the box shows a bag.
 */

import { element, icon, safeUrl } from './dom.js';

/**
 * @param {unknown} url
 * @param {string} alternative what it shows, in words
 */
export function pictureOf(url, alternative) {
  const box = element('div', { class: 'picture' }, icon('bag'));
  const src = safeUrl(url);
  if (!src) return box;
  const picture = element('img', { src, loading: 'lazy', decoding: 'async' });
  picture.setAttribute('alt', alternative);
  picture.addEventListener('error', () => picture.remove());
  box.append(picture);
  return box;
}
