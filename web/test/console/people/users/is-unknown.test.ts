import { describe, expect, it } from 'vitest';
import { isUnknown } from '../../../../src/console/people/users/is-unknown.ts';

const counting = (faces: number, sessions: number) => {
  const read: string[] = [];
  const count = (what: string, number: number) => async () => {
    read.push(what);
    return number;
  };
  return { read, countFaces: count('faces', faces), countSessions: count('sessions', sessions) };
};

describe('a user', () => {
  it('is unknown without a face and without a session', async () => {
    expect(await isUnknown(counting(0, 0))).toBe(true);
    expect(await isUnknown(counting(0, 1))).toBe(false);
  });

  it('who is enrolled is known, and their sessions are not read for that', async () => {
    const readings = counting(1, 0);
    expect(await isUnknown(readings)).toBe(false);
    expect(readings.read).toEqual(['faces']);
  });
});
