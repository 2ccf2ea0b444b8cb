import type { components } from '@face-idv/client';
import type { JobAction } from '../machine/actions.tsx';

export type IndexJob = components['schemas']['IndexJob'];
export type IndexJobActionName = 'start' | 'pause' | 'resume' | 'cancel';

const ACTIONS: Readonly<
  Record<IndexJobActionName, JobAction & { readonly from: readonly IndexJob['status'][] }>
> = {
  start: {
    name: 'start',
    label: 'Start',
    done: 'The job has started.',
    meaning:
      'Counts the rows of the uploaded manifest and begins to enroll them. You can pause or cancel the job afterwards; people who are enrolled by then stay enrolled.',
    from: ['created'],
  },
  pause: {
    name: 'pause',
    label: 'Pause',
    done: 'The job is paused.',
    meaning: 'Stops after the rows in progress. A paused job costs nothing, and you can resume it.',
    from: ['running'],
  },
  resume: {
    name: 'resume',
    label: 'Resume',
    done: 'The job goes on.',
    meaning:
      'Goes on with the row after the last one. After a long pause it may take up to 20 minutes until it does.',
    from: ['paused'],
  },
  cancel: {
    name: 'cancel',
    label: 'Cancel job',
    done: 'The job is canceled.',
    meaning:
      'Ends the job after the rows in progress. This cannot be undone. People who are enrolled stay enrolled, and the outcomes of the rows so far are kept.',
    from: ['created', 'running', 'paused'],
  },
};

/** Returns what can be done with a job of a status. */
export const actionsOf = (
  status: IndexJob['status'],
): readonly (JobAction & { name: IndexJobActionName })[] =>
  Object.entries(ACTIONS).flatMap(([name, { from, ...action }]) =>
    from.includes(status) ? [{ ...action, name: name as IndexJobActionName }] : [],
  );

/** Whether a job, or the file of its outcomes, goes on by itself. */
export const isMoving = ({ status, outcomes_status }: IndexJob): boolean =>
  status === 'running' || outcomes_status === 'pending';

/** Why a job failed, in words. */
export const FAILURE_TEXTS: Readonly<Record<NonNullable<IndexJob['failure_reason']>, string>> = {
  execution_failed: 'Its execution failed. The runbook says how to find out why ("Index jobs failing").',
  execution_stopped: 'Somebody stopped its execution.',
  execution_timed_out: 'Its execution reached its time limit of 30 days.',
};

export const DUPLICATES_TEXTS: Readonly<Record<IndexJob['duplicates'], string>> = {
  ignore: 'not searched',
  report: 'enrolled, and reported in the outcomes',
  refuse: 'not enrolled',
};
