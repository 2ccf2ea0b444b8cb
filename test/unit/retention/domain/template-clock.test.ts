import { expect, it } from 'vitest';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import {
  enrolledAt,
  hasPassed,
  lastInteractionOf,
} from '../../../../lambda/retention/domain/template-clock.ts';

const RANDOM = new Uint8Array(10);
const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count));
const face = (enrolled: number, mapped = enrolled) => ({
  session_id: createIdentifier('vs', day(enrolled), RANDOM),
  created_at: day(mapped).toISOString(),
});

it('a face is as old as its enrollment, also if its mapping was written again', () => {
  expect(enrolledAt(face(3, 200))).toEqual(day(3));
  expect(enrolledAt({ ...face(3, 200), session_id: 'imported' })).toEqual(day(200));
});

it('the last interaction is the newest enrollment, or a recognition after it', () => {
  expect(lastInteractionOf([face(5), face(40), face(7)], undefined)).toEqual(day(40));
  expect(lastInteractionOf([face(5)], day(90).toISOString())).toEqual(day(90));
  expect(lastInteractionOf([face(95)], day(90).toISOString())).toEqual(day(95));
});

it('a number of days has passed from its last moment on', () => {
  expect(hasPassed(day(0), 10, new Date(day(10).getTime() - 1))).toBe(false);
  expect(hasPassed(day(0), 10, day(10))).toBe(true);
});
