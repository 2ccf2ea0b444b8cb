import { CfnOutput, Duration, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambda/api/functions.ts';
import { API_FUNCTIONS, type ApiFunctionName, OPEN_FUNCTIONS } from '../../lambda/api/routes.ts';
import { REGISTRATION_TASKS } from '../../lambda/registration/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import type { Watched } from '../constructs/alarm-definitions.ts';
import { ImageLayer } from '../constructs/image-layer.ts';
import { InterruptedExecutions } from '../constructs/interrupted-executions.ts';
import { LateChecks } from '../constructs/late-checks.ts';
import { LivenessClientRole } from '../constructs/liveness-client-role.ts';
import { RegistrationWorkflow } from '../constructs/registration-workflow.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { startExecution } from '../constructs/statements.ts';
import { VerificationApi } from '../constructs/verification-api.ts';
import { WarmUps } from '../constructs/warm-ups.ts';
import { isForOperators, type OperatorsFunction } from '../operators.ts';
import { PERSON_FUNCTIONS } from '../warm.ts';
import type { DataStack } from './data-stack.ts';
import type { OperatorsStack } from './operators-stack.ts';
import { dataResources, dataSettings, replicationSettings } from './shared-settings.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
  readonly operators: OperatorsStack;
  /**
   * False if the assets are not deployed to Lambda: the
   * layer, which needs the npm registry, is then left out.
   */
  readonly imageLayer: boolean;
}

/** Functions of the API that a person may call. */
const SERVICE_FUNCTIONS = API_FUNCTIONS.map(({ name }) => name).filter(
  (name): name is Exclude<ApiFunctionName, OperatorsFunction> => !isForOperators(name),
);

/** The API, the functions that people call, and the registration; it can be deleted and recreated. */
export class ServiceStack extends Stack {
  /** Resources that the alarms and the dashboard of the operations stack watch. */
  readonly watched: Pick<Watched, 'api' | 'registration' | 'deadLetters' | 'lateChecks'>;
  readonly registration: IStateMachine;
  /** Address of the API with its stage and a trailing slash. */
  readonly apiUrl: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, data, upkeep, operators } = props;
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

    const layers = props.imageLayer ? [new ImageLayer(this, 'ImageLayer').layer] : [];
    const tasks = new ServiceFunctions(this, 'Tasks', {
      config,
      names: [...new Set(Object.values(REGISTRATION_TASKS))],
      resources,
      environment,
      settings: {
        'check-image-quality': { layers },
        'compare-faces': { layers },
        'recognize-user': { layers },
        'decide-registration': {
          extraStatements: [
            ...upkeep.userVectors.writeStatements,
            ...(config.secondRegion ? upkeep.replication.writeStatements : []),
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
    this.registration = registration.stateMachine;
    const livenessClient = new LivenessClientRole(this, 'LivenessClient', {
      // the function needs this role's name, so they can refer to each other only once both exist
      assumedBy: new ArnPrincipal(
        Lazy.string({ produce: () => apiFunctions.functions['liveness-api'].role?.roleArn }),
      ),
    });
    const apiFunctions = new ServiceFunctions(this, 'ApiFunctions', {
      config,
      names: [...SERVICE_FUNCTIONS, ...OPEN_FUNCTIONS.map(({ name }) => name), 'client-session-authorizer'],
      resources,
      environment: {
        ...environment,
        REGISTRATION_STATE_MACHINE_ARN: registration.stateMachine.stateMachineArn,
        LIVENESS_CLIENT_ROLE_ARN: livenessClient.role.roleArn,
      },
      settings: {
        'liveness-api': {
          layers,
          extraStatements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['sts:AssumeRole'],
              resources: [livenessClient.role.roleArn],
            }),
          ],
        },
        'sessions-api': { extraStatements: [data.signing.signStatement] },
        'capture-links-api': { extraStatements: [data.signing.signStatement] },
        'signing-keys-api': { extraStatements: [data.signing.readStatement] },
        'client-session-authorizer': { extraStatements: [data.signing.readStatement] },
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
      functions: { ...operators.called, ...apiFunctions.called },
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
    lateChecks.serve(cleanup.functions['late-check']);
    this.watched = {
      api,
      registration: registration.stateMachine,
      deadLetters,
      lateChecks: lateChecks.deadLetters,
    };
    this.apiUrl = api.url;
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'RegistrationStateMachineArn', { value: registration.stateMachine.stateMachineArn });
    new CfnOutput(this, 'UndoInterruptedRegistrationFunctionName', {
      value: cleanup.functions['undo-interrupted-registration'].functionName,
    });
  }
}
