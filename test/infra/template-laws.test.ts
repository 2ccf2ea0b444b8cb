import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lambda/api/functions.ts';
import { CLIENT_FUNCTIONS, ROUTES } from '../../lambda/api/routes.ts';
import { FACE_LOGIN_FUNCTIONS } from '../../lambda/face-login/functions.ts';
import { METRICS, metricNamespace } from '../../lambda/kernel/metrics.ts';
import {
  AUDIT_TABLE,
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  SESSIONS_TABLE,
} from '../../lambda/kernel/tables.ts';
import { scopesLetThrough } from '../../lambda/platform/route.ts';
import {
  aStage,
  type Resource,
  type Synthesized,
  synthesize,
  withSecondRegion,
} from '../support/synthesize.ts';

/** The CDK's own function that empties a bucket before it is deleted. */
const isOfCdk = (logicalId: string): boolean => logicalId.startsWith('CustomS3AutoDeleteObjects');

describe.each([
  ['local', aStage('local')],
  ['dev', aStage('dev')],
  ['prod', aStage('prod')],
  ['prod, with a second region', withSecondRegion('prod')],
  ['prod, with sign-ins by face', aStage('prod', { faceLogin: 'second_factor' })],
] as const)('templates of stage %s', (_, config) => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(config);
  });

  /** Every resource of a type must keep the law; at least one must be there, or the law says nothing. */
  const every = (type: string, law: (resource: Resource) => void) => {
    const resources = app.of(type);
    expect(resources.length, `no ${type} in the templates`).toBeGreaterThan(0);
    for (const resource of resources) law(resource);
  };

  it('every bucket is private, encrypted, and refuses anything but TLS 1.2', () => {
    every('AWS::S3::Bucket', ({ logicalId, properties }) => {
      expect(Object.values(properties.PublicAccessBlockConfiguration), logicalId).toEqual([
        true,
        true,
        true,
        true,
      ]);
      expect(properties.BucketEncryption.ServerSideEncryptionConfiguration, logicalId).toHaveLength(1);
      const policy = app
        .of('AWS::S3::BucketPolicy')
        .find((candidate) => candidate.properties.Bucket.Ref === logicalId);
      const denied = policy?.properties.PolicyDocument.Statement.filter(
        (s: { Effect: string }) => s.Effect === 'Deny',
      );
      const conditions = JSON.stringify(denied);
      expect(conditions, logicalId).toContain('aws:SecureTransport');
      expect(conditions, logicalId).toContain('s3:TlsVersion');
    });
  });

  it('evidence is versioned, expires, and is encrypted with the own key', () => {
    const evidence = app.of('AWS::S3::Bucket').find((bucket) => bucket.properties.VersioningConfiguration);
    expect(evidence?.properties.VersioningConfiguration.Status).toBe('Enabled');
    const [images] = evidence?.properties.LifecycleConfiguration.Rules ?? [];
    expect(images).toMatchObject({ Status: 'Enabled' });
    expect(images).not.toHaveProperty('Prefix');
    // an object is current, then a version behind a delete marker: both together are what was promised
    const { ExpirationInDays, NoncurrentVersionExpiration } = images;
    expect(ExpirationInDays + NoncurrentVersionExpiration.NoncurrentDays).toBe(config.evidence.retentionDays);
    expect(JSON.stringify(evidence?.properties.BucketEncryption)).toContain('aws:kms');
  });

  it("every queue, and every log group where data is protected, is encrypted with the customer's key", () => {
    every('AWS::SQS::Queue', ({ logicalId, properties }) => {
      expect(properties.KmsMasterKeyId, logicalId).toBeDefined();
      expect(properties.SqsManagedSseEnabled, logicalId).toBeUndefined();
    });
    every('AWS::Logs::LogGroup', ({ logicalId, properties }) => {
      // rejected packets of the network name addresses and nobody, and its stack comes before the key's
      if (config.protectData && !logicalId.includes('FlowLogs'))
        expect(properties.KmsKeyId, logicalId).toBeDefined();
    });
  });

  it('CloudWatch Logs may use the key for log groups of this account alone, where it has to', () => {
    const statements = app
      .of('AWS::KMS::Key')
      .flatMap(({ properties }) => properties.KeyPolicy.Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes('logs.'));
    expect(statements).toHaveLength(config.protectData ? 1 : 0);
    for (const { Condition } of statements)
      expect(JSON.stringify(Condition)).toMatch(
        /kms:EncryptionContext:aws:logs:arn.*AWS::AccountId.*:log-group:\*/,
      );
  });

  it('every table has backups to any second, the own key and a partition key of the contract', () => {
    const shapes = [SESSIONS_TABLE, FACE_MAPPING_TABLE, CONTROL_TABLE, AUDIT_TABLE].map(
      (shape) => `${shape.partitionKey}/${shape.sortKey}`,
    );
    every('AWS::DynamoDB::GlobalTable', ({ logicalId, properties }) => {
      for (const replica of properties.Replicas)
        expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, logicalId).toBe(true);
      expect(properties.SSESpecification.SSEType, logicalId).toBe('KMS');
      expect(properties.BillingMode, logicalId).toBe('PAY_PER_REQUEST');
      const [partition, sort] = properties.KeySchema.map(
        (key: { AttributeName: string }) => key.AttributeName,
      );
      expect(shapes, logicalId).toContain(`${partition}/${sort}`);
    });
  });

  it('every collection is tagged, named, and kept where data is protected: named by prefix, tenant, generation, watchlist and shard', () => {
    every('AWS::Rekognition::Collection', ({ logicalId, properties, deletionPolicy }) => {
      expect(deletionPolicy, logicalId).toBe(config.protectData ? 'RetainExceptOnCreate' : 'Delete');
      expect(properties.CollectionId).toMatch(/^[a-zA-Z0-9_-]+\.[a-z0-9-]+\.[a-z0-9]+(_[a-z0-9-]+)?\.\d+$/);
      const tags = Object.fromEntries(
        properties.Tags.map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value]),
      );
      expect(Object.keys(tags)).toEqual(
        expect.arrayContaining(['tenant', 'generation', 'shard', 'application']),
      );
      expect(Object.values(tags).join('')).not.toMatch(/\s/);
    });
  });

  it('every log group forgets', () => {
    every('AWS::Logs::LogGroup', ({ logicalId, properties }) => {
      expect(properties.RetentionInDays, logicalId).toBeGreaterThan(0);
    });
  });

  it('every function runs on arm64, is traced, logs to its own group and has a role of its own', () => {
    const roles = new Set<string>();
    every('AWS::Lambda::Function', ({ logicalId, properties }) => {
      if (isOfCdk(logicalId)) return;
      expect(properties.Architectures, logicalId).toEqual(['arm64']);
      expect(properties.TracingConfig.Mode, logicalId).toBe('Active');
      expect(properties.LoggingConfig.LogGroup.Ref, logicalId).toBeDefined();
      // nobody waits for what a schedule or an erasure calls, nor for the file of an index job's outcomes
      const isPatient =
        /^(Chores|TasksMergeOutcomes|TasksDeleteRevokedFaces|LedgerFunctionsSealLedger|Erasures)/.test(
          logicalId,
        );
      // a sweep of all templates uses what Lambda has: its next run goes on where this one ends
      const maxSeconds = logicalId.startsWith('ChoresEnforceRetention') ? 900 : isPatient ? 300 : 28;
      expect(properties.Timeout, logicalId).toBeLessThanOrEqual(maxSeconds);
      roles.add(JSON.stringify(properties.Role));
    });
    expect(roles.size).toBe(
      app.of('AWS::Lambda::Function').filter(({ logicalId }) => !isOfCdk(logicalId)).length,
    );
  });

  it('every function of the contract is there, with the variables that its schema names and no other', () => {
    const common = [
      'POWERTOOLS_METRICS_NAMESPACE',
      'POWERTOOLS_SERVICE_NAME',
      'NODE_OPTIONS',
      'AWS_NODEJS_CONNECTION_REUSE_ENABLED',
    ];
    const found = new Map(
      app.of('AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
        if (isOfCdk(logicalId)) return [];
        const variables = properties.Environment.Variables as Record<string, unknown>;
        const own = Object.keys(variables).filter((name) => !common.includes(name));
        return [[variables.POWERTOOLS_SERVICE_NAME, own.sort()] as const];
      }),
    );
    const signsInByFace = config.tenants.some(({ faceLogin }) => faceLogin !== 'off');
    // the trigger that asks for the face adds the claims as well
    const isThere = (name: string) =>
      name === 'add-token-claims' ? !signsInByFace : signsInByFace || !(name in FACE_LOGIN_FUNCTIONS);
    const ofSecondRegion = ['SECOND_REGION', 'REPLICATION_QUEUE_URL'];
    const expected = new Map(
      Object.entries(FUNCTIONS)
        .filter(([name]) => isThere(name) && (config.secondRegion || !/replicat/.test(name)))
        .map(([name, { environment }]) => [
          name,
          Object.keys(environment.shape)
            .filter((variable) => config.secondRegion || !ofSecondRegion.includes(variable))
            .sort(),
        ]),
    );
    expect(found).toEqual(expected);
  });

  it('no policy has a wildcard action, and "*" stands only where AWS knows no resource', () => {
    const withoutResource = new Set([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
      'dynamodb:ListStreams',
      'rekognition:CreateCollection',
      'rekognition:DetectFaces',
      'rekognition:CompareFaces',
      'rekognition:CreateFaceLivenessSession',
      'rekognition:GetFaceLivenessSessionResults',
    ]);
    every('AWS::IAM::Policy', ({ logicalId, properties }) => {
      for (const statement of properties.PolicyDocument.Statement) {
        const actions = [statement.Action].flat() as string[];
        for (const action of actions) expect(action, logicalId).not.toContain('*');
        if ([statement.Resource].flat().includes('*')) {
          expect(
            actions.filter((action) => !withoutResource.has(action)),
            logicalId,
          ).toEqual([]);
        }
      }
    });
  });

  it('the browser may start a liveness session and nothing else', () => {
    const role = app.of('AWS::IAM::Role').find(({ logicalId }) => logicalId.startsWith('LivenessClient'));
    expect(role?.properties.Policies).toHaveLength(1);
    expect(role?.properties.Policies[0].PolicyDocument.Statement).toEqual([
      { Action: 'rekognition:StartFaceLivenessSession', Effect: 'Allow', Resource: '*' },
    ]);
    expect(role?.properties.ManagedPolicyArns).toBeUndefined();
    const trusted = JSON.stringify(role?.properties.AssumeRolePolicyDocument);
    expect(trusted).toContain('ApiFunctionsLivenessApiRole');
  });

  it('every route of the contract is a method behind the authorizer with the scopes of the contract', () => {
    const methods = app
      .of('AWS::ApiGateway::Method')
      .filter(({ properties }) => properties.HttpMethod !== 'OPTIONS');
    const isOpen = ({ properties }: Resource) => properties.AuthorizationType === 'NONE';
    // the routes without a token: public keys, which are for everybody, and those whose body is a secret
    expect(
      methods
        .filter(isOpen)
        .map(({ properties }) => properties.OperationName)
        .sort(),
    ).toEqual(['exchange-capture-link', 'list-signing-keys', 'repudiate-by-link']);
    const isForClients = ({ properties }: Resource) => properties.AuthorizationType === 'CUSTOM';
    const guarded = methods.filter((method) => !isOpen(method) && !isForClients(method));
    expect(guarded.map(({ properties }) => properties.OperationName).sort()).toEqual(
      Object.keys(ROUTES).sort(),
    );
    for (const { properties } of guarded) {
      const route = ROUTES[properties.OperationName as keyof typeof ROUTES];
      expect(properties.HttpMethod).toBe(route.method);
      expect(properties.AuthorizationType).toBe('COGNITO_USER_POOLS');
      expect(properties.AuthorizationScopes).toEqual(scopesLetThrough(route));
    }
  });

  it('every route of client tokens is a method behind one authorizer, whose answer is kept for five minutes', () => {
    const [authorizer, ...others] = app
      .of('AWS::ApiGateway::Authorizer')
      .filter(({ properties }) => properties.Type === 'REQUEST');
    expect(others).toEqual([]);
    expect(authorizer?.properties).toMatchObject({
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: 'method.request.header.Authorization',
    });
    const methods = app
      .of('AWS::ApiGateway::Method')
      .filter(({ properties }) => properties.AuthorizationType === 'CUSTOM');
    const routes = CLIENT_FUNCTIONS.flatMap((one) => one.routes);
    expect(methods.map(({ properties }) => properties.OperationName).sort()).toEqual(
      routes.map(({ name }) => name).sort(),
    );
    const calling = (operation: string) =>
      app.of('AWS::ApiGateway::Method').find(({ properties }) => properties.OperationName === operation)
        ?.properties;
    for (const { properties } of methods) {
      expect(properties.AuthorizerId).toEqual({ Ref: authorizer?.logicalId });
      const mirrored = calling(properties.OperationName.replace(/^client-/, ''));
      expect(properties.HttpMethod).toBe(mirrored.HttpMethod);
      expect(properties.Integration).toEqual(mirrored.Integration);
    }
  });

  it('the authorizer of client tokens reads public keys and nothing else', () => {
    const role = app
      .of('AWS::IAM::Policy')
      .filter(({ logicalId }) => logicalId.startsWith('ApiFunctionsClientSessionAuthorizer'));
    const actions = role.flatMap(({ properties }) =>
      properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect(actions.filter((action: string) => !/^(logs|xray|ec2):/.test(action))).toEqual([
      'kms:GetPublicKey',
    ]);
  });

  it('the stage is throttled, traced, logged, and never logs bodies', () => {
    every('AWS::ApiGateway::Stage', ({ properties }) => {
      expect(properties.StageName).toBe('v1');
      expect(properties.TracingEnabled).toBe(true);
      expect(properties.AccessLogSetting.DestinationArn).toBeDefined();
      expect(JSON.parse(properties.AccessLogSetting.Format)).toMatchObject({
        subject: '$context.authorizer.claims.sub',
        client_id: '$context.authorizer.claims.client_id',
      });
      const [all, ...byCredential] = properties.MethodSettings;
      expect(byCredential).toMatchObject(
        ['/~1capture-links~1exchange', '/~1repudiations'].map((ResourcePath) => ({
          HttpMethod: 'POST',
          ResourcePath,
          DataTraceEnabled: false,
          MetricsEnabled: true,
          ThrottlingRateLimit: config.capture.exchangesPerSecond,
          ThrottlingBurstLimit: 2 * config.capture.exchangesPerSecond,
        })),
      );
      expect(all).toMatchObject({ DataTraceEnabled: false, ThrottlingRateLimit: expect.any(Number) });
    });
  });

  it('every answer of API Gateway itself is problem+json with a code', () => {
    every('AWS::ApiGateway::GatewayResponse', ({ logicalId, properties }) => {
      const parameters = properties.ResponseParameters;
      expect(parameters['gatewayresponse.header.Content-Type'], logicalId).toBe("'application/problem+json'");
      const body = JSON.parse(properties.ResponseTemplates['application/json']);
      expect(body).toMatchObject({
        title: expect.any(String),
        code: expect.stringMatching(/^[a-z_]+$/),
        request_id: '$context.requestId',
      });
      expect(String(body.status)).toBe(properties.StatusCode);
      // who is told to wait hears how long, and pages may read it
      const seconds = properties.StatusCode === '429' ? body.retry_after_seconds : undefined;
      expect(parameters['gatewayresponse.header.Retry-After'], logicalId).toBe(
        seconds === undefined ? undefined : `'${seconds}'`,
      );
      if (properties.StatusCode === '429') expect(seconds).toBeGreaterThan(0);
      expect(parameters['gatewayresponse.header.Access-Control-Expose-Headers']).toContain('Retry-After');
    });
  });

  it('no client lets a password travel, but for the accounts of the laptop', () => {
    every('AWS::Cognito::UserPoolClient', ({ logicalId, properties }) => {
      const flows: string[] = properties.ExplicitAuthFlows ?? [];
      const passwords = flows.filter((flow) => flow.includes('PASSWORD'));
      expect(passwords, logicalId).toEqual(
        config.stage === 'local' && !properties.GenerateSecret ? ['ALLOW_USER_PASSWORD_AUTH'] : [],
      );
    });
  });

  it('no end user can write the attribute that names the tenant', () => {
    const [pool] = app.of('AWS::Cognito::UserPool');
    const tenant = pool?.properties.Schema.find((attribute: { Name: string }) => attribute.Name === 'tenant');
    expect(tenant.Mutable).toBe(false);
    every('AWS::Cognito::UserPoolClient', ({ logicalId, properties }) => {
      if (properties.GenerateSecret) return;
      expect(properties.WriteAttributes, logicalId).not.toContain('custom:tenant');
    });
  });

  it('state machines are traced and keep execution data out of the log', () => {
    every('AWS::StepFunctions::StateMachine', ({ properties }) => {
      expect(properties.TracingConfiguration.Enabled).toBe(true);
      expect(properties.LoggingConfiguration.IncludeExecutionData).toBe(false);
      expect(properties.StateMachineType).toBe('STANDARD');
    });
  });

  it('whoever sends to a queue may encrypt for it, where the queue has a key of ours', () => {
    let senders = 0;
    every('AWS::IAM::Policy', ({ logicalId, properties }) => {
      const statements = properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[];
      // rows of index jobs that failed wait in a queue with a key of SQS
      const sends = statements.filter(
        ({ Action, Resource }) =>
          JSON.stringify(Action).includes('sqs:SendMessage') &&
          !JSON.stringify(Resource).includes('FailedIndexItems'),
      );
      if (sends.length === 0) return;
      senders += 1;
      expect(JSON.stringify(statements), logicalId).toContain('kms:GenerateDataKey');
    });
    expect(senders).toBeGreaterThan(4);
  });

  it('every queue refuses plain HTTP, and every queue that is worked off has a dead-letter queue', () => {
    every('AWS::SQS::Queue', ({ logicalId }) => {
      const policy = app
        .of('AWS::SQS::QueuePolicy')
        .find(({ properties }) => properties.Queues[0].Ref === logicalId);
      expect(JSON.stringify(policy?.properties), logicalId).toContain('aws:SecureTransport');
    });
    every('AWS::Lambda::EventSourceMapping', ({ properties }) => {
      expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      // a stream has a destination of failures instead
      if (properties.DestinationConfig) return;
      const queueId = properties.EventSourceArn['Fn::GetAtt'][0];
      const queue = app.of('AWS::SQS::Queue').find(({ logicalId }) => logicalId === queueId);
      expect(queue?.properties.RedrivePolicy.deadLetterTargetArn).toBeDefined();
    });
  });

  it('every alarm has a reason and a heading in the runbook, and every heading there an alarm', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    const alarms = app
      .of('AWS::CloudWatch::Alarm')
      .map(({ properties }) => properties.AlarmDescription as string);
    for (const description of alarms)
      expect(description).toMatch(/^[^:]+: .{40,} Runbook: docs\/runbook\.md#[a-z-]+$/);
    // the stacks watch their own schedules, under one heading
    const names = [...new Set(alarms.map((description) => description.split(':')[0]))];
    expect(headings).toEqual(expect.arrayContaining(names));
    // every alarm that can be is there where a second region is, or users sign in by face
    const ofFaces = 'Sign-ins by face failing';
    if (config.secondRegion) expect([...names, ofFaces].sort()).toEqual([...headings].sort());
    expect(names.includes(ofFaces)).toBe(config.tenants.some(({ faceLogin }) => faceLogin !== 'off'));
  });

  it('every own metric of alarms and dashboard is in the catalogue, with its dimensions', () => {
    for (const { properties } of app.of('AWS::CloudWatch::Alarm')) {
      const metrics = [
        properties,
        ...(properties.Metrics ?? []).map((m: { MetricStat?: { Metric: unknown } }) => m.MetricStat?.Metric),
      ];
      for (const metric of metrics) {
        if (metric?.Namespace !== metricNamespace(config.stage)) continue;
        const names = (metric.Dimensions ?? []).map((dimension: { Name: string }) => dimension.Name);
        expect(names).toEqual([...METRICS[metric.MetricName as keyof typeof METRICS].dimensions]);
      }
    }
    const body = JSON.stringify(app.of('AWS::CloudWatch::Dashboard')[0]?.properties.DashboardBody);
    const searched = [...body.matchAll(/MetricName=\\+"(\w+)/g)].map((match) => match[1]);
    expect(searched.length).toBeGreaterThan(10);
    for (const name of searched) expect(Object.keys(METRICS)).toContain(name);
  });
});

it('what people would lose is retained in prod, in a stack that cannot be deleted by mistake', () => {
  const app = synthesize('prod');
  for (const type of [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Cognito::UserPool',
  ]) {
    expect(app.of(type).length).toBeGreaterThan(0);
    for (const { logicalId, deletionPolicy } of app.of(type))
      expect(deletionPolicy, logicalId).toBe('RetainExceptOnCreate');
  }
  expect(app.stacks[0]?.terminationProtection).toBe(true);
});

it('what holds data keeps its logical id: a changed one would replace the resource', () => {
  const ids = synthesize('prod').resources.filter(({ type }) =>
    [
      'AWS::DynamoDB::GlobalTable',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Cognito::UserPool',
      'AWS::Rekognition::Collection',
    ].includes(type),
  );
  expect(ids.map(({ type, logicalId }) => `${type} ${logicalId}`).sort()).toMatchInlineSnapshot(`
    [
      "AWS::Cognito::UserPool IdentityUserPool96FE3B9B",
      "AWS::DynamoDB::GlobalTable TablesAuditCEFF9E0F",
      "AWS::DynamoDB::GlobalTable TablesControlDF2E6BDD",
      "AWS::DynamoDB::GlobalTable TablesFaceMapping9892E568",
      "AWS::DynamoDB::GlobalTable TablesLedgerF9806C8B",
      "AWS::DynamoDB::GlobalTable TablesSessions486350CB",
      "AWS::KMS::Key Key961B73FD",
      "AWS::KMS::Key SigningAB0494A69",
      "AWS::KMS::Key SigningB1636E335",
      "AWS::KMS::Key SubjectsKeyCDC84BE4",
      "AWS::Rekognition::Collection CollectionsdemoShard091F5E958",
      "AWS::Rekognition::Collection CollectionsdemoShard1DCCDA175",
      "AWS::Rekognition::Collection CollectionsdemoShard23F9D92A1",
      "AWS::Rekognition::Collection CollectionsdemoShard3E851ADC9",
      "AWS::S3::Bucket EnrolledBucket7F2D8769",
      "AWS::S3::Bucket EvidenceAccessLogs6F1E67A5",
      "AWS::S3::Bucket EvidenceBucketC67FF768",
      "AWS::S3::Bucket LedgerSealsBucket740C2CA3",
    ]
  `);
});
