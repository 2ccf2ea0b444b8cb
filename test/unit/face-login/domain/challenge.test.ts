import { describe, expect, it } from 'vitest';
import { challengeMetadata, keptChallenge } from '../../../../lambda/face-login/domain/challenge.ts';

const FACE = { kind: 'face', verification_session_id: 'vs_1', tenant: 'acme', user_id: 'user-1' };

describe('what the user pool keeps of a challenge', () => {
  it.each([[FACE], [{ kind: 'consent' }], [{ kind: 'decoy' }]])('is read again: %j', (kept) => {
    expect(keptChallenge.parse(kept)).toEqual(kept);
  });

  it.each([[{ kind: 'face' }], [{}], [{ kind: 'other' }]])('refuses %j', (kept) => {
    expect(keptChallenge.safeParse(kept).success).toBe(false);
  });
});

describe('what the app sends beside an answer', () => {
  it('names the notice, and may name the device', () => {
    expect(challengeMetadata.parse({ consent_notice_version: '2026-01', device_id: 'p', more: 'x' })).toEqual(
      {
        consent_notice_version: '2026-01',
        device_id: 'p',
      },
    );
  });

  it('may name the text that was shown, by its language and place', () => {
    const shown = {
      consent_notice_version: 'x'.repeat(64),
      consent_locale: 'zh-Hant-TW',
      consent_jurisdiction: 'US-IL',
    };
    expect(challengeMetadata.parse(shown)).toEqual(shown);
    for (const [name, longest] of [
      ['consent_locale', 16],
      ['consent_jurisdiction', 8],
    ] as const) {
      expect(challengeMetadata.safeParse({ ...shown, [name]: 'x'.repeat(longest) }).success).toBe(true);
      expect(challengeMetadata.safeParse({ ...shown, [name]: 'x'.repeat(longest + 1) }).success).toBe(false);
    }
  });

  it.each([[{}], [{ consent_notice_version: '' }], [{ consent_notice_version: 'x'.repeat(65) }]])(
    'refuses %j',
    (metadata) => {
      expect(challengeMetadata.safeParse(metadata).success).toBe(false);
    },
  );
});
