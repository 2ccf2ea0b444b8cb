import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../../lambda/kernel/messages-of-schemas.ts';
import {
  challengeVersion,
  challengeVersions,
  compareVersions,
  rangeAt,
  standingOf,
  versionLabel,
} from '../../../lambda/kernel/challenge-versions.ts';

const part = fc.integer({ min: 0, max: 999 });
const parts = fc.tuple(part, part, part);
const version = parts.map((numbers) => numbers.join('.'));
const TYPE = 'FaceMovementAndLightChallenge';
const at = (time: string) => new Date(time);

describe('the order of versions', () => {
  it('is that of their numbers, the most significant first', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const size = ([major, minor, patch]: readonly number[]) =>
          (major ?? 0) * 1e6 + (minor ?? 0) * 1e3 + (patch ?? 0);
        const compared = compareVersions(one.join('.'), other.join('.'));
        expect(Math.sign(compared)).toBe(Math.sign(size(one) - size(other)));
      }),
    );
    expect(compareVersions('1.10.0', '1.9.0')).toBeGreaterThan(0);
    expect(compareVersions('10.0.0', '9.999.999')).toBeGreaterThan(0);
  });

  it('is total: it sorts, whatever the order in which versions come', () => {
    fc.assert(
      fc.property(version, version, version, (one, other, third) => {
        expect(compareVersions(one, one)).toBe(0);
        expect(Math.sign(compareVersions(one, other))).toBe(-Math.sign(compareVersions(other, one)) || 0);
        const [low = '', middle = '', high = ''] = [one, other, third].sort(compareVersions);
        expect(compareVersions(low, middle)).toBeLessThanOrEqual(0);
        expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('has no place for what Rekognition would refuse', () => {
    fc.assert(fc.property(version, (one) => challengeVersion.safeParse(one).success));
    for (const malformed of ['1', '1.0', '01.0.0', '1.0.0.0', '1.0.1000', 'v1.0.0', '1.0.0-beta', ' 1.0.0'])
      expect(challengeVersion.safeParse(malformed).success).toBe(false);
  });
});

describe('bounds of versions', () => {
  it('refuse a version exactly below the minimum', () => {
    fc.assert(
      fc.property(version, version, (minimum, taken) => {
        const standing = standingOf(
          { type: TYPE, version: taken },
          { [TYPE]: { minimum } },
          at('2026-01-01'),
        );
        expect(standing).toBe(compareVersions(taken, minimum) < 0 ? 'retired' : 'supported');
      }),
    );
  });

  it('say nothing of a type without any, of a type they do not know, and of a result without a version', () => {
    const now = at('2026-01-01');
    const bounds = { [TYPE]: { minimum: '2.0.0' } };
    expect(standingOf({ type: 'FaceMovementChallenge', version: '0.0.1' }, bounds, now)).toBe('supported');
    expect(standingOf({ type: 'Blink', version: '0.0.1' }, bounds, now)).toBe('supported');
    expect(standingOf(undefined, bounds, now)).toBe('supported');
    expect(rangeAt(bounds, 'FaceMovementChallenge', now)).toBeUndefined();
    expect(rangeAt({ [TYPE]: {} }, TYPE, now)).toBeUndefined();
    expect(rangeAt({ [TYPE]: { minimum: '1.0.0', maximum: '2.0.0' } }, TYPE, now)).toEqual({
      minimum: '1.0.0',
      maximum: '2.0.0',
    });
  });

  it.each([
    ['2026-06-30T23:59:59.999Z', 'retires_later', '1.0.0'],
    ['2026-07-01T00:00:00.000Z', 'retires_soon', '1.0.0'],
    ['2026-07-30T23:59:59.999Z', 'retires_soon', '1.0.0'],
    ['2026-07-31T00:00:00.000Z', 'retired', '2.0.0'],
  ] as const)(
    'warn 30 days before a retirement, which becomes the minimum: %s',
    (time, standing, minimum) => {
      const versions = { [TYPE]: { minimum: '1.0.0', retirement: { below: '2.0.0', on: '2026-07-31' } } };
      expect(standingOf({ type: TYPE, version: '1.9.9' }, versions, at(time))).toBe(standing);
      expect(standingOf({ type: TYPE, version: '2.0.0' }, versions, at(time))).toBe('supported');
      expect(standingOf({ type: TYPE, version: '0.9.0' }, versions, at(time))).toBe('retired');
      expect(rangeAt(versions, TYPE, at(time))).toEqual({ minimum });
    },
  );

  it.each([
    [{ minimum: '2.0.0', maximum: '1.9.9' }, 'maximum must not be below minimum'],
    [{ minimum: '2.0.0', retirement: { below: '2.0.0', on: '2026-07-31' } }, 'must be above minimum'],
    [{ maximum: '1.9.9', retirement: { below: '2.0.0', on: '2026-07-31' } }, 'must not be above maximum'],
    [{ minimum: '2' }, 'must look like'],
    [{ retirement: { below: '2.0.0', on: 'July' } }, ''],
    [{ minimal: '2.0.0' }, ''],
  ])('are refused if they leave nothing or mean nothing: %j', (bounds, message) => {
    const { error } = challengeVersions.safeParse({ [TYPE]: bounds });
    expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
    expect(error).toBeDefined();
  });
});

it('counts versions that AWS or the policy names, and every other one as one value', () => {
  const versions = { FaceMovementChallenge: { minimum: '1.5.0' } };
  expect(versionLabel('1.5.0', versions)).toBe('1.5.0');
  expect(versionLabel('1.5.0', {})).toBe('other');
  expect(versionLabel('2.0.0', {})).toBe('2.0.0');
  expect(versionLabel(undefined, versions)).toBe('unknown');
});
