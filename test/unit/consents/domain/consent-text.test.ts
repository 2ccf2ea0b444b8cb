import { describe, expect, it } from 'vitest';
import {
  consentTextContent,
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
    expect(hashOf(aConsentContent())).toMatch(/^[0-9a-f]{64}$/);
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
    ['with a member that nothing reads', { url: 'https://example.com' }],
  ])('is refused %s', (_name, change) => {
    expect(consentTexts.safeParse([{ ...aConsentContent(), ...change }]).success).toBe(false);
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

  it.each(['', 'EN', 'english', 'en_US', 'en-us', 'en#US'])('is in no language "%s"', (tag) => {
    expect(locale.safeParse(tag).success).toBe(false);
  });

  it('is for a country or a part of one', () => {
    expect(['DE', 'US-IL', 'EU'].every((place) => jurisdiction.safeParse(place).success)).toBe(true);
    expect(['de', 'USA', 'US-', 'any', 'US#'].some((place) => jurisdiction.safeParse(place).success)).toBe(
      false,
    );
  });

  it('has a version without separators of keys', () => {
    expect(['1', '2026-01', 'v1.2'].every((name) => noticeVersion.safeParse(name).success)).toBe(true);
    expect(['', 'a#b', 'a b', 'x'.repeat(65)].some((name) => noticeVersion.safeParse(name).success)).toBe(
      false,
    );
  });
});
