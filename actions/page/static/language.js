/**
 * Languages: which are served, how they run, and what script a text is written in.
 */

/** The served languages as BCP 47 codes, English first. */
export const LANGUAGES = 'en zh-Hans zh-Hant ja ko de fr es it pt nl pl ru tr ar hi th vi id sv'.split(' ');

const RIGHT_TO_LEFT = /^(ar|fa|he|ps|ur|yi)(-|$)/i;

/**
 * Scripts that tell a language by themselves, and Latin, which does not.
 * @type {[string, RegExp][]}
 */
const SCRIPTS = [
  ['ko', /\p{Script=Hangul}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh-Hans', /\p{Script=Han}/gu],
  ['', /\p{Script=Latin}/gu],
];

/**
 * The served language for a BCP 47 tag, or '' where there is none: `zh-TW` is `zh-Hant`, `de-AT` is `de`.
 * @param {unknown} tag
 * @returns {string}
 */
export function served(tag) {
  if (typeof tag !== 'string') return '';
  const parts = tag.replaceAll('_', '-').toLowerCase().split('-');
  if (parts[0] === 'zh') return parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : 'zh-Hans';
  return LANGUAGES.includes(parts[0]) ? parts[0] : '';
}

/**
 * The first served language of a list of tags, else English.
 * @param {readonly string[]} tags
 */
export function preferred(tags) {
  return tags.map(served).find(Boolean) ?? 'en';
}

/**
 * @param {string} language
 * @returns {'rtl' | 'ltr'}
 */
export function direction(language) {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}

/**
 * Which way a text of the bot's runs. It may begin with a title in another script, so its first letter tells nothing:
 * the language does, or else the letters that it has most of.
 * @param {string} text
 * @param {string} language '' where it is not known
 */
export function directionOfText(text, language) {
  if (language) return direction(language);
  const nLatin = (text.match(/\p{Script=Latin}/gu) ?? []).length;
  const nRightToLeft = (text.match(/[\p{Script=Arabic}\p{Script=Hebrew}]/gu) ?? []).length;
  return nLatin > nRightToLeft ? 'ltr' : 'auto';
}

/**
 * The language that a text's script tells, or '' where it tells none (Latin, digits). Han characters alone may be
 * Chinese or Japanese: then `current`, the conversation's language, decides if it is written with them.
 * @param {string} text
 * @param {string} current
 */
export function languageOfScript(text, current) {
  const counts = new Map(SCRIPTS.map(([language, pattern]) => [language, (text.match(pattern) ?? []).length]));
  const kana = counts.get('ja') ?? 0;
  const han = counts.get('zh-Hans') ?? 0;
  if (kana && kana * 5 >= han) counts.set('ja', kana + han).set('zh-Hans', 0);
  const [language, most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (!most) return '';
  return language === 'zh-Hans' && /^(zh|ja)/.test(current) ? current : language;
}
