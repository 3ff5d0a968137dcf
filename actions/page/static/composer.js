/**
 * The box to write in: Enter sends, Shift+Enter begins a line, and what is not sent stays.
 */

export class Composer {
  #form = /** @type {HTMLFormElement} */ (document.getElementById('composer'));
  #box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
  #button = /** @type {HTMLButtonElement} */ (this.#form.querySelector('button'));
  #keep;

  /**
   * @param {string} draft what was written and not sent earlier
   * @param {(draft: string) => void} keep
   * @param {(text: string) => void} send
   */
  constructor(draft, keep, send) {
    this.#keep = keep;
    this.#box.value = draft;
    this.#box.disabled = false;
    this.#box.addEventListener('input', () => this.#changed());
    this.#box.addEventListener('keydown', (event) => {
      // While an input method composes a word, Enter picks the word.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#box.value.trim();
      if (!text) return;
      this.#box.value = '';
      this.#changed();
      send(text);
    });
    this.#changed();
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  #changed() {
    this.#keep(this.#box.value);
    this.#button.disabled = !this.#box.value.trim();
    this.#box.style.height = 'auto';
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}
