import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { Erasures } from '../constructs/erasures.ts';
import { Housekeeping } from '../constructs/housekeeping.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import type { DataStack } from './data-stack.ts';
import { dataResources, dataSettings, replicationSettings } from './shared-settings.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface RightsStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
}

/** A run looks at 200 pages for each tenant, and deletes at DeleteFaces' 5 calls per second. */
const SWEEP_TIMEOUT = Duration.minutes(15);

/** Functions for the rights of people over their data, and for the removal of what is past its time. */
export class RightsStack extends Stack {
  readonly erasures: Erasures;
  /** Functions that run on a schedule. */
  readonly chores: readonly IFunction[];

  constructor(scope: Construct, id: string, props: RightsStackProps) {
    super(scope, id, props);
    const { config, data, upkeep } = props;
    this.erasures = new Erasures(this, 'Erasures', { config, data, upkeep });
    const chores = new ServiceFunctions(this, 'Chores', {
      config,
      names: ['enforce-retention'],
      resources: dataResources(data),
      environment: {
        ...dataSettings(config, data),
        ...replicationSettings(config, upkeep.replication),
        USER_VECTOR_QUEUE_URL: upkeep.userVectors.queue.queueUrl,
      },
      settings: {
        'enforce-retention': {
          timeout: SWEEP_TIMEOUT,
          extraStatements: [
            ...upkeep.userVectors.writeStatements,
            ...(config.secondRegion ? upkeep.replication.writeStatements : []),
          ],
        },
      },
    });
    new Housekeeping(this, 'Housekeeping', { config, functions: chores.functions });
    this.chores = [...this.erasures.chores, ...Object.values(chores.functions)];
  }
}
