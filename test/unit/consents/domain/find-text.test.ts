import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findText } from '../../../../lambda/consents/domain/find-text.ts';
import { aConsentText } from '../../../support/lambda/a-consent.ts';

const entry = (locale: string, jurisdiction?: string) =>
  aConsentText({ locale, ...(jurisdiction === undefined ? {} : { jurisdiction }) }).entry;
const ENTRIES = [
  entry('de'),
  entry('en'),
  entry('fr-CA'),
  entry('en', 'US'),
  entry('en', 'US-IL'),
  entry('es', 'US'),
  entry('pt', 'BR'),
];

describe('the text that a person is shown', () => {
  it.each([
    ['of anywhere in English, without more', {}, 'en', undefined],
    ["in the person's language", { locale: 'de' }, 'de', undefined],
    ['in the language without its region', { locale: 'de-AT' }, 'de', undefined],
    ['in English if there is none in the language', { locale: 'fr' }, 'en', undefined],
    ["for the person's jurisdiction", { jurisdiction: 'US-IL', locale: 'en' }, 'en', 'US-IL'],
    [
      'for the jurisdiction rather than in the language',
      { jurisdiction: 'US-IL', locale: 'es' },
      'en',
      'US-IL',
    ],
    ['for the country of the jurisdiction', { jurisdiction: 'US-CA', locale: 'es-MX' }, 'es', 'US'],
    ['for the jurisdiction in whatever language', { jurisdiction: 'BR', locale: 'en' }, 'pt', 'BR'],
    ['for anywhere, elsewhere', { jurisdiction: 'JP', locale: 'de' }, 'de', undefined],
  ])('is %s', (_name, wanted, locale, jurisdiction) => {
    expect(findText(ENTRIES, wanted)).toEqual(
      expect.objectContaining({ locale, ...(jurisdiction === undefined ? {} : { jurisdiction }) }),
    );
    expect(findText(ENTRIES, wanted)?.jurisdiction).toBe(jurisdiction);
  });

  it('is the first by its language where nothing else speaks for one', () => {
    const [fr, es, pt] = [entry('fr'), entry('es'), entry('pt')];
    expect(findText([fr, pt, es], { locale: 'de' })).toBe(es);
    expect(findText([pt, fr], {})).toBe(fr);
  });

  it('is in the script of the person before another one of their language', () => {
    const [plain, script] = [entry('zh'), entry('zh-Hant')];
    expect(findText([plain, script], { locale: 'zh-Hant-TW' })).toBe(script);
    expect(findText([plain], { locale: 'zh-Hant-TW' })).toBe(plain);
  });

  it('covers the purpose', () => {
    const login = aConsentText({ locale: 'de', purposes: ['authentication'] }).entry;
    expect(findText([login], { purpose: 'identity_verification' })).toBeUndefined();
    expect(findText([login], { purpose: 'authentication' })).toBe(login);
  });

  it('is none where all are for elsewhere, or there is none', () => {
    expect(findText([entry('pt', 'BR')], { locale: 'pt' })).toBeUndefined();
    expect(findText([], {})).toBeUndefined();
  });

  it('is the same in whatever order they are read', () => {
    const wanted = fc.record({
      locale: fc.constantFrom(undefined, 'en', 'fr', 'fr-CA', 'es-MX', 'pt'),
      jurisdiction: fc.constantFrom(undefined, 'US', 'US-IL', 'US-CA', 'BR', 'DE'),
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(ENTRIES, { minLength: ENTRIES.length }), wanted, (shuffled, asked) => {
        expect(findText(shuffled, asked)).toBe(findText(ENTRIES, asked));
      }),
      { numRuns: 50 },
    );
  });
});
