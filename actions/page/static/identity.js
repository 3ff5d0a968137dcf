/**
 * Who the shopper is, as the shop's own page says: it hands over the token of its signed-in shopper through widget.js.
 *
 * The token stays in memory: it is in no address and in no storage. Only the page that frames this one is listened to,
 * and the browser lets none do so but those of CROSSAISLE_ORIGINS (the policy `frame-ancestors`).
 */

const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export class Identity {
  #token = '';

  /** @param {(subject: string) => void} changed somebody has signed in, '' where they have signed out */
  constructor(changed) {
    if (parent === window) return;
    addEventListener('message', ({ source, data }) => {
      if (source !== parent || data?.type !== 'crossaisle.identity') return;
      this.#token = typeof data.token === 'string' && FORM.test(data.token) ? data.token : '';
      changed(subjectOf(this.#token));
    });
    addEventListener('keydown', (event) => {
      const isInWindow = Boolean(document.querySelector('dialog[open]'));
      if (event.key === 'Escape' && !isInWindow) parent.postMessage({ type: 'crossaisle.close' }, '*');
    });
    // It tells nothing but that the page is there.
    parent.postMessage({ type: 'crossaisle.ready' }, '*');
  }

  /** What goes with every message. @returns {Record<string, string>} */
  get metadata() {
    return this.#token ? { identity_token: this.#token } : {};
  }
}

/**
 * Whom a token names. Whether it is genuine is for the shop's server to say; here it tells one shopper from the next.
 * @param {string} token
 */
function subjectOf(token) {
  if (!token) return '';
  try {
    const claims = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return String(JSON.parse(atob(claims)).sub ?? '');
  } catch {
    return '';
  }
}
