import { CfnOutput, Duration, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambda/api/functions.ts';
import { API_FUNCTIONS, OPEN_FUNCTIONS } from '../../lambda/api/routes.ts';
import { HELD, NOTED, RESUMED } from '../../lambda/events/contract.ts';
import { REGISTRATION_TASKS } from '../../lambda/registration/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { alarmDefinitions } from '../constructs/alarm-definitions.ts';
import { CHORE_TIMEOUT, Housekeeping } from '../constructs/housekeeping.ts';
import { ImageLayer } from '../constructs/image-layer.ts';
import { InterruptedExecutions } from '../constructs/interrupted-executions.ts';
import { LateChecks } from '../constructs/late-checks.ts';
import { LivenessClientRole } from '../constructs/liveness-client-role.ts';
import { LivenessSamples, samplesLiveness } from '../constructs/liveness-samples.ts';
import { OperationsAlarms } from '../constructs/operations-alarms.ts';
import { OperationsDashboard } from '../constructs/operations-dashboard.ts';
import { RegistrationWorkflow } from '../constructs/registration-workflow.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { EVENT_TIMEOUT, SessionEventQueue } from '../constructs/session-event-queue.ts';
import { SessionEvents } from '../constructs/session-events.ts';
import { putEventsTo, startExecution } from '../constructs/statements.ts';
import { VerificationApi } from '../constructs/verification-api.ts';
import { WarmUps } from '../constructs/warm-ups.ts';
import { PERSON_FUNCTIONS } from '../warm.ts';
import type { DataStack } from './data-stack.ts';
import { dataResources, dataSettings, replicationSettings } from './shared-settings.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
  /**
   * False if the assets are not deployed to Lambda: the
   * layer, which needs the npm registry, is then left out.
   */
  readonly imageLayer: boolean;
}

