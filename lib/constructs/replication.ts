import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { WorkQueue } from './work-queue.ts';

export interface ReplicationProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/** Ten at a time index about 30 images per second, under the 50 that a large region grants. */
const MAX_CONCURRENCY = 10;
/** Interval of the schedule, which sends the requests of bulk indexing, migrations and reconciliations. */
const RESEND_EVERY = Duration.minutes(1);

/**
 * The queue that replicates the mapping to the second region (whitepaper 5.6), and its schedule. Every
 * deployment has the queue, since other stacks import its name: an export cannot be deleted while a stack
 * still imports it, so switching the second region off would fail.
 */
export class Replication extends WorkQueue {
  readonly #config: DeploymentConfig;

  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id, props);
    this.#config = props.config;
  }

  /** Connects the functions that need the queue's name. */
  serve(replicate: IFunction, resend: IFunction): void {
    this.workOff(replicate, { maxConcurrency: MAX_CONCURRENCY });
    this.resend({
      fn: resend,
      description: 'Requests of the second region that are due',
      every: RESEND_EVERY,
      tenants: this.#config.tenants.map(({ id }) => id),
    });
  }
}
