import { expect, it } from 'vitest';
import { parseRate } from '../../src/events/rate.ts';

it.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(12 hours)', 43_200_000],
  ['rate(1 day)', 86_400_000],
])('%s is every %i ms', (expression, ms) => {
  expect(parseRate(expression)).toBe(ms);
});

it.each([
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(5 weeks)',
  'cron(0 3 * * ? *)',
  'daily',
])('refuses %s', (expression) => {
  expect(() => parseRate(expression)).toThrow(expression);
});
