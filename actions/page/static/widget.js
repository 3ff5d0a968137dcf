/**
 * Puts the chat on a shop's page as a bubble in the corner:
 *
 *   <script async src="https://chat.shop.example/widget.js" data-lang="de" data-country="AT"></script>
 *
 * data-lang, data-country and data-currency are optional. The shop's address must be among CROSSAISLE_ORIGINS, or the
 * browser refuses to show the chat.
 */
(() => {
  const script = document.currentScript;
  const page = new URL('./', script.src);
  for (const name of ['lang', 'country', 'currency']) {
    if (script.dataset[name]) page.searchParams.set(name, script.dataset[name]);
  }
  const label = 'Crossaisle – AI assistant';
  const corner = { position: 'fixed', insetInlineEnd: '20px', zIndex: '2147483000', border: '0' };

  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', label);
  button.setAttribute('aria-expanded', 'false');
  Object.assign(button.style, corner, {
    bottom: '20px',
    width: '60px',
    height: '60px',
    padding: '0',
    borderRadius: '50%',
    cursor: 'pointer',
    background: '#0b6353',
    boxShadow: '0 6px 24px rgb(0 0 0 / 30%)',
  });
  const drawing = new Image(36, 36);
  drawing.src = new URL('favicon.svg', page).href;
  drawing.alt = '';
  Object.assign(drawing.style, { display: 'block', margin: '12px' });
  button.append(drawing);

  let frame = null;
  const makeFrame = () => {
    const made = document.createElement('iframe');
    made.src = page.href;
    made.title = label;
    Object.assign(made.style, corner, {
      bottom: '92px',
      width: 'min(420px, calc(100vw - 40px))',
      height: 'min(680px, calc(100vh - 112px))',
      borderRadius: '20px',
      boxShadow: '0 16px 60px rgb(0 0 0 / 30%)',
      background: 'Canvas',
      colorScheme: 'normal',
    });
    document.body.append(made);
    return made;
  };

  button.addEventListener('click', () => {
    const isOpening = !frame || frame.hidden;
    frame ??= makeFrame();
    frame.hidden = !isOpening;
    frame.style.display = isOpening ? 'block' : 'none';
    button.setAttribute('aria-expanded', String(isOpening));
    if (isOpening) frame.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && frame && !frame.hidden) button.click();
  });
  const show = () => document.body.append(button);
  if (document.body) show();
  else addEventListener('DOMContentLoaded', show);
})();
