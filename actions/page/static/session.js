/**
 * What the browser keeps: the session's id, what was said, the shopper's choices. All of it stays on this device.
 */

const PREFIX = 'crossaisle.';
const MOST_ENTRIES = 100;

/**
 * @typedef {object} Entry One thing said.
 * @property {string} id
 * @property {'shopper' | 'bot'} from
 * @property {string} [text] what the shopper said
 * @property {'waiting' | 'sent' | 'answered' | 'failed'} [state] how far the shopper's message got
 * @property {import('./messages.js').BotMessage} [message] what the bot said
 */

/**
 * @typedef {object} Choices What the shopper has chosen; '' where they have not.
 * @property {string} language
 * @property {string} country
 * @property {string} currency
 */

/** @returns {string} a random id that nobody can guess */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // A page that is not served over https or from this machine has no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The browser's storage, or memory where it is blocked or full. */
class Store {
  #memory = new Map();

  /** @param {string} name */
  read(name) {
    try {
      const text = localStorage.getItem(PREFIX + name);
      return text === null ? this.#memory.get(name) : JSON.parse(text);
    } catch {
      return this.#memory.get(name);
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value
   * @returns {boolean} whether it will outlast this page
   */
  write(name, value) {
    this.#memory.set(name, value);
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}

export class Session {
  #store = new Store();

  constructor() {
    const id = this.#store.read('session');
    /** @type {string} */
    this.id = typeof id === 'string' && id ? id : newId();
    this.#store.write('session', this.id);
    /** @type {Entry[]} */
    this.entries = this.#readEntries();
  }

  /** The bot may hand out another id than the one asked for. @param {string} id */
  adopt(id) {
    this.id = id;
    this.#store.write('session', id);
  }

  /** Forgets what was said and begins anew under another id. */
  restart() {
    this.entries = [];
    this.adopt(newId());
    this.save();
  }

  /** @param {Omit<Entry, 'id'>} entry @returns {Entry} */
  add(entry) {
    const added = { id: newId(), ...entry };
    this.entries.push(added);
    this.save();
    return added;
  }

  /** Keeps the latest entries; where the browser's room is used up, fewer of them. */
  save() {
    this.entries = this.entries.slice(-MOST_ENTRIES);
    for (let kept = this.entries; !this.#store.write('transcript', kept) && kept.length > 1;) {
      kept = kept.slice(Math.ceil(kept.length / 2));
    }
  }

  /** Takes over what another tab of the same conversation has written. */
  reload() {
    this.entries = this.#readEntries();
    const id = this.#store.read('session');
    const isOther = typeof id === 'string' && id !== this.id;
    if (isOther) this.id = id;
    return isOther;
  }

  /** @returns {Choices} */
  get choices() {
    const kept = this.#store.read('choices');
    const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
    return { language: text(kept?.language), country: text(kept?.country), currency: text(kept?.currency) };
  }

  set choices(choices) {
    this.#store.write('choices', choices);
  }

  /** Whom the shop had signed in when the conversation was held, '' for nobody. */
  get subject() {
    const kept = this.#store.read('subject');
    return typeof kept === 'string' ? kept : '';
  }

  set subject(subject) {
    this.#store.write('subject', subject);
  }

  /** A message begun and not sent. */
  get draft() {
    const kept = this.#store.read('draft');
    return typeof kept === 'string' ? kept : '';
  }

  set draft(text) {
    this.#store.write('draft', text);
  }

  /** Calls back when another tab has said or heard something. @param {() => void} changed */
  onOtherTab(changed) {
    addEventListener('storage', (event) => {
      if (event.key === `${PREFIX}transcript`) changed();
    });
  }

  #readEntries() {
    const kept = this.#store.read('transcript');
    const isEntry = (/** @type {any} */ entry) =>
      (entry?.from === 'shopper' && typeof entry.text === 'string') || (entry?.from === 'bot' && entry.message);
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  }
}
