import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

/** A failed search is counted and not retried; only a message that could not be counted is. */
const MAX_RECEIVES = 3;
/** Few at a time: no person waits, and concurrent counters conflict. */
const MAX_CONCURRENCY = 2;
/** A comparison with an old decision is of little use. */
const RETENTION = Duration.hours(6);

/**
 * The queue of searches to repeat in the new generation of a migration, apart from the deciding path. Samples
 * that could not be counted do no harm, so they only show on the dashboard.
 */
export class ShadowReads extends WorkQueue {
  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id, { key, maxReceives: MAX_RECEIVES, retention: RETENTION });
  }

  /** Connects the function that searches, which does not need the queue's name. */
  serve(shadowRead: IFunction): void {
    this.workOff(shadowRead, { maxConcurrency: MAX_CONCURRENCY });
  }
}
