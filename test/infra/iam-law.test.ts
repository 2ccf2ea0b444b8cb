import { expect, it } from 'vitest';
import { objectionsTo } from '../support/iam-law.ts';
import { type Statement, statementsOf } from '../support/policy-statements.ts';
import { synthesize, withSecondRegion } from '../support/synthesize.ts';

it.each([
  ['local', 'local'],
  ['dev', 'dev'],
  ['prod', 'prod'],
  ['prod, with a second region', withSecondRegion('prod')],
])(
  'every statement of stage %s names actions, resources and condition keys that AWS brings together',
  async (_, stage) => {
    const statements = statementsOf(synthesize(stage));
    // a walk that finds nothing would keep every law
    expect(statements.length).toBeGreaterThan(200);
    expect((await Promise.all(statements.map(objectionsTo))).flat()).toEqual([]);
  },
);

it('it reads policies of roles, keys, buckets, queues and topics, trust, and permissions of functions', () => {
  const app = synthesize('prod');
  const types = new Map(app.resources.map(({ stack, logicalId, type }) => [`${stack}/${logicalId}`, type]));
  expect([...new Set(statementsOf(app).map(({ of }) => types.get(of)))].sort()).toEqual([
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::Permission',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
  ]);
});

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Sessions';
const OBJECTS = 'arn:aws:s3:::evidence/*';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Work';
const ROLE = 'arn:aws:iam::111122223333:role/Tenant';

it.each([
  ['an action that does not exist', ['s3:ReadObject'], [OBJECTS], [], ['s3:ReadObject does not exist']],
  ['a service that does not exist', ['dynamo:GetItem'], [TABLE], [], ['dynamo:GetItem does not exist']],
  ['a pattern of no action', ['s3:Fetch*'], [OBJECTS], [], ['s3:Fetch* does not exist']],
  [
    'an action of the bucket on its objects',
    ['s3:ListBucket'],
    [OBJECTS],
    [],
    [`s3:ListBucket takes none of ${OBJECTS}`, `no action takes ${OBJECTS}`],
  ],
  [
    'a resource for an action that takes none',
    ['rekognition:DetectFaces'],
    ['arn:aws:rekognition:eu-west-1:111122223333:collection/x'],
    [],
    [
      'rekognition:DetectFaces takes none of arn:aws:rekognition:eu-west-1:111122223333:collection/x',
      'no action takes arn:aws:rekognition:eu-west-1:111122223333:collection/x',
    ],
  ],
  [
    'a resource that no action of the statement takes',
    ['dynamodb:GetItem'],
    [TABLE, QUEUE],
    [],
    [`no action takes ${QUEUE}`],
  ],
  [
    'a get on an index',
    ['dynamodb:GetItem'],
    [`${TABLE}/index/*`],
    [],
    [`dynamodb:GetItem takes none of ${TABLE}/index/*`, `no action takes ${TABLE}/index/*`],
  ],
  [
    'a condition key of another service',
    ['sqs:SendMessage'],
    [QUEUE],
    ['dynamodb:LeadingKeys'],
    ['sqs:SendMessage has no condition key dynamodb:LeadingKeys'],
  ],
  [
    'a tag that the request never carries',
    ['sqs:SendMessage'],
    [QUEUE],
    ['aws:RequestTag/tenant'],
    ['sqs:SendMessage has no condition key aws:RequestTag/tenant'],
  ],
  [
    'a key that does not exist',
    ['dynamodb:Query'],
    [TABLE],
    ['dynamodb:LeadingKey'],
    ['dynamodb:Query has no condition key dynamodb:LeadingKey'],
  ],
  [
    'a query of a table and its indexes',
    ['dynamodb:Query'],
    [TABLE, `${TABLE}/index/*`],
    ['dynamodb:LeadingKeys'],
    [],
  ],
  [
    'a role that is assumed with a tag',
    ['sts:AssumeRole', 'sts:TagSession'],
    [ROLE],
    ['aws:RequestTag/tenant', 'aws:TagKeys'],
    [],
  ],
  ['a key of every service', ['sqs:*'], [QUEUE], ['aws:SecureTransport', 'aws:PrincipalTag/tenant'], []],
  [
    'objects of a tenant',
    ['s3:GetObject*'],
    [`arn:aws:s3:::evidence/\${aws:PrincipalTag/tenant}/*`],
    ['s3:TlsVersion'],
    [],
  ],
] satisfies [string, string[], string[], string[], string[]][])(
  'objections to %s',
  async (_, actions, resources, conditionKeys, objections) => {
    const statement: Statement = { of: 'here', effect: 'Allow', actions, resources, conditionKeys };
    expect(await objectionsTo(statement)).toEqual(objections.map((objection) => `here: ${objection}`));
  },
);
