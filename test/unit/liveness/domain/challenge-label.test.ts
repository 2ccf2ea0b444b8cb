import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengeLabel } from '../../../../lambda/liveness/domain/challenge-label.ts';

const TYPE = 'FaceMovementAndLightChallenge';

describe('the dimensions of a liveness result', () => {
  it('name type, version and SDK', () => {
    expect(challengeLabel({ type: TYPE, version: '2.0.0', sdk_type: 'iOS' }, {})).toEqual({
      Challenge: TYPE,
      Version: '2.0.0',
      Sdk: 'ios',
    });
    expect(challengeLabel(undefined, {})).toEqual({
      Challenge: 'unknown',
      Version: 'unknown',
      Sdk: 'unknown',
    });
  });

  it.each([
    ['ui-react-liveness/3.6.8', 'web'],
    ['Android', 'android'],
    ['amplify-swift/2.46.0', 'ios'],
    ['Firefox', 'other'],
  ])('tell kinds of SDK apart: %s', (sdk_type, Sdk) => {
    expect(challengeLabel({ type: TYPE, version: '2.0.0', sdk_type }, {})).toMatchObject({ Sdk });
  });

  it('know the versions that a policy names', () => {
    const versions = {
      [TYPE]: { minimum: '2.1.0', maximum: '3.9.9', retirement: { below: '3.0.0', on: '2026-07-31' } },
    };
    for (const version of ['1.0.0', '2.0.0', '2.1.0', '3.0.0', '3.9.9'])
      expect(challengeLabel({ type: TYPE, version }, versions).Version).toBe(version);
    expect(challengeLabel({ type: TYPE, version: '2.1.1' }, versions).Version).toBe('other');
  });

  it('have few values, whatever a client reports', () => {
    const labels = { Challenge: new Set<string>(), Version: new Set<string>(), Sdk: new Set<string>() };
    const version = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.string(), version, fc.string(), (type, taken, sdk_type) => {
        const { Challenge, Version, Sdk } = challengeLabel({ type, version: taken, sdk_type }, {});
        labels.Challenge.add(Challenge);
        labels.Version.add(Version);
        labels.Sdk.add(Sdk);
      }),
    );
    expect(labels.Challenge.size).toBeLessThanOrEqual(3);
    expect(labels.Version.size).toBeLessThanOrEqual(3);
    expect(labels.Sdk.size).toBeLessThanOrEqual(4);
  });
});
