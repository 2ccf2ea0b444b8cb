import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { TenantSchedule } from './tenant-schedule.ts';

/** Scheduled work for all tenants. */
export type HousekeepingTask =
  | 'start-reconciliations'
  | 'watch-face-model'
  | 'sweep-sessions'
  | 'watch-review-cases'
  | 'remove-due-entries'
  | 'enforce-retention';

export interface HousekeepingProps {
  readonly config: DeploymentConfig;
  /** The functions of the stack. */
  readonly functions: Readonly<Partial<Record<HousekeepingTask, IFunction>>>;
}

interface Chore {
  readonly id: string;
  readonly every: Duration;
  readonly description: string;
}

const CHORES: Readonly<Record<HousekeepingTask, Chore>> = {
  'start-reconciliations': {
    id: 'Reconcile',
    every: Duration.days(1),
    description: 'Compares every collection with the mapping, and measures how full it is',
  },
  'watch-face-model': {
    id: 'WatchFaceModel',
    // AWS announces the end of a version a year ahead; a day is soon enough to plan
    every: Duration.days(1),
    description: 'Learns the newest face model version and finds the generations that are behind',
  },
  'sweep-sessions': {
    id: 'SweepSessions',
    // as long as a submit may take to start its workflow
    every: Duration.minutes(5),
    description: 'Moves on the sessions that nothing else would move',
  },
  'watch-review-cases': {
    id: 'WatchReviewCases',
    // cases are due after hours
    every: Duration.minutes(15),
    description: 'Counts the review cases that wait, and escalates those that are overdue',
  },
  'remove-due-entries': {
    id: 'RemoveDueEntries',
    // an expired entry is not searched, whether or not it is removed yet
    every: Duration.hours(1),
    description: 'Removes the entries of watchlists that have expired or were never finished',
  },
  'enforce-retention': {
    id: 'EnforceRetention',
    // a pass over the templates is begun once a day, and goes on where the last run ended
    every: Duration.hours(1),
    description: 'Removes the templates of users who do not come back, and counts what is past its time',
  },
};

/** Long enough for some hundreds of tenants, one after another; no person waits for it. */
export const CHORE_TIMEOUT = Duration.minutes(5);
/** Maximum age of an event: a later run makes up for it. */
const MAX_EVENT_AGE = Duration.minutes(30);

/** Rules that call the functions of {@link CHORES} on schedule, for every tenant. */
export class Housekeeping extends Construct {
  constructor(scope: Construct, id: string, { functions, config }: HousekeepingProps) {
    super(scope, id);
    const tenants = config.tenants.map((tenant) => tenant.id);
    for (const [name, fn] of Object.entries(functions)) {
      const { id: scheduleId, every, description } = CHORES[name as HousekeepingTask];
      new TenantSchedule(this, scheduleId, { fn, description, every, tenants, maxEventAge: MAX_EVENT_AGE });
    }
  }
}