/** The API and its functions, with the dashboard and all alarms; it can be deleted and recreated. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, data, upkeep } = props;
    const resources = dataResources(data);
    const lateChecks = new LateChecks(this, 'LateChecks', { key: data.key });
    const environment = {
      ...dataSettings(config, data),
      ...replicationSettings(config, upkeep.replication),
      USER_VECTOR_QUEUE_URL: upkeep.userVectors.queue.queueUrl,
      SHADOW_READ_QUEUE_URL: upkeep.shadowReads.queue.queueUrl,
      LATE_CHECK_QUEUE_URL: lateChecks.queue.queueUrl,
      FACE_DELETION_QUEUE_URL: upkeep.faceDeletions.queue.queueUrl,
    };
    const sendsReplications = {
      extraStatements: config.secondRegion ? upkeep.replication.writeStatements : [],
    };
    const sendsRequests = {
      extraStatements: [...upkeep.userVectors.writeStatements, ...sendsReplications.extraStatements],
    };

    const layers = props.imageLayer ? [new ImageLayer(this, 'ImageLayer').layer] : [];
    const tasks = new ServiceFunctions(this, 'Tasks', {
      config,
      names: [...new Set(Object.values(REGISTRATION_TASKS))],
      resources,
      environment,
      settings: {
        'check-image-quality': { layers },
        'compare-faces': { layers },
        'decide-registration': {
          extraStatements: [
            ...sendsRequests.extraStatements,
            ...lateChecks.writeStatements,
            ...upkeep.faceDeletions.writeStatements,
          ],
        },
        'search-duplicate-faces': { extraStatements: upkeep.shadowReads.writeStatements },
      },
    });
    const registration = new RegistrationWorkflow(this, 'Registration', {
      config,
      key: data.key,
      functions: tasks.called,
    });
    const livenessClient = new LivenessClientRole(this, 'LivenessClient', {
      // the function needs this role's name, so they can refer to each other only once both exist
      assumedBy: new ArnPrincipal(
        Lazy.string({ produce: () => apiFunctions.functions['liveness-api'].role?.roleArn }),
      ),
    });
    const apiFunctions = new ServiceFunctions(this, 'ApiFunctions', {
      config,
      names: [...API_FUNCTIONS, ...OPEN_FUNCTIONS].map(({ name }) => name),
      resources,
      environment: {
        ...environment,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
        LIVENESS_CLIENT_ROLE_ARN: livenessClient.role.roleArn,
        RECONCILIATION_STATE_MACHINE_ARN: upkeep.reconciliation.stateMachineArn,
        INDEX_STATE_MACHINE_ARN: upkeep.bulkIndexing.stateMachineArn,
        MIGRATION_STATE_MACHINE_ARN: upkeep.migration.stateMachineArn,
      },
      settings: {
        'liveness-api': {
          extraStatements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['sts:AssumeRole'],
              resources: [livenessClient.role.roleArn],
            }),
          ],
        },
        'sessions-api': { extraStatements: [data.signing.signStatement] },
        'signing-keys-api': { extraStatements: [data.signing.readStatement] },
        'users-api': sendsRequests,
        'watchlists-api': { ...sendsReplications, layers },
        'index-jobs-api': { extraStatements: [startExecution(upkeep.bulkIndexing)] },
        'migrations-api': { extraStatements: [startExecution(upkeep.migration)] },
        'reconciliations-api': { extraStatements: [startExecution(upkeep.reconciliation)] },
        'registrations-api': {
          layers,
          extraStatements: [startExecution(registration.stateMachine), ...upkeep.shadowReads.writeStatements],
        },
      },
    });
    const { api } = new VerificationApi(this, 'Api', {
      config,
      key: data.key,
      userPool: data.identity.userPool,
      functions: apiFunctions.called,
    });
    if (config.warm.mode === 'schedule') {
      const made: Partial<Record<FunctionName, IFunction>> = {
        ...apiFunctions.functions,
        ...tasks.functions,
      };
      new WarmUps(this, 'WarmUps', {
        functions: PERSON_FUNCTIONS.flatMap((name) => made[name] ?? []),
        every: Duration.minutes(config.warm.everyMinutes),
      });
    }
    const cleanup = new ServiceFunctions(this, 'Cleanup', {
      config,
      names: ['undo-interrupted-registration', 'late-check'],
      resources,
      environment,
      settings: {
        'undo-interrupted-registration': { extraStatements: upkeep.faceDeletions.writeStatements },
      },
    });
    const { deadLetters } = new InterruptedExecutions(this, 'InterruptedRegistrations', {
      stateMachine: registration.stateMachine,
      description: 'Registrations that ended without their own compensation',
      cleanup: cleanup.functions['undo-interrupted-registration'],
      key: data.key,
    });
    const sessionEvents = new SessionEvents(this, 'SessionEvents', {
      sessions: data.tables.sessions,
      key: data.key,
    });
    const events = new ServiceFunctions(this, 'Events', {
      config,
      names: ['publish-events', 'open-review-cases', 'start-resumed-registration'],
      resources,
      environment: {
        ...environment,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
      },
      settings: {
        'publish-events': { extraStatements: [putEventsTo(this), ...sessionEvents.statements] },
        'open-review-cases': { timeout: EVENT_TIMEOUT },
        'start-resumed-registration': {
          timeout: EVENT_TIMEOUT,
          extraStatements: [startExecution(registration.stateMachine)],
        },
      },
    });
    const publisher = events.functions['publish-events'];
    sessionEvents.serve(publisher);
    const held = new SessionEventQueue(this, 'HeldSessions', {
      key: data.key,
      stage: config.stage,
      types: HELD,
      ...(config.policy.watchlist.at_login === 'review' ? { noted: NOTED } : {}),
      description: 'Sessions that wait for a person, whose cases are opened',
      consumer: events.functions['open-review-cases'],
    });
    const resumed = new SessionEventQueue(this, 'ResumedSessions', {
      key: data.key,
      stage: config.stage,
      types: RESUMED,
      description: 'Registrations that a finding has resumed, whose next run is started',
      consumer: events.functions['start-resumed-registration'],
    });
    const samples = samplesLiveness(config)
      ? new LivenessSamples(this, 'LivenessSamples', { config, key: data.key, resources, environment })
      : undefined;
    lateChecks.serve(cleanup.functions['late-check']);
    const chores = new ServiceFunctions(this, 'Chores', {
      config,
      names: ['sweep-sessions', 'watch-review-cases', 'remove-due-entries'],
      resources,
      environment: {
        ...environment,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
      },
      settings: {
        'watch-review-cases': { timeout: CHORE_TIMEOUT },
        'remove-due-entries': { ...sendsReplications, timeout: CHORE_TIMEOUT },
        'sweep-sessions': {
          timeout: CHORE_TIMEOUT,
          extraStatements: [
            startExecution(registration.stateMachine),
            ...upkeep.faceDeletions.writeStatements,
          ],
        },
      },
    });
    new Housekeeping(this, 'Housekeeping', { config, functions: chores.functions });
    const watched = {
      config,
      api,
      registration: registration.stateMachine,
      deadLetters,
      lateChecks: lateChecks.deadLetters,
      sessionEvents: {
        publisher,
        failed: sessionEvents.failed,
        held: held.deadLetters,
        resumed: resumed.deadLetters,
        ...(samples ? { samples: samples.deadLetters } : {}),
      },
      failedItems: upkeep.failedItems.queue,
      userVectors: upkeep.userVectors.deadLetters,
      shadowReads: upkeep.shadowReads.deadLetters,
      faceDeletions: upkeep.faceDeletions.deadLetters,
      replications: upkeep.replication.deadLetters,
    };
    new OperationsDashboard(this, 'Dashboard', watched);
    new OperationsAlarms(this, 'Alarms', {
      topic: data.alarmTopic,
      definitions: alarmDefinitions({
        ...watched,
        bulkIndexing: upkeep.bulkIndexing,
        interruptedIndexJobs: upkeep.interruptedIndexJobs.deadLetters,
        migration: upkeep.migration,
        reconciliation: upkeep.reconciliation,
        chores: Object.values(chores.functions),
      }),
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'RegistrationStateMachineArn', { value: registration.stateMachine.stateMachineArn });
    new CfnOutput(this, 'UndoInterruptedRegistrationFunctionName', {
      value: cleanup.functions['undo-interrupted-registration'].functionName,
    });
  }
}
