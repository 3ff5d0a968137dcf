/**
 * Elements made from data. Text goes in as text only: nothing here parses HTML.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. `attributes` that are null, undefined, false or '' are left out; `true` stands alone.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false || value === '') continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * One of the drawings at the top of index.html.
 * @param {string} name
 */
export function icon(name) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/**
 * Text in its own direction and language, whatever surrounds it.
 * @param {string} text
 * @param {string} [language]
 */
export function isolated(text, language) {
  return element('bdi', { lang: language }, text);
}

/**
 * An address that is safe to link to or load a picture from, '' where it is not http or https.
 * @param {unknown} url
 */
export function safeUrl(url) {
  if (typeof url !== 'string' || !url) return '';
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : '';
  } catch {
    return '';
  }
}

/**
 * A link that opens beside the conversation, or the text alone where the address is not safe.
 * @param {unknown} url
 * @param {string} text
 * @param {Record<string, string>} [attributes]
 */
export function link(url, text, attributes = {}) {
  const href = safeUrl(url);
  if (!href) return element('span', attributes, text);
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', ...attributes }, text);
}
