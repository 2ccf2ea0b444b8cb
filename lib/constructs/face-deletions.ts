import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

/** DeleteFaces has 5 calls per second in every region, which two functions use up; SQS allows no fewer. */
export const MAX_CONCURRENCY = 2;
/** Deletions of one batch, which need one call for each tenant and collection among them. */
export const BATCH_SIZE = 1000;
/** Nobody waits for a deletion: a batch of five seconds saves calls. */
export const BATCHING_WINDOW = Duration.seconds(5);
/** Half a minute of calls, 20 s for the last of them to be admitted, and the rows of a batch. */
export const DELETION_TIMEOUT = Duration.seconds(60);

/**
 * The queue of faces to delete, of enrollments that were given up. Each message points to a row, so that
 * repeated and lost ones do no harm: the sweep of sessions sends overdue ones again.
 */
export class FaceDeletions extends WorkQueue {
  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    // six times the function's timeout, as AWS recommends for event sources
    super(scope, id, { key, visibilityTimeout: Duration.seconds(6 * DELETION_TIMEOUT.toSeconds()) });
  }

  /** Connects the function that deletes. */
  serve(deleteRevokedFaces: IFunction): void {
    this.workOff(deleteRevokedFaces, {
      maxConcurrency: MAX_CONCURRENCY,
      batchSize: BATCH_SIZE,
      batchingWindow: BATCHING_WINDOW,
    });
  }
}
