import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

/** A search that gives no answer is counted as such and does not come back; what comes back could not be counted. */
const MAX_RECEIVES = 3;
/** Few at a time: nobody waits, and two that count at once get into each other's way. */
const MAX_CONCURRENCY = 2;
/** A comparison with what was decided long ago says little. */
const RETENTION = Duration.hours(6);

/**
 * The queue of searches that the new generation of a migration is asked too, beside the path that decides. Samples that
 * could not be counted harm nobody, so they only show on the dashboard.
 */
export class ShadowReads extends WorkQueue {
  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id, { key, maxReceives: MAX_RECEIVES, retention: RETENTION });
  }

  /** Connects the function that asks, which needs no name of the queue. */
  serve(shadowRead: IFunction): void {
    this.workOff(shadowRead, { maxConcurrency: MAX_CONCURRENCY });
  }
}
