import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

/** Few at a time: no person waits, and the searches share the rate of registrations. */
const MAX_CONCURRENCY = 2;

/**
 * The queue of approved registrations to search again. It exists in every deployment, so that switching the
 * checks on or off changes no queue under messages that wait.
 */
export class LateChecks extends WorkQueue {
  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id, { key });
  }

  /** Connects the function that searches. */
  serve(lateCheck: IFunction): void {
    this.workOff(lateCheck, { maxConcurrency: MAX_CONCURRENCY });
  }
}
