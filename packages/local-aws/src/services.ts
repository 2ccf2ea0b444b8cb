import { type ApiGateway, createApiGateway } from './api-gateway/api-gateway.ts';
import { AwsError } from './aws-error.ts';
import type { Clock } from './clock.ts';
import { checkAlarmActions } from './cloudwatch/alarm-actions.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/cloudwatch.ts';
import { createCognito } from './cognito/cognito.ts';
import { deliverTo } from './deliveries.ts';
import type { Dispatcher } from './dispatcher.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import type { Emulator } from './emulator.ts';
import { createEvents } from './events/events.ts';
import { checkRuleTargets } from './events/rule-targets.ts';
import type { ServiceEvent } from './events/service-event.ts';
import { createIam, type Iam } from './iam/iam.ts';
import { createKms } from './kms/kms.ts';
import { startEventSourceMappings } from './lambda/event-source-mappings.ts';
import { createLambda } from './lambda/lambda.ts';
import { permissionsFor } from './lambda/permissions.ts';
import type { Log } from './log.ts';
import { mapObjects } from './map-objects.ts';
import { rolePrincipal } from './principal.ts';
import { quotasInForce } from './rekognition/quotas-in-force.ts';
import { createRegionalRekognition } from './rekognition/regional-rekognition.ts';
import type { RekognitionEmulator, RekognitionSettings } from './rekognition/rekognition-emulator.ts';
import { createS3 } from './s3/s3.ts';
import { executionMetrics, queueLengths, transactionConflict } from './service-metrics.ts';
import { createServiceQuotas } from './service-quotas/service-quotas.ts';
import { createSqs } from './sqs/sqs.ts';
import { createSsm } from './ssm/ssm.ts';
import { createStepFunctions } from './step-functions/step-functions.ts';
import { createSts } from './sts/sts.ts';
import type { CloudTemplate } from './template.ts';

export interface ServicesOptions {
  readonly template: CloudTemplate;
  readonly endpoint: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly accountId: string;
  readonly log: Log;
  readonly rekognition: RekognitionSettings;
}

