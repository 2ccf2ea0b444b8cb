import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LIVENESS_PASSED } from '../../lambda/events/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from './granted-access.ts';
import { type ServiceEnvironment, ServiceFunctions } from './service-functions.ts';
import { EVENT_TIMEOUT, SessionEventQueue } from './session-event-queue.ts';

export interface LivenessSamplesProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly resources: DataResources;
  readonly environment: Partial<ServiceEnvironment>;
}

/**
 * Cases about passed liveness checks. They have a function and a queue of their own: there is an event for
 * every login, and cases of held sessions must not wait behind them.
 */
export class LivenessSamples extends Construct {
  /** Checks that could not be sampled. */
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, { config, key, resources, environment }: LivenessSamplesProps) {
    super(scope, id);
    const { functions } = new ServiceFunctions(this, 'Functions', {
      config,
      names: ['sample-liveness-checks'],
      resources,
      environment,
      settings: { 'sample-liveness-checks': { timeout: EVENT_TIMEOUT } },
    });
    const queue = new SessionEventQueue(this, 'PassedChecks', {
      key,
      stage: config.stage,
      types: LIVENESS_PASSED,
      description: 'Sessions that passed their liveness check, of which a sample is looked at by a person',
      consumer: functions['sample-liveness-checks'],
    });
    this.deadLetters = queue.deadLetters;
  }
}
