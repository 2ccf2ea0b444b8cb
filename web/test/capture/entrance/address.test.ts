import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWN_TYPES, readAddress } from '../../../src/capture/entrance/address.ts';

describe('the address of the page', () => {
  it('has secrets in its fragment, and nowhere else', () => {
    expect(readAddress({ search: '', hash: '#capture=s3cret' })).toEqual({ capture: 's3cret', mode: 'add' });
    expect(readAddress({ search: '', hash: '#token=a.b.c' })).toEqual({ token: 'a.b.c', mode: 'add' });
    expect(readAddress({ search: '?capture=s3cret&token=a.b.c', hash: '' })).toEqual({ mode: 'add' });
  });

  it('says what a new session is for', () => {
    const search = '?type=re_enrollment&mode=replace&notice=2026-01&jurisdiction=US-IL&locale=es-MX';
    expect(readAddress({ search, hash: '' })).toEqual({
      type: 're_enrollment',
      mode: 'replace',
      notice: '2026-01',
      jurisdiction: 'US-IL',
      locale: 'es-MX',
    });
  });

  it.each([
    '?type=step_up',
    '?type=',
    '?mode=delete',
    '?jurisdiction=Illinois',
    '?jurisdiction=us',
    '?locale=',
  ])('is read without what it may not say: %s', (search) => {
    expect(readAddress({ search, hash: '#token=' })).toEqual({ mode: 'add' });
  });

  it('is read whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (search, hash) => {
        const { type, mode } = readAddress({ search: `?${search}`, hash: `#${hash}` });
        expect([undefined, ...OWN_TYPES]).toContain(type);
        expect(['add', 'replace']).toContain(mode);
      }),
    );
  });
});