export interface Services {
  /** In the order in which their resources are created. */
  readonly emulators: readonly Emulator[];
  readonly iam: Iam;
  readonly apiGateway: ApiGateway;
  readonly cloudWatch: CloudWatch;
  readonly rekognition: RekognitionEmulator;
  /** Gives the services the way to each other; nothing may be called before. */
  connect(dispatcher: Dispatcher): void;
  /** Resumes what runs by itself, once everything is created. @returns what of it is not emulated. */
  start(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens every service on its data and wires the calls that they make to each other. */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { template, endpoint, clock, accountId, log } = options;
  const { resources, region } = template;
  const common = { dataDir: options.dataDir, clock, region, accountId };
  const stopping = new AbortController();
  let connected: Dispatcher | undefined;
  const dispatcher = (): Dispatcher => {
    if (!connected) throw new Error('a service was called before all of them were connected');
    return connected;
  };

  const deliver = (arn: string, payload: unknown): Promise<void> =>
    deliverTo(arn, payload, { dispatcher: dispatcher(), lambda, sqs, stepFunctions });
  const publishEvent = async (event: ServiceEvent): Promise<void> => {
    for (const datum of executionMetrics(event)) cloudWatch.telemetry.metric(datum);
    await events.publish(event);
  };
  const cloudWatch = await createCloudWatch({
    ...common,
    log,
    publishEvent,
    sample: () => queueLengths(resources, dispatcher()),
  });
  const { telemetry } = cloudWatch;
  const iam = await createIam(resources, { dataDir: options.dataDir, clock, region });
  const sqs = await createSqs({ ...common, endpoint: () => endpoint });
  const lambda = await createLambda({
    ...common,
    endpoint,
    credentialsFor: (roleArn) => iam.credentialsFor(roleArn),
    assetPath: (s3Key) => template.assetPath(s3Key),
    telemetry,
    log,
  });
  const invokeFunction = (arn: string, payload: unknown): Promise<unknown> => lambda.invoke(arn, payload);
  const s3 = await createS3({
    ...common,
    secretOf: (accessKeyId) => iam.secretOf(accessKeyId),
    authorizeForm: ({ accessKeyId, sessionToken }, checks) =>
      iam.authorize(iam.principalOfKey(accessKeyId, sessionToken, 's3'), checks),
    authorize: (principal, checks) => iam.authorize(principal, checks),
  });
  const stepFunctions = await createStepFunctions({
    ...common,
    invokeFunction,
    publishEvent,
    objects: mapObjects(s3, iam),
    log,
  });
  const events = await createEvents({ ...common, deliver, log });
  const cognito = await createCognito({
    ...common,
    invokeFunction,
    mayInvoke: permissionsFor('cognito-idp.amazonaws.com', resources),
    notify: (message) => log({ level: 'info', source: 'cognito', message }),
  });
  const apiGateway = createApiGateway({
    clock,
    accountId,
    invokeFunction,
    permissions: resources.filter(({ type }) => type === 'AWS::Lambda::Permission'),
    verifyToken: (token) => cognito.verifyToken(token) as unknown as Readonly<Record<string, unknown>>,
    telemetry,
    log,
  });
  const rekognition = await createRegionalRekognition(
    {
      ...common,
      settings: options.rekognition,
      secretOf: (accessKeyId, sessionToken) => streamSecret(iam, accessKeyId, sessionToken),
      log,
      objects: {
        get: async (bucket, key, version) => (await s3.getObject(bucket, key, version)).content,
        put: async (bucket, key, body, { contentType }) => {
          await s3.putObject(bucket, key, body, { contentType });
        },
      },
    },
    resources,
  );
  const serviceQuotas = createServiceQuotas({
    region,
    accountId,
    quotasIn: (of) => quotasInForce(rekognition, of),
  });
  const dynamoDb = await createDynamoDb({
    ...common,
    onConflict: (table) => telemetry.metric(transactionConflict(table)),
  });
  const emulators: Emulator[] = [
    createKms({ dataDir: options.dataDir }),
    dynamoDb,
    s3,
    sqs,
    createSts({ iam, clock, accountId }),
    createSsm({ clock, region, accountId }),
    serviceQuotas,
    cloudWatch.logs,
    cloudWatch,
    lambda,
    events,
    stepFunctions,
    cognito,
    rekognition,
    apiGateway,
  ];
  return {
    emulators,
    iam,
    apiGateway,
    cloudWatch,
    rekognition,
    connect: (given) => {
      connected = given;
    },
    start: async () => {
      checkAlarmActions(resources);
      checkRuleTargets(resources);
      const skipped = startEventSourceMappings(
        resources,
        {
          sqs,
          streams: dynamoDb.streams,
          region,
          clock,
          lambda,
          metric: (datum) => telemetry.metric(datum),
          authorize: (roleArn, checks) => iam.authorize(rolePrincipal(roleArn), checks),
          log,
        },
        stopping.signal,
      );
      await events.start();
      await stepFunctions.start();
      cloudWatch.start();
      return [...lambda.notRunnable(), ...skipped];
    },
    close: async () => {
      stopping.abort();
      // those that call others first, the stores last
      for (const emulator of emulators.toReversed()) await emulator.close();
    },
  };
}

/**
 * The secret of who opens a liveness stream; none for a key that is unknown, has expired or may not open one:
 * the stream then ends as one whose signature is wrong.
 */
function streamSecret(iam: Iam, accessKeyId: string, sessionToken: string | undefined): string | undefined {
  try {
    const principal = iam.principalOfKey(accessKeyId, sessionToken, 'rekognition');
    iam.authorize(principal, [{ action: 'rekognition:StartFaceLivenessSession', resource: '*' }]);
    return iam.secretOf(accessKeyId);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
