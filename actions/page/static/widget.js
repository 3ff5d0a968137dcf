/**
 * Puts the chat on a shop's page as a bubble in the corner:
 *
 *   <script async src="https://chat.shop.example/widget.js" data-lang="de" data-country="AT"></script>
 *
 * data-lang, data-country and data-currency are optional. The shop's address must be among CROSSAISLE_ORIGINS, or the
 * browser refuses to show the chat.
 *
 * A shop that knows who is signed in hands their identity token over (a JWT, HS256, CROSSAISLE_IDENTITY_SECRET, claims
 * `sub` and `exp`): as data-identity-token, or by a call whenever that changes, which may come before this script:
 *
 *   window.crossaisle = window.crossaisle || [];
 *   crossaisle.push(['identify', token]);   // renewed, or somebody has signed in
 *   crossaisle.push(['identify', null]);    // signed out
 */
(() => {
  const script = document.currentScript;
  const page = new URL('./', script.src);
  for (const name of ['lang', 'country', 'currency']) {
    if (script.dataset[name]) page.searchParams.set(name, script.dataset[name]);
  }
  // What strings.json calls the badge; that file cannot be read from another page.
  const names = {
    en: 'AI assistant',
    'zh-Hans': 'AI 助手',
    'zh-Hant': 'AI 助理',
    ja: 'AIアシスタント',
    ko: 'AI 도우미',
    de: 'KI-Assistent',
    fr: 'Assistant IA',
    es: 'Asistente de IA',
    it: 'Assistente IA',
    pt: 'Assistente de IA',
    nl: 'AI-assistent',
    pl: 'Asystent AI',
    ru: 'ИИ-помощник',
    tr: 'Yapay zekâ asistanı',
    ar: 'مساعد ذكاء اصطناعي',
    hi: 'AI सहायक',
    th: 'ผู้ช่วย AI',
    vi: 'Trợ lý AI',
    id: 'Asisten AI',
    sv: 'AI-assistent',
  };
  const wanted = (script.dataset.lang || document.documentElement.lang || navigator.language).toLowerCase();
  const language = wanted.startsWith('zh')
    ? (/hant|tw|hk|mo/.test(wanted) ? 'zh-Hant' : 'zh-Hans')
    : wanted.split(/[-_]/)[0];
  const label = `Crossaisle – ${names[language] ?? names.en}`;
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
  let isReady = false;
  // Undefined while the shop has said nothing, null where nobody is signed in.
  let token = script.dataset.identityToken || undefined;
  const tell = () => {
    if (token === undefined || !isReady) return;
    frame.contentWindow?.postMessage({ type: 'crossaisle.identity', token: token ?? '' }, page.origin);
  };
  const obey = ([order, value] = []) => {
    if (order !== 'identify') return;
    token = typeof value === 'string' && value ? value : null;
    tell();
  };
  const orders = Array.isArray(window.crossaisle) ? window.crossaisle : [];
  window.crossaisle = { push: (...given) => given.forEach(obey) };
  orders.forEach(obey);

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
  const close = () => {
    if (!frame || frame.hidden) return;
    button.click();
    button.focus();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  addEventListener('message', (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== page.origin) return;
    if (event.data?.type === 'crossaisle.ready') {
      isReady = true;
      tell();
    }
    if (event.data?.type === 'crossaisle.close') close();
  });
  const show = () => document.body.append(button);
  if (document.body) show();
  else addEventListener('DOMContentLoaded', show);
})();
