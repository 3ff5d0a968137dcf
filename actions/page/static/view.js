/**
 * The conversation on the screen.
 */

import { element, icon, safeUrl } from './dom.js';
import { direction, directionOfText, languageOfScript } from './language.js';
import { bubbleOf, linking, payloadOf, wordsOf } from './messages.js';
import { asksForOpinion, press, retire, thumbsOf } from './opinion.js';
import { hasPerson, isOfPerson } from './person.js';
import { pictureOf } from './picture.js';
import { examples, say } from './strings.js';

const GAP_PX = 16;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

export class View {
  #scroller = byId('scroller');
  #messages = byId('messages');
  #quickReplies = byId('quick-replies');
  #language = 'en';
  /** @type {(text: string) => void} */
  #say;
  /** @type {(entry: import('./session.js').Entry) => void} */
  #again;

  /**
   * @param {(text: string) => void} onSay the shopper has pressed a button that says something
   * @param {(entry: import('./session.js').Entry) => void} onAgain the shopper wants a message sent again
   */
  constructor(onSay, onAgain) {
    this.#say = onSay;
    this.#again = onAgain;
  }

  /** The language of what is said next, and of the page round it. */
  get language() {
    return this.#language;
  }

  /** Turns the whole page to a language: its words, and which way it runs. @param {string} language */
  speak(language) {
    this.#language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    document.title = `Crossaisle · ${say(language, 'badge')}`;
    for (const place of document.querySelectorAll('[data-text]')) {
      place.textContent = say(language, /** @type {HTMLElement} */ (place).dataset.text ?? '');
    }
    for (const place of document.querySelectorAll('[data-label]')) {
      const label = say(language, /** @type {HTMLElement} */ (place).dataset.label ?? '');
      place.setAttribute('aria-label', label);
      if (place.matches('button')) place.setAttribute('title', label);
    }
    byId('message').setAttribute('placeholder', say(language, 'placeholder'));
    byId('examples').replaceChildren(...examples(language).map((text) => this.#button(text, text)));
  }

  /** Shows everything said so far. @param {readonly import('./session.js').Entry[]} entries */
  showAll(entries) {
    byId('log').setAttribute('aria-busy', 'true');
    this.#messages.replaceChildren();
    this.#quickReplies.replaceChildren();
    byId('welcome').hidden = entries.length > 0;
    for (const entry of entries) this.show(entry);
    this.showWho(entries);
    byId('log').removeAttribute('aria-busy');
  }

  /** Shows what was said next. @param {import('./session.js').Entry} entry */
  show(entry) {
    byId('welcome').hidden = true;
    if (entry.from === 'shopper') this.#showShopper(entry);
    else if (entry.message) this.#showBot(entry.message);
  }

  /** Shows how far a message of the shopper's has got. @param {import('./session.js').Entry} entry */
  showState(entry) {
    const place = this.#messages.querySelector(`[data-entry="${CSS.escape(entry.id)}"] .state`);
    if (!place) return;
    place.replaceChildren();
    if (entry.state === 'waiting') place.append(icon('clock'), say(this.#language, 'waiting'));
    if (entry.state === 'failed') {
      const button = element('button', { type: 'button' }, icon('again'), say(this.#language, 'send_again'));
      button.addEventListener('click', () => this.#again(entry));
      place.append(say(this.#language, 'no_answer'), ' ', button);
    }
  }

  /** @param {boolean} isTyping */
  showTyping(isTyping) {
    byId('typing').hidden = !isTyping;
  }

  /** Shows whether a person has the conversation. @param {readonly import('./session.js').Entry[]} entries */
  showWho(entries) {
    const isPerson = hasPerson(entries);
    byId('with-person').replaceChildren(
      ...(isPerson ? [icon('person'), element('span', {}, say(this.#language, 'with_person'))] : []),
    );
    // It would not be true meanwhile that an AI answers.
    byId('disclosure').hidden = isPerson;
  }

  /** @param {boolean} isLost */
  showLost(isLost) {
    byId('lost').textContent = isLost ? say(this.#language, 'connection_lost') : '';
    document.body.classList.toggle('is-lost', isLost);
  }

  /** Scrolls to the end, but not so far that the shopper's last words leave the screen. */
  reveal(isSmooth = true) {
    const mine = this.#messages.querySelectorAll('.turn.shopper');
    const last = /** @type {HTMLElement | undefined} */ (mine[mine.length - 1]);
    const bottom = this.#scroller.scrollHeight - this.#scroller.clientHeight;
    const top = last ? Math.min(bottom, last.offsetTop - GAP_PX) : bottom;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#scroller.scrollTo({ top, behavior: isSmooth && !isStill ? 'smooth' : 'instant' });
  }

  /** @param {import('./session.js').Entry} entry */
  #showShopper(entry) {
    this.#quickReplies.replaceChildren();
    const text = entry.text ?? '';
    // A thumb that is shown as pressed needs no bubble besides.
    const isThumb = press(this.#thumbs, text);
    this.#messages.append(
      element(
        'div',
        { class: isThumb ? 'turn shopper opinion' : 'turn shopper', 'data-entry': entry.id },
        element('span', { class: 'hidden' }, `${say(this.#language, 'you')}: ${isThumb ? text : ''}`),
        !isThumb && bubbleOf(text, languageOfScript(text, this.#language), 'auto'),
        element('p', { class: 'state' }),
      ),
    );
    this.showState(entry);
  }

  /** The latest thumbs on the screen. @returns {HTMLElement | undefined} */
  get #thumbs() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.#messages.querySelectorAll('.thumbs'))].at(-1);
  }

  /** @param {import('./messages.js').BotMessage} message */
  #showBot(message) {
    const language = message.language || languageOfScript(message.text, this.#language);
    const payload = message.payload && payloadOf(message.payload, language || this.#language);
    const isPerson = isOfPerson(message);
    const [before, after] = payload ? wordsOf(message) : [message.text, ''];
    const bubble = (/** @type {string} */ text) =>
      text && bubbleOf(text, language, isPerson ? 'auto' : directionOfText(text, language), linking(message.payload));
    const isFirst = !this.#messages.lastElementChild?.matches(isPerson ? '.bot.person' : '.bot:not(.person)');
    const turn = element(
      'div',
      { class: `turn bot${isPerson ? ' person' : ''}${isFirst ? ' first' : ''}` },
      isFirst && this.#speakerOf(isPerson),
      bubble(before),
    );
    if (message.image) turn.append(element('div', { class: 'panel shown' }, pictureOf(safeUrl(message.image), '')));
    if (payload) {
      const payloadLanguage = language || this.#language;
      turn.append(
        element('div', { class: 'payload', lang: payloadLanguage, dir: direction(payloadLanguage) }, payload),
      );
    }
    const more = bubble(after);
    if (more) turn.append(more);
    if (payload && message.payload && asksForOpinion(message.payload)) {
      if (this.#thumbs) retire(this.#thumbs);
      turn.append(thumbsOf(this.#language, this.#say));
    }
    if (turn.querySelector('.bubble, .payload, .panel')) this.#messages.append(turn);
    if (message.quickReplies.length) {
      this.#quickReplies.replaceChildren(
        ...message.quickReplies.map(({ title, payload: said }) => this.#button(title, said)),
      );
    }
  }

  /**
   * Who speaks: for those who hear the page where it is the assistant, for all where it is a person.
   * @param {boolean} isPerson
   */
  #speakerOf(isPerson) {
    if (!isPerson) return element('span', { class: 'hidden' }, `${say(this.#language, 'assistant')}: `);
    return element(
      'p',
      { class: 'speaker' },
      icon('person'),
      say(this.#language, 'person'),
      element('span', { class: 'hidden' }, ': '),
    );
  }

  /**
   * A button that says something; words that only a machine reads are said by the button's title.
   * @param {string} title
   * @param {string} said
   */
  #button(title, said) {
    const button = element('button', { type: 'button', class: 'chip', dir: 'auto' }, title);
    button.addEventListener('click', () => this.#say(said.startsWith('/') ? title : said));
    return button;
  }
}
