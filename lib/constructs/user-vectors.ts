import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { generationsOf } from '../../lambda/collections/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { WorkQueue } from './work-queue.ts';

/**
 * Rekognition accepts 5 of these calls per second: two
 * functions at a time use that rate, and more would only wait.
 */
const MAX_CONCURRENCY = 2;
/** How long a lost message stays unnoticed. */
const RESEND_EVERY = Duration.minutes(5);

/**
 * The queue of user vectors to build at the rate that Rekognition grants,
 * and the schedule that sends lost messages again (whitepaper 3.5.2).
 */
export class UserVectors extends WorkQueue {
  /** Connects the functions that need the queue's name. */
  serve(config: DeploymentConfig, associate: IFunction, resend: IFunction): void {
    this.workOff(associate, { maxConcurrency: MAX_CONCURRENCY });
    const tenants = config.tenants
      .map(({ id }) => id)
      .filter((tenant) =>
        generationsOf(config.generations, tenant).some(({ vectors }) => vectors === 'user'),
      );
    this.resend({
      fn: resend,
      description: 'Requests for user vectors whose message was lost',
      every: RESEND_EVERY,
      tenants,
    });
  }
}
