/**
 * The conversation: what the shopper says goes to the bot, what the bot says goes on the screen, and both are kept.
 */

import { asked, ChoicesWindow, metadataOf } from './choices.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Identity } from './identity.js';
import { direction, languageOfScript, preferred } from './language.js';
import { readMessage } from './messages.js';
import { hasPerson } from './person.js';
import { Session } from './session.js';
import { View } from './view.js';

/** How long a lost line may take to come back before the shopper is told. */
const PATIENCE_MS = 1_200;
/** How long an answer that was under way when the page was left may still take. */
const LATE_ANSWER_MS = 12_000;

export class Chat {
  #session = new Session();
  #asked = asked(location.search);
  #view = new View(
    (text) => this.say(text),
    (entry) => this.#sayAgain(entry),
  );
  #window = new ChoicesWindow((choices) => this.#choose(choices));
  #identity = new Identity((subject) => this.#signedIn(subject));
  #connection;
  #composer;
  /** Whether this tab, of all that show the conversation, is the one to write down what the bot says. */
  #isWriter = true;
  #lostTimer = 0;

  /** @param {string} botUrl */
  constructor(botUrl) {
    this.#connection = new Connection(botUrl, {
      confirmed: (id) => this.#confirmed(id),
      lost: () => this.#lost(),
      heard: (wire) => this.#heard(wire),
    });
    const keep = (/** @type {string} */ draft) => void (this.#session.draft = draft);
    this.#composer = new Composer(this.#session.draft, keep, (text) => this.say(text));
    this.#session.onOtherTab(() => this.#followOtherTab());
  }

  /** Shows what was said earlier and opens the line. */
  start() {
    this.#speak(this.#ownLanguage);
    this.#showAll();
    for (const entry of this.#session.entries) {
      if (entry.state === 'sent') setTimeout(() => this.#turnIsOver(entry), LATE_ANSWER_MS);
    }
    this.#lost();
    this.#connection.open(this.#session.id);
    document.getElementById('new-conversation')?.addEventListener('click', () => this.#restart());
    if (matchMedia('(hover: hover)').matches) this.#composer.focus();
  }

  /** Says something for the shopper. @param {string} text */
  say(text) {
    this.#isWriter = true;
    const entry = this.#session.add({ from: 'shopper', text, state: 'waiting' });
    this.#view.show(entry);
    this.#sendWaiting();
    this.#view.reveal();
  }

  /** What the shopper has chosen; the page's address overrides it. */
  get #choices() {
    const kept = this.#session.choices;
    return {
      language: this.#asked.language || kept.language,
      country: this.#asked.country || kept.country,
      currency: this.#asked.currency || kept.currency,
    };
  }

  /** The language before anything is said. */
  get #ownLanguage() {
    const chosen = this.#choices.language;
    return preferred(chosen ? [chosen] : (navigator.languages ?? [navigator.language]));
  }

  /** @param {import('./session.js').Choices} choices */
  #choose(choices) {
    const isOtherLanguage = choices.language !== this.#choices.language;
    this.#asked = { language: '', country: '', currency: '' };
    this.#session.choices = choices;
    if (isOtherLanguage) {
      this.#speak(this.#ownLanguage);
      this.#view.showAll(this.#session.entries);
      this.#view.reveal(false);
    } else {
      this.#window.show(this.#choices, this.#view.language);
    }
  }

  /** @param {string} language */
  #speak(language) {
    this.#view.speak(language);
    this.#window.show(this.#choices, language);
  }

  #restart() {
    this.#session.restart();
    this.#view.showTyping(false);
    this.#speak(this.#ownLanguage);
    this.#view.showAll([]);
    this.#connection.open(this.#session.id);
    this.#composer.focus();
  }

  /**
   * What one shopper said is not for the next one on the same device. Who signs in keeps what they said before.
   * @param {string} subject '' where somebody has signed out
   */
  #signedIn(subject) {
    const isOther = this.#session.subject !== '' && this.#session.subject !== subject;
    this.#session.subject = subject;
    if (isOther) this.#restart();
  }

  #followOtherTab() {
    this.#isWriter = false;
    if (this.#session.reload()) this.#connection.open(this.#session.id);
    this.#showAll();
  }

  #showAll() {
    for (const entry of this.#session.entries) if (entry.message) this.#follow(entry.message);
    this.#view.showAll(this.#session.entries);
    this.#showTyping();
    this.#view.reveal(false);
  }

  /** @param {string} id */
  #confirmed(id) {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = 0;
    this.#view.showLost(false);
    if (id !== this.#session.id) this.#session.adopt(id);
    this.#sendWaiting();
  }

  #lost() {
    this.#lostTimer ||= setTimeout(() => this.#view.showLost(true), PATIENCE_MS);
  }

  #sendWaiting() {
    if (!this.#connection.isUp || !this.#isWriter) return;
    for (const entry of this.#session.entries) {
      if (entry.state !== 'waiting') continue;
      this.#setState(entry, 'sent');
      const metadata = { ...metadataOf(this.#choices), ...this.#identity.metadata };
      this.#connection.say(entry.text ?? '', metadata, (isOver) => this.#turnIsOver(entry, isOver));
    }
  }

  /**
   * A message that nothing came back to may be sent again, unless it went to a person: they answer when they can.
   * @param {import('./session.js').Entry} entry
   * @param {boolean} [hasArrived] whether the bot has said that it has the message
   */
  #turnIsOver(entry, hasArrived = false) {
    const { entries } = this.#session;
    if (!entries.includes(entry) || entry.state !== 'sent') return;
    this.#setState(entry, hasArrived && hasPerson(entries) ? 'answered' : 'failed');
  }

  /** @param {import('./session.js').Entry} entry */
  #sayAgain(entry) {
    this.#setState(entry, 'waiting');
    this.#sendWaiting();
  }

  /** @param {unknown} wire */
  #heard(wire) {
    const message = readMessage(wire);
    if (!message || !this.#isWriter) return;
    const answered = this.#session.entries.find((entry) => entry.state === 'sent');
    this.#follow(message);
    this.#view.show(this.#session.add({ from: 'bot', message }));
    this.#view.showWho(this.#session.entries);
    if (answered) this.#setState(answered, 'answered');
    this.#view.reveal();
  }

  /**
   * Turns the page to the language that the bot speaks. A text in Latin script does not tell its language, but that
   * it does not run from right to left.
   * @param {import('./messages.js').BotMessage} message
   */
  #follow(message) {
    const { language, text } = message;
    const current = this.#view.language;
    const mustTurn = direction(current) === 'rtl' && /\p{Letter}/u.test(text);
    const own = this.#ownLanguage;
    const unsaid = mustTurn ? (direction(own) === 'rtl' ? 'en' : own) : current;
    const spoken = language || languageOfScript(text, current) || unsaid;
    if (spoken !== current) this.#speak(spoken);
  }

  /**
   * @param {import('./session.js').Entry} entry
   * @param {import('./session.js').Entry['state']} state
   */
  #setState(entry, state) {
    entry.state = state;
    this.#session.save();
    this.#view.showState(entry);
    this.#showTyping();
  }

  #showTyping() {
    const { entries } = this.#session;
    this.#view.showTyping(!hasPerson(entries) && entries.some((entry) => entry.state === 'sent'));
  }
}
