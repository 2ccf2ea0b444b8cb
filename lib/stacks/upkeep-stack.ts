import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { INDEX_JOB_TASKS } from '../../lambda/bulk-indexing/contract.ts';
import { RECONCILIATION_TASKS } from '../../lambda/reconciliation/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { BulkIndexing, MERGE_TIMEOUT } from '../constructs/bulk-indexing.ts';
import { DELETION_TIMEOUT, FaceDeletions } from '../constructs/face-deletions.ts';
import { FailedItems } from '../constructs/failed-items.ts';
import { CHORE_TIMEOUT, Housekeeping } from '../constructs/housekeeping.ts';
import { ImageLayer } from '../constructs/image-layer.ts';
import { ImportBucketParameters } from '../constructs/import-bucket-parameters.ts';
import { InterruptedExecutions } from '../constructs/interrupted-executions.ts';
import { MigrationWorkflow } from '../constructs/migration-workflow.ts';
import { ReconciliationWorkflow } from '../constructs/reconciliation-workflow.ts';
import { Replication } from '../constructs/replication.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { ShadowReads } from '../constructs/shadow-reads.ts';
import { putEventsTo, startExecution } from '../constructs/statements.ts';
import { UserVectors } from '../constructs/user-vectors.ts';
import type { DataStack } from './data-stack.ts';
import { dataResources, dataSettings, replicationSettings } from './shared-settings.ts';

export interface UpkeepStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  /**
   * False if the assets are not deployed to Lambda: the
   * layer, which needs the npm registry, is then left out.
   */
  readonly imageLayer: boolean;
}

/**
 * Work on whole collections, which no person waits for: bulk indexing, migrations, reconciliation, user
 * vectors, the watch on face models. It does not know the API; the service stack starts its machines and
 * fills its queue.
 */
export class UpkeepStack extends Stack {
  readonly userVectors: UserVectors;
  readonly shadowReads: ShadowReads;
  readonly replication: Replication;
  readonly faceDeletions: FaceDeletions;
  readonly failedItems: FailedItems;
  readonly bulkIndexing: StateMachine;
  readonly interruptedIndexJobs: InterruptedExecutions;
  readonly migration: StateMachine;
  readonly reconciliation: StateMachine;
  /** Functions that run on a schedule. */
  readonly chores: readonly IFunction[];

  constructor(scope: Construct, id: string, props: UpkeepStackProps) {
    super(scope, id, props);
    const { config, data } = props;
    const resources = dataResources(data);
    this.userVectors = new UserVectors(this, 'UserVectors', { key: data.key });
    this.shadowReads = new ShadowReads(this, 'ShadowReads', { key: data.key });
    this.replication = new Replication(this, 'Replication', { key: data.key, config });
    const { queue, deadLetters } = this.replication;
    // exported whether or not there is a second region: see Replication
    for (const value of [queue.queueUrl, queue.queueArn, deadLetters.queueName]) this.exportValue(value);
    this.faceDeletions = new FaceDeletions(this, 'FaceDeletions', { key: data.key });
    this.failedItems = new FailedItems(this, 'FailedIndexItems', { key: data.key });
    new ImportBucketParameters(this, 'ImportBuckets', config);
    const environment = {
      ...dataSettings(config, data),
      ...replicationSettings(config, this.replication),
      USER_VECTOR_QUEUE_URL: this.userVectors.queue.queueUrl,
      FAILED_ITEMS_QUEUE_URL: this.failedItems.queue.queueUrl,
      FACE_DELETION_QUEUE_URL: this.faceDeletions.queue.queueUrl,
    };
    const sendsVectors = { extraStatements: this.userVectors.writeStatements };

    const tasks = new ServiceFunctions(this, 'Tasks', {
      config,
      names: [
        ...new Set(Object.values(INDEX_JOB_TASKS)),
        ...new Set(Object.values(RECONCILIATION_TASKS)),
        'end-interrupted-index-job',
        'delete-revoked-faces',
        'migrate-faces',
        'shadow-read',
        'associate-user-faces',
        'resend-user-vectors',
      ],
      resources,
      environment,
      settings: {
        'index-batch': {
          layers: props.imageLayer ? [new ImageLayer(this, 'ImageLayer').layer] : [],
          extraStatements: [...this.failedItems.writeStatements, ...this.faceDeletions.writeStatements],
        },
        'merge-outcomes': { timeout: MERGE_TIMEOUT },
        'delete-revoked-faces': { timeout: DELETION_TIMEOUT },
        'migrate-faces': sendsVectors,
        'associate-user-faces': { ...sendsVectors, sendsToItself: true },
        'resend-user-vectors': sendsVectors,
      },
    });
    const { functions } = tasks;
    this.userVectors.serve(config, functions['associate-user-faces'], functions['resend-user-vectors']);
    this.shadowReads.serve(functions['shadow-read']);
    this.faceDeletions.serve(functions['delete-revoked-faces']);
    const resending: IFunction[] = [functions['resend-user-vectors']];
    if (config.secondRegion) {
      const sendsReplications = { extraStatements: this.replication.writeStatements };
      const replicating = new ServiceFunctions(this, 'ReplicationTasks', {
        config,
        names: ['replicate-image', 'resend-replications'],
        resources,
        environment,
        settings: {
          'replicate-image': { ...sendsReplications, sendsToItself: true },
          'resend-replications': sendsReplications,
        },
      });
      this.replication.serve(
        replicating.functions['replicate-image'],
        replicating.functions['resend-replications'],
      );
      resending.push(replicating.functions['resend-replications']);
    }
    this.bulkIndexing = new BulkIndexing(this, 'BulkIndexing', {
      config,
      functions,
      evidence: data.evidence.bucket,
      key: data.key,
    }).stateMachine;
    this.interruptedIndexJobs = new InterruptedExecutions(this, 'InterruptedIndexJobs', {
      stateMachine: this.bulkIndexing,
      description: 'Index jobs whose execution did not end them',
      cleanup: functions['end-interrupted-index-job'],
      key: data.key,
    });
    this.migration = new MigrationWorkflow(this, 'Migration', {
      config,
      key: data.key,
      migrateFaces: functions['migrate-faces'],
    }).stateMachine;
    this.reconciliation = new ReconciliationWorkflow(this, 'Reconciliation', {
      config,
      key: data.key,
      functions,
    }).stateMachine;

    const chores = new ServiceFunctions(this, 'Chores', {
      config,
      names: ['start-reconciliations', 'watch-face-model'],
      resources,
      environment: {
        ...environment,
        RECONCILIATION_STATE_MACHINE_ARN: this.reconciliation.stateMachineArn,
      },
      settings: {
        'start-reconciliations': {
          timeout: CHORE_TIMEOUT,
          extraStatements: [startExecution(this.reconciliation)],
        },
        'watch-face-model': { timeout: CHORE_TIMEOUT, extraStatements: [putEventsTo(this)] },
      },
    });
    new Housekeeping(this, 'Housekeeping', { config, functions: chores.functions });
    this.chores = [...resending, ...Object.values(chores.functions)];
    new CfnOutput(this, 'WatchFaceModelFunctionName', {
      value: chores.functions['watch-face-model'].functionName,
    });
  }
}
