import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestNotice, purposeOf } from '../../../src/capture/entrance/newest-notice.ts';

type Entry = Parameters<typeof newestNotice>[0][number];

const text = (notice_version: string, published_at?: string, members: Partial<Entry> = {}): Entry => ({
  notice_version,
  ...(published_at === undefined ? {} : { published_at }),
  locale: 'en',
  purposes: ['identity_verification', 'authentication'],
  title: 'Your data',
  sha256: '0'.repeat(64),
  origin: 'operator',
  ...members,
});

const OLD = text('2025-01', '2025-01-01T00:00:00Z');
const NEW = text('2026-01', '2026-01-01T00:00:00.000Z');

describe('the newest text', () => {
  it('is the version that was published last', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([OLD, NEW], { minLength: 2 }), (texts) => {
        expect(newestNotice(texts, 'identity_verification')).toBe('2026-01');
      }),
    );
    expect(newestNotice([], 'authentication')).toBeUndefined();
  });

  it('is not an old version that is translated later', () => {
    const translated = text('2025-01', '2026-06-01T00:00:00Z', { locale: 'fr' });
    expect(newestNotice([OLD, NEW, translated], 'authentication')).toBe('2026-01');
  });

  it('is one of an operator before one of the config, which has no time until somebody consents', () => {
    const sample = text('sample', '2027-01-01T00:00:00Z', { origin: 'stage' });
    const later = text('sample-2', undefined, { origin: 'stage' });
    const latest = text('sample-3', undefined, { origin: 'stage' });
    const translated = text('sample', '2026-06-01T00:00:00Z', { locale: 'fr' });
    expect(newestNotice([sample, NEW, translated], 'authentication')).toBe('2026-01');
    expect(newestNotice([sample, later, translated], 'authentication')).toBe('sample-2');
    expect(newestNotice([latest, sample, later], 'authentication')).toBe('sample-3');
  });

  it('covers what the face is processed for', () => {
    const narrow = text('2027-01', '2027-01-01T00:00:00Z', { purposes: ['authentication'] });
    expect(newestNotice([NEW, narrow], purposeOf('registration'))).toBe('2026-01');
    expect(newestNotice([NEW, narrow], purposeOf('re_enrollment'))).toBe('2026-01');
    expect(newestNotice([NEW, narrow], purposeOf('authentication'))).toBe('2027-01');
  });

  it('holds where the person is', () => {
    const illinois = text('2027-il', '2027-01-01T00:00:00Z', { jurisdiction: 'US-IL' });
    const us = text('2026-us', '2026-06-01T00:00:00Z', { jurisdiction: 'US' });
    const newest = (jurisdiction?: string) =>
      newestNotice([NEW, us, illinois], 'authentication', jurisdiction);
    expect([newest(), newest('DE'), newest('US-CA'), newest('US-IL')]).toEqual([
      '2026-01',
      '2026-01',
      '2026-us',
      '2027-il',
    ]);
  });

  it('is the later name of two at the same time', () => {
    const twin = { ...NEW, notice_version: '2026-02' };
    expect(newestNotice([NEW, twin], 'authentication')).toBe('2026-02');
    expect(newestNotice([twin, NEW], 'authentication')).toBe('2026-02');
  });
});
