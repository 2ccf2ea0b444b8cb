import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageOf, localeOf } from '../../../src/capture/texts/locale.ts';

/** As docs/openapi.json has it. */
const ACCEPTED = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;

describe('the language of the page', () => {
  it.each([
    [['de-CH', 'fr'], 'de'],
    [['it', 'fr-FR', 'en'], 'fr'],
    [['ES-419'], 'es'],
    [['ja'], 'en'],
    [[], 'en'],
  ])('is the first wanted one that there is: %o is %s', (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
});

describe('the locale of the person', () => {
  it.each([
    [['de-CH', 'fr'], 'de-CH'],
    [['it', 'de'], 'it'],
    [['de-ch', 'en-US'], 'de-CH'],
    [['de-CH-1996', 'en-US'], 'de-CH'],
    [['zh-Hant-TW'], 'zh-Hant-TW'],
    [['es-419'], 'es-419'],
    [['de_CH', 'fr'], 'fr'],
    [[], 'en'],
  ])('is the first wanted one, as the API takes it: %o is %s', (wanted, locale) => {
    expect(localeOf(wanted)).toBe(locale);
  });

  it('is one that the API accepts, whatever a browser wants', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{2,8}-[A-Za-z0-9]{2,8}$/))),
        (tags) => {
          expect(localeOf(tags)).toMatch(ACCEPTED);
          expect(LANGUAGES).toContain(languageOf(tags));
        },
      ),
    );
  });
});
