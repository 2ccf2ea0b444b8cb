import { expect, it } from 'vitest';
import { actionsOf, type IndexJob, isMoving } from '../../../src/console/index-jobs/index-job-actions.ts';

it.each([
  ['created', ['start', 'cancel']],
  ['running', ['pause', 'cancel']],
  ['paused', ['resume', 'cancel']],
  ['completed', []],
  ['failed', []],
  ['canceled', []],
] as const)('a job that is %s can be taken further by %s', (status, names) => {
  expect(actionsOf(status).map(({ name }) => name)).toEqual(names);
});

it('a job moves while it runs, and while its outcomes are written', () => {
  const job = (status: IndexJob['status'], outcomes_status: IndexJob['outcomes_status']) =>
    isMoving({ status, outcomes_status } as IndexJob);
  expect(job('running', 'none')).toBe(true);
  expect(job('completed', 'pending')).toBe(true);
  expect(job('completed', 'ready')).toBe(false);
  expect(job('paused', 'none')).toBe(false);
});
