import { expect, it } from 'vitest';
import {
  type Delivery,
  isoOf,
  lastAttemptText,
  typesText,
} from '../../../src/console/webhooks/delivery-texts.ts';

const delivered = (attempts: Delivery['attempts']) => lastAttemptText({ attempts } as Delivery);
const at = '2026-03-01T00:00:00Z';

it('writes how the newest attempt ended', () => {
  expect(delivered([])).toBe('no attempt yet');
  expect(delivered([{ at, duration_ms: 10_000, error: 'timed_out' }])).toBe('Timed out after 10.0 s');
  const twice = [
    { at, duration_ms: 5, status_code: 500 },
    { at, duration_ms: 42, status_code: 204 },
  ];
  expect(delivered(twice)).toBe('Status 204 after 42 ms');
});

it('writes the types of events shortly', () => {
  expect(typesText(undefined)).toBe('all, and those to come');
  expect(typesText(['consent.given'])).toBe('consent.given');
  expect(typesText(['consent.given', 'consent.withdrawn'])).toBe('consent.given and 1 more');
});

it('writes a local time for the API', () => {
  expect(isoOf('')).toBeUndefined();
  expect(isoOf('2026-03-01T14:05')).toBe(new Date('2026-03-01T14:05').toISOString());
});
