import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { ImageLayer } from '../constructs/image-layer.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { startExecution } from '../constructs/statements.ts';
import { OPERATORS_FUNCTIONS, type OperatorsFunction } from '../operators.ts';
import type { CompanyStack } from './company-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { RightsStack } from './rights-stack.ts';
import { dataResources, dataSettings, replicationSettings, webhookSettings } from './shared-settings.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface OperatorsStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
  readonly company: Pick<CompanyStack, 'webhooks'>;
  readonly rights: Pick<RightsStack, 'erasures'>;
  /** False if the assets are not deployed to Lambda. */
  readonly imageLayer: boolean;
}

/**
 * The functions that operators and backends call. Their routes are in the API of the service stack, whose
 * resources CloudFormation limits.
 */
export class OperatorsStack extends Stack {
  /** Functions, or their loaded aliases, for the API to call. */
  readonly called: Readonly<Record<OperatorsFunction, IFunction>>;

  constructor(scope: Construct, id: string, props: OperatorsStackProps) {
    super(scope, id, props);
    const { config, data, upkeep, company, rights, imageLayer } = props;
    const { webhooks } = company;
    const sendsReplications = config.secondRegion ? upkeep.replication.writeStatements : [];
    this.called = new ServiceFunctions(this, 'Functions', {
      config,
      names: OPERATORS_FUNCTIONS,
      resources: dataResources(data),
      environment: {
        ...dataSettings(config, data),
        ...replicationSettings(config, upkeep.replication),
        ERASURE_QUEUE_URL: rights.erasures.queue.queue.queueUrl,
        USER_VECTOR_QUEUE_URL: upkeep.userVectors.queue.queueUrl,
        RECONCILIATION_STATE_MACHINE_ARN: upkeep.reconciliation.stateMachineArn,
        INDEX_STATE_MACHINE_ARN: upkeep.bulkIndexing.stateMachineArn,
        MIGRATION_STATE_MACHINE_ARN: upkeep.migration.stateMachineArn,
        ...webhookSettings(config, webhooks),
      },
      settings: {
        'users-api': { extraStatements: [...upkeep.userVectors.writeStatements, ...sendsReplications] },
        'erasures-api': { extraStatements: rights.erasures.queue.writeStatements },
        'watchlists-api': {
          extraStatements: sendsReplications,
          layers: imageLayer ? [new ImageLayer(this, 'ImageLayer').layer] : [],
        },
        'index-jobs-api': { extraStatements: [startExecution(upkeep.bulkIndexing)] },
        'migrations-api': { extraStatements: [startExecution(upkeep.migration)] },
        'webhooks-api': {
          extraStatements: [...webhooks.events.writeStatements, ...webhooks.deliveries.writeStatements],
        },
        'reconciliations-api': { extraStatements: [startExecution(upkeep.reconciliation)] },
      },
    }).called;
  }
}
