import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { objectionsTo } from '../support/iam-law.ts';
import { statementsOf } from '../support/policy-statements.ts';
import { aStage, type Synthesized, synthesize } from '../support/synthesize.ts';

const audit = { retentionDays: 365, macie: true } as const;

describe.each(['dev', 'prod'])('the audit of stage %s', (stage) => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(aStage(stage, { audit, secondRegion: { region: 'eu-central-1' } }));
  });
  const ofStack = (type: string) => app.of(type).filter((resource) => resource.stack.endsWith('-Audit'));
  const only = (type: string, id = '') => {
    const found = ofStack(type).filter(({ logicalId }) => logicalId.startsWith(id));
    expect(found).toHaveLength(1);
    return found[0] as (typeof found)[number];
  };

  it('is one trail of all regions, validated, logging, encrypted, and named by the stage', () => {
    const { properties } = only('AWS::CloudTrail::Trail');
    expect(properties).toMatchObject({
      TrailName: `face-idv-${stage}`,
      IsLogging: true,
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      KMSKeyId: { 'Fn::GetAtt': [only('AWS::KMS::Key').logicalId, 'Arn'] },
      S3BucketName: { Ref: only('AWS::S3::Bucket', 'LogBucket').logicalId },
    });
  });

  it('records all management events, and every read and write of every bucket of data and all tables', () => {
    const selectors = only('AWS::CloudTrail::Trail').properties.AdvancedEventSelectors as {
      FieldSelectors: { Field: string; Equals?: unknown[]; StartsWith?: unknown[] }[];
    }[];
    const [management, objects, rows] = selectors.map(({ FieldSelectors }) => FieldSelectors);
    expect(management).toEqual([{ Field: 'eventCategory', Equals: ['Management'] }]);
    expect(objects?.[1]).toEqual({ Field: 'resources.type', Equals: ['AWS::S3::Object'] });
    const buckets = JSON.stringify(objects?.[2]?.StartsWith);
    // without the slash, buckets whose names begin alike would be recorded, too
    expect(buckets).toMatch(
      /EvidenceBucket[^/]*"},"\/"\].*EnrolledBucket[^/]*"},"\/"\].*LedgerSealsBucket[^/]*"},"\/"\]/,
    );
    expect(rows?.[1]).toEqual({ Field: 'resources.type', Equals: ['AWS::DynamoDB::Table'] });
    const tables = JSON.stringify(rows?.[2]?.Equals);
    expect(rows?.[2]?.Equals).toHaveLength(6);
    for (const name of [
      'TablesSessions',
      'TablesFaceMapping',
      'TablesControl',
      'TablesAudit',
      'TablesLedger',
      ':dynamodb:eu-central-1:',
    ])
      expect(tables).toContain(name);
  });

  it('waits for the policy that lets CloudTrail write', () => {
    const policies = ofStack('AWS::S3::BucketPolicy').map(({ logicalId }) => logicalId);
    const policy = policies.find((id) => id.startsWith('LogBucket'));
    expect(only('AWS::CloudTrail::Trail').dependsOn).toContain(policy);
  });

  it('keeps its files locked, private, versioned and encrypted with its own key until they expire', () => {
    const { properties } = only('AWS::S3::Bucket', 'LogBucket');
    expect(properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }, {}],
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: {
              KMSMasterKeyID: { 'Fn::GetAtt': [only('AWS::KMS::Key').logicalId, 'Arn'] },
            },
          },
        ],
      },
    });
    for (const bucket of ofStack('AWS::S3::Bucket')) {
      const { PublicAccessBlockConfiguration } = bucket.properties;
      expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      const policy = ofStack('AWS::S3::BucketPolicy').find(
        (candidate) => candidate.properties.Bucket.Ref === bucket.logicalId,
      );
      const denied = JSON.stringify(policy?.properties.PolicyDocument.Statement);
      expect(denied).toContain('aws:SecureTransport');
      expect(denied).toContain('s3:TlsVersion');
    }
    expect(only('AWS::KMS::Key').properties.EnableKeyRotation).toBe(true);
  });

  it('lets CloudTrail use key and bucket for this trail alone', () => {
    const statements = [
      ...only('AWS::KMS::Key').properties.KeyPolicy.Statement,
      ...ofStack('AWS::S3::BucketPolicy').flatMap(({ properties }) => properties.PolicyDocument.Statement),
    ].filter(({ Principal }) => Principal.Service === 'cloudtrail.amazonaws.com');
    expect(statements.map(({ Action }) => Action).sort()).toEqual([
      'kms:DescribeKey',
      'kms:GenerateDataKey*',
      's3:GetBucketAcl',
      's3:PutObject',
    ]);
    for (const { Condition } of statements)
      expect(JSON.stringify(Condition.StringEquals['aws:SourceArn'])).toContain(`:trail/face-idv-${stage}`);
  });

  it('outlives its stack, which prod protects', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key'])
      for (const { logicalId, deletionPolicy } of ofStack(type))
        expect(deletionPolicy, logicalId).toBe('RetainExceptOnCreate');
    const stack = app.stacks.find(({ stackName }) => stackName === `FaceIdv-${stage}-Audit`);
    expect(stack?.terminationProtection).toBe(stage === 'prod');
  });

  it('enables Macie, whose role alone may decrypt what is in the buckets', () => {
    expect(only('AWS::Macie::Session').properties.Status).toBe('ENABLED');
    const key = app.of('AWS::KMS::Key').find((candidate) => candidate.stack === `FaceIdv-${stage}-Data`);
    const statements = key?.properties.KeyPolicy.Statement as Record<string, unknown>[];
    const open = statements.filter(({ Principal }) => JSON.stringify(Principal).includes('"*"'));
    expect(open).toHaveLength(1);
    expect(open[0]?.Action).toBe('kms:Decrypt');
    expect(JSON.stringify(open[0]?.Condition)).toContain('/AWSServiceRoleForAmazonMacie');
  });

  it('keeps the security rules, and every statement is one that AWS brings together', async () => {
    const { violations } = new AwsSolutionsChecks(app.app).validateScope(app.app);
    expect(violations).toEqual([]);
    expect((await Promise.all(statementsOf(app).map(objectionsTo))).flat()).toEqual([]);
  });
});

