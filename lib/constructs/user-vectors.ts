import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { generationsOf } from '../../lambda/collections/contract.ts';
import { TENANTS_PER_RULE } from '../../lambda/user-vectors/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { WorkQueue } from './work-queue.ts';

/** Rekognition takes 5 of these calls a second: two functions at a time keep that rate, and more would only wait. */
const MAX_CONCURRENCY = 2;
/** How long a message that was lost stays unnoticed. */
const RESEND_EVERY = Duration.minutes(5);

/**
 * The queue that has user vectors built at the rate that Rekognition grants, and the schedule that sends again what was
 * lost (whitepaper 3.5.2).
 */
export class UserVectors extends WorkQueue {
  /** Connects the functions that need the queue's name to be made. */
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
      tenantsARule: TENANTS_PER_RULE,
    });
  }
}
