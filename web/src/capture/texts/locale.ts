/** Languages of the page. */
export const LANGUAGES = ['en', 'es', 'de', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Returns the page's language: the first wanted one that there is, or English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-');
    const found = LANGUAGES.find((one) => one === language);
    if (found) return found;
  }
  return 'en';
}

/** Returns the person's locale for consent texts: the first wanted one, in the form that the API accepts. */
export function localeOf(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const locale = acceptedOf(tag);
    if (locale) return locale;
  }
  return languageOf(wanted);
}

/** What the API accepts as a language. */
const LANGUAGE = /^[a-z]{2,3}$/;

/** Returns the language, script and region of a tag, such as `de-CH` for `de-ch-1996`; nothing of no tag. */
function acceptedOf(tag: string): string | undefined {
  try {
    const { language, script, region } = new Intl.Locale(tag);
    return LANGUAGE.test(language) ? [language, script, region].filter(Boolean).join('-') : undefined;
  } catch {
    return undefined;
  }
}
