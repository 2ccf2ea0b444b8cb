import { expect, it } from 'vitest';
import { FUNCTIONS } from '../../../lambda/api/functions.ts';
import { FACE_LOGIN_FUNCTIONS } from '../../../lambda/face-login/functions.ts';
import { isOfCdk, type StageTemplates } from '../../support/stage-templates.ts';

/** Laws of functions, what they may do, and the state machines and queues that call them. */
export function lawsOfFunctions({ config, app, every }: StageTemplates): void {
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

  it('state machines are traced and keep execution data out of the log', () => {
    every('AWS::StepFunctions::StateMachine', ({ properties }) => {
      expect(properties.TracingConfiguration.Enabled).toBe(true);
      expect(properties.LoggingConfiguration.IncludeExecutionData).toBe(false);
      expect(properties.StateMachineType).toBe('STANDARD');
    });
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
}
