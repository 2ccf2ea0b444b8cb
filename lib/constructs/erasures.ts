import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { dataResources, dataSettings, replicationSettings } from '../stacks/shared-settings.ts';
import type { UpkeepStack } from '../stacks/upkeep-stack.ts';
import { CHORE_TIMEOUT } from './housekeeping.ts';
import { ServiceFunctions } from './service-functions.ts';
import { EVENT_TIMEOUT, SessionEventQueue } from './session-event-queue.ts';
import { TenantSchedule } from './tenant-schedule.ts';
import { WorkQueue } from './work-queue.ts';

export interface ErasuresProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
}

/** A pass over a user with thousands of sessions takes minutes; most take a second. */
const PASS_TIMEOUT = Duration.minutes(5);
/** Erasures that run at the same time: their calls share the rates with everything else. */
const MAX_CONCURRENCY = 2;
/** Interval of the schedule, which sends lost messages again. */
const WATCH_EVERY = Duration.minutes(5);

/** The queue of the passes of erasures. A message only names an erasure, and does no harm repeated. */
class ErasureQueue extends WorkQueue {
  serve(run: IFunction): void {
    this.workOff(run, { maxConcurrency: MAX_CONCURRENCY });
  }
}

/** Erasures of users: the queue of their passes, what begins them, and the schedule that watches them. */
export class Erasures extends Construct {
  readonly queue: ErasureQueue;
  /** Withdrawn consents whose erasure could not begin. */
  readonly withdrawals: IQueue;
  /** Functions that run on a schedule. */
  readonly chores: readonly IFunction[];

  constructor(scope: Construct, id: string, { config, data, upkeep }: ErasuresProps) {
    super(scope, id);
    // six times the function's timeout, as AWS recommends for event sources
    const visibilityTimeout = Duration.seconds(6 * PASS_TIMEOUT.toSeconds());
    this.queue = new ErasureQueue(this, 'Passes', { key: data.key, visibilityTimeout });
    const { functions } = new ServiceFunctions(this, 'Functions', {
      config,
      names: ['run-erasure', 'start-erasures', 'watch-erasures'],
      resources: dataResources(data),
      environment: {
        ...dataSettings(config, data),
        ...replicationSettings(config, upkeep.replication),
        USER_VECTOR_QUEUE_URL: upkeep.userVectors.queue.queueUrl,
        ERASURE_QUEUE_URL: this.queue.queue.queueUrl,
      },
      settings: {
        'run-erasure': {
          timeout: PASS_TIMEOUT,
          extraStatements: [
            ...this.queue.writeStatements,
            ...upkeep.userVectors.writeStatements,
            ...(config.secondRegion ? upkeep.replication.writeStatements : []),
            data.signing.signStatement,
          ],
          sendsToItself: true,
        },
        'start-erasures': { timeout: EVENT_TIMEOUT, extraStatements: this.queue.writeStatements },
        'watch-erasures': { timeout: CHORE_TIMEOUT, extraStatements: this.queue.writeStatements },
      },
    });
    this.queue.serve(functions['run-erasure']);
    this.withdrawals = new SessionEventQueue(this, 'WithdrawnConsents', {
      key: data.key,
      stage: config.stage,
      types: ['consent.withdrawn'],
      description: 'Withdrawn consents, each of which begins an erasure',
      consumer: functions['start-erasures'],
    }).deadLetters;
    new TenantSchedule(this, 'Watch', {
      fn: functions['watch-erasures'],
      description: 'Erasures that run: sends lost messages again, reports those that take long',
      every: WATCH_EVERY,
      tenants: config.tenants.map((tenant) => tenant.id),
    });
    this.chores = [functions['watch-erasures']];
  }
}
