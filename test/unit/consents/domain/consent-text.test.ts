import { describe, expect, it } from 'vitest';
import {
  consentTextContent,
  consentTextEntry,
  consentTexts,
  hashOf,
  isSamePlace,
  jurisdiction,
  locale,
  noticeVersion,
  textOf,
} from '../../../../lambda/consents/domain/consent-text.ts';
import { aConsentContent, aConsentText } from '../../../support/lambda/a-consent.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

describe('a consent text', () => {
  it('covers every purpose unless it says which', () => {
    expect(aConsentContent().purposes).toEqual(['identity_verification', 'authentication']);
    expect(aConsentContent({ purposes: ['authentication'] }).purposes).toEqual(['authentication']);
  });

  it('has the hash of its canonical content, however its members and purposes are ordered', () => {
    const { notice_version, locale: language, title, body } = aConsentContent();
    const turned = consentTextContent.parse({
      ...{ body, title, purposes: ['authentication', 'identity_verification', 'authentication'] },
      ...{ locale: language, notice_version },
    });
    expect(hashOf(turned)).toBe(hashOf(aConsentContent()));
    // sha256sum of the canonical JSON, by another program
    expect(hashOf(aConsentContent())).toBe(
      'f3e41a7b76642b1e3a743f97041d26b7a2af9428b6c45dd82953c0a20bfd8b0b',
    );
  });

  it.each([
    ['notice_version', { notice_version: '2026-02' }],
    ['locale', { locale: 'de' }],
    ['jurisdiction', { jurisdiction: 'US-IL' }],
    ['purposes', { purposes: ['authentication' as const] }],
    ['title', { title: 'Another' }],
    ['body', { body: 'Another' }],
  ])('has another hash with another %s', (_name, change) => {
    expect(hashOf(aConsentContent(change))).not.toBe(hashOf(aConsentContent()));
  });

  it('is kept as its entry, and its content under the hash', () => {
    const content = aConsentContent({ jurisdiction: 'US-IL' });
    const published = { tenant: TENANT, origin: 'stage', published_at: NOON.toISOString() } as const;
    const { body: _body, ...shown } = content;
    expect(textOf(content, published)).toEqual({
      entry: { ...published, ...shown, sha256: hashOf(content) },
      content,
    });
  });

  it.each([
    ['without a body', { body: '' }],
    ['without a purpose', { purposes: [] }],
    ['longer than a row takes', { body: 'x'.repeat(20_001) }],
    ['without a title', { title: '' }],
    ['with a title of more than a line', { title: 'x'.repeat(201) }],
    ['with a member that nothing reads', { url: 'https://example.com' }],
  ])('is refused %s', (_name, change) => {
    expect(consentTexts.safeParse([{ ...aConsentContent(), ...change }]).success).toBe(false);
  });

  it('may be as long as a row takes, and is read again as it was written', () => {
    const { content, entry } = aConsentText({ body: 'x'.repeat(20_000), title: 'x'.repeat(200) });
    expect(consentTexts.parse([content])).toEqual([content]);
    expect(consentTextEntry.parse({ ...entry, jurisdiction: 'US-IL' })).toEqual({
      ...entry,
      jurisdiction: 'US-IL',
    });
  });

  it('shares its place with those of the same version, language and jurisdiction', () => {
    const { entry } = aConsentText();
    expect(isSamePlace(entry, aConsentText({ body: 'Another' }).entry)).toBe(true);
    expect(isSamePlace(entry, aConsentText({ locale: 'de' }).entry)).toBe(false);
    expect(isSamePlace(entry, aConsentText({ jurisdiction: 'DE' }).entry)).toBe(false);
    expect(isSamePlace(entry, aConsentText({ notice_version: '2' }).entry)).toBe(false);
  });

  it.each(['en', 'fr-CA', 'zh-Hant-TW', 'es-419'])('may be in language %s', (tag) => {
    expect(locale.safeParse(tag).success).toBe(true);
  });

  it.each([
    '',
    'e',
    'EN',
    'english',
    'Xen-US',
    'en_US',
    'en-us',
    'en#US',
    'en-USA',
    'zh-Hantx',
    'zh-HANT',
    'es-41',
    'es-4190',
  ])('is in no language "%s"', (tag) => {
    expect(locale.safeParse(tag).success).toBe(false);
  });

  it('is for a country or a part of one', () => {
    expect(['DE', 'US-IL', 'GB-SCT', 'AT-9'].every((place) => jurisdiction.safeParse(place).success)).toBe(
      true,
    );
    expect(
      ['de', 'USA', 'US-', 'any', 'US#', 'US-il', 'US-ABCD', 'xDE'].map(
        (place) => jurisdiction.safeParse(place).success,
      ),
    ).not.toContain(true);
  });

  it('has a version without separators of keys', () => {
    expect(['1', '2026-01', 'v1.2'].every((name) => noticeVersion.safeParse(name).success)).toBe(true);
    expect(['', 'a#b', 'a b', 'x'.repeat(65)].some((name) => noticeVersion.safeParse(name).success)).toBe(
      false,
    );
  });
});
