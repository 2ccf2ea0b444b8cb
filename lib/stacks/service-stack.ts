import { CfnOutput, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { INDEX_JOB_TASKS } from '../../lambda/contract/index-jobs.ts';
import { RECONCILIATION_TASKS } from '../../lambda/contract/reconciliations.ts';
import { REGISTRATION_TASKS } from '../../lambda/contract/registration-workflow.ts';
import { ROUTES, type RouteName } from '../../lambda/contract/routes.ts';
import type { DeploymentConfig } from '../config.ts';
import { BulkIndexing } from '../constructs/bulk-indexing.ts';
import { FailedItems } from '../constructs/failed-items.ts';
import type { DataResources } from '../constructs/granted-access.ts';
import { Housekeeping } from '../constructs/housekeeping.ts';
import { ImageLayer } from '../constructs/image-layer.ts';
import { InterruptedRegistrations } from '../constructs/interrupted-registrations.ts';
import { LivenessClientRole } from '../constructs/liveness-client-role.ts';
import { MigrationWorkflow } from '../constructs/migration-workflow.ts';
import { OperationsAlarms } from '../constructs/operations-alarms.ts';
import { OperationsDashboard } from '../constructs/operations-dashboard.ts';
import { ReconciliationWorkflow } from '../constructs/reconciliation-workflow.ts';
import { RegistrationWorkflow } from '../constructs/registration-workflow.ts';
import { type ServiceEnvironment, ServiceFunctions } from '../constructs/service-functions.ts';
import { UserVectors } from '../constructs/user-vectors.ts';
import { VerificationApi } from '../constructs/verification-api.ts';
import type { DataStack } from './data-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  /** False where the assets are not deployed to Lambda: the layer is then left out, and with it the npm registry. */
  readonly imageLayer: boolean;
}

/** Decoding a picture of 25 megapixels takes about 400 MB, and Lambda gives a whole processor at 1769 MB. */
const IMAGE_MEMORY_MB = 1769;

