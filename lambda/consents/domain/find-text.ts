import type { ConsentPurpose } from './consent-purpose.ts';
import type { ConsentTextEntry } from './consent-text.ts';

/** The text that somebody is to be shown. */
export interface WantedText {
  readonly locale?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly purpose?: ConsentPurpose | undefined;
}

/** Language of last resort. */
const LAST_LOCALE = 'en';

/**
 * Returns the text that fits best among those of one version; undefined if none does. Law comes before
 * language: a text for the person's jurisdiction, or the country that it is part of, before one for anywhere;
 * among these the person's language, then English, then the first by name.
 */
export function findText(
  entries: readonly ConsentTextEntry[],
  { locale, jurisdiction, purpose }: WantedText,
): ConsentTextEntry | undefined {
  const fitting = entries
    .filter(({ purposes }) => purpose === undefined || purposes.includes(purpose))
    .toSorted((one, other) => one.locale.localeCompare(other.locale, 'en'));
  for (const place of [...lessAndLessSpecific(jurisdiction), undefined]) {
    const here = fitting.filter((entry) => entry.jurisdiction === place);
    const languages = [...lessAndLessSpecific(locale), LAST_LOCALE];
    const spoken = languages.map((language) => here.find((entry) => entry.locale === language));
    const found = spoken.find((entry) => entry !== undefined) ?? here[0];
    if (found) return found;
  }
  return undefined;
}

/** Returns a tag with its last parts left out one after another: `zh-Hant-TW`, `zh-Hant`, `zh`. */
const lessAndLessSpecific = (tag: string | undefined): readonly string[] => {
  const parts = tag?.split('-') ?? [];
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
};
