import { expect, it } from 'vitest';
import { auditOutcome } from '../../../../lambda/kernel/audit.ts';
import {
  addressOf,
  filterFaults,
  filtersOf,
  NO_FILTERS,
  OUTCOME_TEXTS,
  queryOf,
} from '../../../src/console/audit/audit-filters.ts';

it('asks for what is filled in, with times in UTC', () => {
  expect(queryOf(NO_FILTERS)).toEqual({});
  const query = queryOf({
    ...NO_FILTERS,
    subject: ' ann ',
    action: 'lockout.lift',
    from: '2026-03-01T14:05',
  });
  expect(query).toEqual({
    subject: 'ann',
    action: 'lockout.lift',
    from: new Date('2026-03-01T14:05').toISOString(),
  });
});

it('says what the API would refuse', () => {
  expect(filterFaults(NO_FILTERS)).toEqual({});
  const faults = filterFaults({
    ...NO_FILTERS,
    target: 'users/ann',
    from: '2026-03-02T00:00',
    to: '2026-03-01T00:00',
  });
  expect(Object.keys(faults)).toEqual(['target', 'from']);
});

it('explains every outcome', () => {
  expect(Object.keys(OUTCOME_TEXTS).sort()).toEqual([...auditOutcome.options].sort());
});

it('keeps the form in the address of the page', () => {
  const filters = { ...NO_FILTERS, target: '/policies/registration', from: '2026-03-01T14:05' };
  expect(filtersOf(new URLSearchParams(addressOf(filters)))).toEqual(filters);
  expect(addressOf(NO_FILTERS)).toEqual({});
});