/** What can be thrown away and made again: functions, API, workflow, dashboard, alarms. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, data } = props;
    const resources: DataResources = {
      tables: data.tables,
      evidence: data.evidence.bucket,
      enrolled: data.enrolled.bucket,
      key: data.key,
    };
    const userVectors = new UserVectors(this, 'UserVectors', { key: data.key });
    const sendsVectors = { extraStatements: [userVectors.writeStatement] };
    const values = {
      ...environmentValues(config, data),
      USER_VECTOR_QUEUE_URL: userVectors.queue.queueUrl,
    };

    const layers = props.imageLayer ? [new ImageLayer(this, 'ImageLayer').layer] : [];
    const tasks = new ServiceFunctions(this, 'Tasks', {
      config,
      names: [...new Set(Object.values(REGISTRATION_TASKS))],
      resources,
      environment: values,
      settings: {
        'check-image-quality': { memoryMb: IMAGE_MEMORY_MB, layers },
        'decide-registration': sendsVectors,
      },
    });
    const registration = new RegistrationWorkflow(this, 'Registration', {
      config,
      functions: tasks.functions,
    });
    const failedItems = new FailedItems(this, 'FailedIndexItems');
    const indexTasks = new ServiceFunctions(this, 'IndexTasks', {
      config,
      names: [...new Set(Object.values(INDEX_JOB_TASKS))],
      resources,
      environment: { ...values, FAILED_ITEMS_QUEUE_URL: failedItems.queue.queueUrl },
      settings: {
        'index-batch': {
          memoryMb: IMAGE_MEMORY_MB,
          layers,
          extraStatements: [failedItems.writeStatement],
        },
      },
    });
    const bulkIndexing = new BulkIndexing(this, 'BulkIndexing', {
      config,
      functions: indexTasks.functions,
      evidence: data.evidence.bucket,
      key: data.key,
    });
    const migrationTasks = new ServiceFunctions(this, 'MigrationTasks', {
      config,
      names: ['migrate-faces'],
      resources,
      environment: values,
      settings: {},
    });
    const migration = new MigrationWorkflow(this, 'Migration', {
      config,
      migrateFaces: migrationTasks.functions['migrate-faces'],
    });
    const reconciliationTasks = new ServiceFunctions(this, 'ReconciliationTasks', {
      config,
      names: [...new Set(Object.values(RECONCILIATION_TASKS))],
      resources,
      environment: values,
      settings: {},
    });
    const reconciliation = new ReconciliationWorkflow(this, 'Reconciliation', {
      config,
      functions: reconciliationTasks.functions,
    });
    const livenessClient = new LivenessClientRole(this, 'LivenessClient', {
      // its function needs this role's name, so the two can only be told of each other once both are there
      assumedBy: new ArnPrincipal(
        Lazy.string({ produce: () => routes.functions['create-liveness-session'].role?.roleArn }),
      ),
    });
    const routes = new ServiceFunctions(this, 'Routes', {
      config,
      names: Object.keys(ROUTES) as RouteName[],
      resources,
      environment: {
        ...values,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
        LIVENESS_CLIENT_ROLE_ARN: livenessClient.role.roleArn,
        RECONCILIATION_STATE_MACHINE_ARN: reconciliation.stateMachine.stateMachineArn,
        INDEX_STATE_MACHINE_ARN: bulkIndexing.stateMachine.stateMachineArn,
        MIGRATION_STATE_MACHINE_ARN: migration.stateMachine.stateMachineArn,
      },
      settings: {
        'create-liveness-session': {
          extraStatements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['sts:AssumeRole'],
              resources: [livenessClient.role.roleArn],
            }),
          ],
        },
        'delete-user-face': sendsVectors,
        'change-index-job': { extraStatements: [startExecution(bulkIndexing.stateMachine)] },
        'create-migration': { extraStatements: [startExecution(migration.stateMachine)] },
        'change-migration': { extraStatements: [startExecution(migration.stateMachine)] },
        'create-reconciliation': { extraStatements: [startExecution(reconciliation.stateMachine)] },
        'submit-verification-session': { extraStatements: [startExecution(registration.stateMachine)] },
      },
    });
    const vectorTasks = new ServiceFunctions(this, 'UserVectorTasks', {
      config,
      names: ['associate-user-faces', 'resend-user-vectors'],
      resources,
      environment: values,
      settings: { 'associate-user-faces': sendsVectors, 'resend-user-vectors': sendsVectors },
    });
    userVectors.serve(
      config,
      vectorTasks.functions['associate-user-faces'],
      vectorTasks.functions['resend-user-vectors'],
    );
    const { api } = new VerificationApi(this, 'Api', {
      config,
      userPool: data.identity.userPool,
      functions: routes.functions,
    });
    const cleanup = new ServiceFunctions(this, 'Cleanup', {
      config,
      names: ['undo-interrupted-registration'],
      resources,
      environment: values,
      settings: {},
    });
    const { deadLetters } = new InterruptedRegistrations(this, 'InterruptedRegistrations', {
      registration: registration.stateMachine,
      undo: cleanup.functions['undo-interrupted-registration'],
      key: data.key,
    });
    const chores = new ServiceFunctions(this, 'Chores', {
      config,
      names: ['start-reconciliations', 'watch-face-model', 'sweep-sessions'],
      resources,
      environment: {
        ...values,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
        RECONCILIATION_STATE_MACHINE_ARN: reconciliation.stateMachine.stateMachineArn,
      },
      settings: {
        'start-reconciliations': { extraStatements: [startExecution(reconciliation.stateMachine)] },
        'watch-face-model': { extraStatements: [putEventsTo(this)] },
        'sweep-sessions': { extraStatements: [startExecution(registration.stateMachine)] },
      },
    });
    new Housekeeping(this, 'Housekeeping', { functions: chores.functions });
    const watched = {
      config,
      api,
      registration: registration.stateMachine,
      deadLetters,
      failedItems: failedItems.queue,
      userVectors: userVectors.deadLetters,
    };
    new OperationsDashboard(this, 'Dashboard', watched);
    new OperationsAlarms(this, 'Alarms', {
      ...watched,
      bulkIndexing: bulkIndexing.stateMachine,
      migration: migration.stateMachine,
      reconciliation: reconciliation.stateMachine,
      chores: Object.values(chores.functions),
      undo: tasks.functions['undo-enrolment'],
      key: data.key,
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'RegistrationStateMachineArn', { value: registration.stateMachine.stateMachineArn });
  }
}

const startExecution = ({ stateMachineArn }: IStateMachine): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['states:StartExecution'],
    resources: [stateMachineArn],
  });

/** The account's default event bus. */
const putEventsTo = (stack: Stack): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['events:PutEvents'],
    resources: [stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
  });

/** Variables whose resources are made in this stack. */
type MadeHere =
  | 'REGISTRATION_STATE_MACHINE_ARN'
  | 'RECONCILIATION_STATE_MACHINE_ARN'
  | 'LIVENESS_CLIENT_ROLE_ARN'
  | 'INDEX_STATE_MACHINE_ARN'
  | 'MIGRATION_STATE_MACHINE_ARN'
  | 'FAILED_ITEMS_QUEUE_URL'
  | 'USER_VECTOR_QUEUE_URL';

function environmentValues(
  config: DeploymentConfig,
  { tables, evidence, enrolled, key }: DataStack,
): Omit<ServiceEnvironment, MadeHere> {
  return {
    SESSIONS_TABLE: tables.sessions.tableName,
    FACE_MAPPING_TABLE: tables.faceMapping.tableName,
    CONTROL_TABLE: tables.control.tableName,
    EVIDENCE_BUCKET: evidence.bucket.bucketName,
    ENROLLED_BUCKET: enrolled.bucket.bucketName,
    EVIDENCE_KEY_ARN: key.keyArn,
    VERIFICATION_POLICY: JSON.stringify(config.policy),
    COLLECTION_PREFIX: config.collectionPrefix,
    GENERATIONS: JSON.stringify(config.generations),
    RECONCILIATION_POLICY: JSON.stringify(config.reconciliation),
    TENANTS: JSON.stringify(config.tenants.map(({ id }) => id)),
    RATE_LIMITS: JSON.stringify(config.quotas),
    ALLOWED_ORIGINS: config.api.allowedOrigins.join(','),
  };
}
