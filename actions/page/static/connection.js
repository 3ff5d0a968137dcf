/**
 * The line to the bot: Rasa's socketio channel, spoken with the socket.io client of vendor/.
 *
 * `session_request` {session_id} is confirmed by `session_confirm`; then the shopper speaks with `user_uttered` and the
 * bot with `bot_uttered`. The bot acknowledges a `user_uttered` when its turn is over, all its messages sent.
 */

const ANSWER_MS = 45_000;

/**
 * @typedef {object} Listener
 * @property {(sessionId: string) => void} confirmed the line stands; the id is the one to use from now on
 * @property {() => void} lost the line is down; it comes back by itself
 * @property {(wire: unknown) => void} heard the bot said something
 */

export class Connection {
  #socket;
  #listener;
  #sessionId = '';
  #isConfirmed = false;

  /**
   * @param {string} botUrl where the bot is; a path in it is one that a proxy puts before the bot
   * @param {Listener} listener
   */
  constructor(botUrl, listener) {
    const url = new URL(botUrl, location.href);
    this.#listener = listener;
    this.#socket = /** @type {any} */ (globalThis).io(url.origin, {
      path: `${url.pathname.replace(/\/$/, '')}/socket.io/`,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.#socket.on('connect', () => this.#socket.emit('session_request', { session_id: this.#sessionId }));
    this.#socket.on('session_confirm', (/** @type {unknown} */ reply) => this.#confirm(reply));
    this.#socket.on('bot_uttered', (/** @type {unknown} */ wire) => listener.heard(wire));
    this.#socket.on('disconnect', (/** @type {string} */ reason) => this.#drop(reason));
    this.#socket.on('connect_error', () => this.#drop('connect_error'));
  }

  /** Whether messages can be sent now. */
  get isUp() {
    return this.#isConfirmed && this.#socket.connected;
  }

  /** Opens the line for a session, anew if it is open for another. @param {string} sessionId */
  open(sessionId) {
    this.#isConfirmed = false;
    this.#sessionId = sessionId;
    this.#socket.disconnect();
    this.#socket.connect();
  }

  /**
   * Says something. `done` hears whether the bot's turn came to its end.
   * @param {string} text
   * @param {Record<string, string>} metadata
   * @param {(isOver: boolean) => void} done
   */
  say(text, metadata, done) {
    const message = { message: text, session_id: this.#sessionId, metadata };
    this.#socket.timeout(ANSWER_MS).emit('user_uttered', message, (/** @type {Error | null} */ error) => done(!error));
  }

  /** @param {any} reply an id, or an object with one */
  #confirm(reply) {
    const id = typeof reply === 'string' ? reply : reply?.session_id;
    if (typeof id === 'string' && id) this.#sessionId = id;
    this.#isConfirmed = true;
    this.#listener.confirmed(this.#sessionId);
  }

  /** @param {string} reason */
  #drop(reason) {
    this.#isConfirmed = false;
    if (reason === 'io client disconnect') return;
    this.#listener.lost();
    // socket.io leaves this one case to the application: the server has closed the line on purpose, as on a restart.
    if (reason === 'io server disconnect') setTimeout(() => this.#socket.connect(), 1_000);
  }
}
