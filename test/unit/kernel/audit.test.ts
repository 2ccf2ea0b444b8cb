import { expect, it } from 'vitest';
import { auditEnd, auditEntry, auditOutcome, targetRoot } from '../../../lambda/kernel/audit.ts';

it.each([
  ['/users/customer-4711', '/users/customer-4711'],
  ['/users/customer-4711/faces/face-1', '/users/customer-4711'],
  ['/users/customer-4711/lockout', '/users/customer-4711'],
  ['/verification-sessions', '/verification-sessions'],
  ['/verification-sessions?user_id=customer-4711', '/verification-sessions'],
  ['/migrations/mig_1/cut-over', '/migrations/mig_1'],
  ['no path', 'no path'],
  ['', ''],
])('the target %s belongs to %s', (target, root) => {
  expect(targetRoot(target)).toBe(root);
  expect(targetRoot(root)).toBe(root);
});

it('an end has one of the outcomes of an entry, which may have no end', () => {
  expect(auditOutcome.options).toEqual([...auditEnd.shape.outcome.options, 'unknown']);
});

it('an entry says who, what, on what and when', () => {
  for (const member of ['subject', 'action', 'target', 'at'] as const)
    expect(auditEntry.shape[member].safeParse(undefined).success, member).toBe(false);
});
