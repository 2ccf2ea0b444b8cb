import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from './locale.ts';

/** Texts of each language, loaded alone: a person reads one. */
const TEXTS: Readonly<Record<Language, () => Promise<{ readonly default: object }>>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
  de: () => import('./de.json'),
  fr: () => import('./fr.json'),
};

/** Loads the texts of a language, and says so to the document. */
export async function loadTexts(language: Language): Promise<i18n> {
  const { default: translation } = await TEXTS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
  return i18next;
}
