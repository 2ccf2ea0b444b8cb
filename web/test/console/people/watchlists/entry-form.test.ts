import { describe, expect, it } from 'vitest';
import { type EntryForm, faultsOf, requestOf } from '../../../../src/console/people/watchlists/entry-form.ts';

const NOW = Date.parse('2026-03-01T14:00:00Z');
const FORM: EntryForm = {
  from: 'session',
  sessionId: ' vs_01kjq8w0g3x7c9v2m5n8b4t6ra ',
  image: undefined,
  code: 'confirmed_fraud',
  text: '',
  source: ' fraud team ',
  expires: '',
  legalHold: '',
};

describe('an entry of a watchlist', () => {
  it('is made of a session', () => {
    expect(faultsOf(FORM, NOW)).toEqual({});
    expect(requestOf(FORM)).toEqual({
      reason: { code: 'confirmed_fraud' },
      source: 'fraud team',
      session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
    });
  });

  it('is made of an image, with all that can be said of it', () => {
    const form: EntryForm = {
      ...FORM,
      from: 'image',
      image: { type: 'image/png' },
      text: 'case 4711',
      expires: '2028-03-01',
      legalHold: 'court order',
    };
    expect(faultsOf(form, NOW)).toEqual({});
    expect(requestOf(form)).toEqual({
      reason: { code: 'confirmed_fraud', text: 'case 4711' },
      source: 'fraud team',
      expires_at: '2028-03-01T00:00:00Z',
      legal_hold: { reason: 'court order' },
      content_type: 'image/png',
    });
    expect(requestOf({ ...form, image: { type: 'image/jpeg' } })).toMatchObject({
      content_type: 'image/jpeg',
    });
  });

  it('says what is wrong, by its field', () => {
    const wrong = { ...FORM, sessionId: 'alice', source: ' ', expires: '2026-03-01' };
    expect(Object.keys(faultsOf(wrong, NOW))).toEqual(['sessionId', 'source', 'expires']);
    expect(faultsOf({ ...FORM, from: 'image' }, NOW).image).toContain('Choose');
    expect(faultsOf({ ...FORM, from: 'image', image: { type: 'image/gif' } }, NOW).image).toContain(
      'must be',
    );
    expect(faultsOf({ ...FORM, expires: 'someday' }, NOW).expires).toContain('to come');
  });
});