describe('without an audit', () => {
  it('a stage has neither trail nor Macie, and nobody but its account may use its key', () => {
    const app = synthesize('prod');
    expect(app.of('AWS::CloudTrail::Trail')).toEqual([]);
    expect(app.of('AWS::Macie::Session')).toEqual([]);
    expect(
      JSON.stringify(app.of('AWS::KMS::Key').map(({ properties }) => properties.KeyPolicy)),
    ).not.toContain('"AWS":"*"');
  });

  it('no resource of another stack is any different', () => {
    const others = (app: Synthesized) =>
      app.resources
        .filter(({ stack }) => !stack.endsWith('-Audit'))
        .map(({ stack, logicalId, properties }) => [stack, logicalId, properties]);
    const audited = synthesize(aStage('prod', { audit: { retentionDays: 365 } }));
    expect(others(audited)).toEqual(others(synthesize('prod')));
  });
});

it('the laptop refuses an audit, and a retention must be possible', () => {
  expect(() => aStage('local', { audit })).toThrow(/audit: the laptop has no CloudTrail/);
  expect(() => aStage('dev', { audit: { retentionDays: 0 } })).toThrow(/audit\.retentionDays/);
});

it('compliance mode is what the config asks for', () => {
  const app = synthesize(aStage('dev', { audit: { retentionDays: 7, lock: 'compliance' } }));
  const locked = app
    .of('AWS::S3::Bucket')
    .filter(({ stack, properties }) => stack.endsWith('-Audit') && properties.ObjectLockEnabled);
  expect(locked.map(({ properties }) => properties.ObjectLockConfiguration.Rule.DefaultRetention)).toEqual([
    { Mode: 'COMPLIANCE', Days: 7 },
  ]);
  expect(app.of('AWS::Macie::Session')).toEqual([]);
});
