import { type ContextKeyTypeEnum, IAMClient, SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/iam/evaluate.ts';
import { parsePolicy } from '../../../src/iam/policy.ts';

/** As the policy simulator of IAM names it. */
type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

interface Question {
  readonly statements: readonly object[];
  readonly boundary?: readonly object[];
  readonly action: string;
  readonly resource: string;
  /** A list is a key with several values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions';
const COLLECTION = 'arn:aws:rekognition:eu-west-1:123456789012:collection/face-idv.acme.2026a.0';
const OBJECT = 'arn:aws:s3:::evidence/acme/selfie.jpg';
const OF_TENANT = `arn:aws:rekognition:*:*:collection/face-idv.\${aws:PrincipalTag/tenant}.*`;

const allow = (Action: string | string[], Resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource = '*', more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const when = (Condition: object) => ({ Condition });

const reading = { action: 'dynamodb:GetItem', resource: TABLE };
const searching = { action: 'rekognition:SearchFaces', resource: COLLECTION };
const loading = { action: 's3:GetObject', resource: OBJECT };
const ofAcme = { 'aws:PrincipalTag/tenant': 'acme' };

const leadingKeys = when({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/tenant}#*`] },
});
const stateless = when({ StringEquals: { 'aws:PrincipalTag/tenant': 'acme' } });

const QUESTIONS: readonly (readonly [string, Decision, Question])[] = [
  ['nothing', 'implicitDeny', { statements: [allow('s3:*')], ...reading }],
  ['the action', 'allowed', { statements: [allow('dynamodb:GetItem')], ...reading }],
  ['the action in another case', 'allowed', { statements: [allow('DynamoDB:getITEM')], ...reading }],
  ['a wildcard in the action', 'allowed', { statements: [allow('dynamodb:Get*')], ...reading }],
  ['one of several actions', 'allowed', { statements: [allow(['s3:*', 'dynamodb:*'])], ...reading }],
  ['the resource', 'allowed', { statements: [allow('dynamodb:*', TABLE)], ...reading }],
  [
    'a wildcard in the resource',
    'allowed',
    { statements: [allow('dynamodb:*', `${TABLE.slice(0, -4)}*`)], ...reading },
  ],
  [
    'an index and not its table',
    'implicitDeny',
    { statements: [allow('dynamodb:*', `${TABLE}/index/*`)], ...reading },
  ],
  [
    'another account',
    'implicitDeny',
    { statements: [allow('dynamodb:*', TABLE.replace('123456789012', '999999999999'))], ...reading },
  ],
  [
    'an object below a prefix',
    'allowed',
    { statements: [allow('s3:GetObject', 'arn:aws:s3:::evidence/acme/*')], ...loading },
  ],
  [
    'the bucket and not its objects',
    'implicitDeny',
    { statements: [allow('s3:GetObject', 'arn:aws:s3:::evidence')], ...loading },
  ],
  [
    'all but one action',
    'allowed',
    { statements: [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], ...reading },
  ],
  [
    'all but this action',
    'implicitDeny',
    { statements: [{ Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }], ...reading },
  ],
  [
    'all but this resource',
    'implicitDeny',
    { statements: [{ Effect: 'Allow', Action: '*', NotResource: TABLE }], ...reading },
  ],
  ['everything, but a deny', 'explicitDeny', { statements: [allow('*'), deny('dynamodb:*')], ...reading }],
  ['a deny before everything', 'explicitDeny', { statements: [deny('dynamodb:*'), allow('*')], ...reading }],
  [
    'everything, and a deny of something else',
    'allowed',
    { statements: [allow('*'), deny('s3:*')], ...reading },
  ],
  [
    'everything, and a deny whose condition fails',
    'allowed',
    {
      statements: [allow('*'), deny('*', '*', stateless)],
      ...reading,
      context: { 'aws:PrincipalTag/tenant': 'globex' },
    },
  ],
  [
    'everything, within a boundary',
    'allowed',
    { statements: [allow('*')], boundary: [allow('dynamodb:*')], ...reading },
  ],
  [
    'everything, beyond a boundary',
    'implicitDeny',
    { statements: [allow('*')], boundary: [allow('s3:*')], ...reading },
  ],
  [
    'the collections of the caller’s tenant',
    'allowed',
    { statements: [allow('rekognition:*', OF_TENANT)], ...searching, context: ofAcme },
  ],
  [
    'the collections of another tenant',
    'implicitDeny',
    {
      statements: [allow('rekognition:*', OF_TENANT)],
      ...searching,
      context: { 'aws:PrincipalTag/tenant': 'globex' },
    },
  ],
  [
    'the collections of a caller without a tenant',
    'implicitDeny',
    { statements: [allow('rekognition:*', OF_TENANT)], ...searching },
  ],
  [
    'the collections of a tenant called *',
    'implicitDeny',
    {
      statements: [allow('rekognition:*', OF_TENANT)],
      ...searching,
      context: { 'aws:PrincipalTag/tenant': '*' },
    },
  ],
  [
    'keys of the caller’s tenant',
    'allowed',
    {
      statements: [allow('dynamodb:*', '*', leadingKeys)],
      ...reading,
      context: { ...ofAcme, 'dynamodb:LeadingKeys': ['acme#1', 'acme#2'] },
    },
  ],
  [
    'keys of two tenants',
    'implicitDeny',
    {
      statements: [allow('dynamodb:*', '*', leadingKeys)],
      ...reading,
      context: { ...ofAcme, 'dynamodb:LeadingKeys': ['acme#1', 'globex#2'] },
    },
  ],
  [
    'a condition that holds',
    'allowed',
    { statements: [allow('*', '*', stateless)], ...reading, context: ofAcme },
  ],
  [
    'a condition on a key that is missing',
    'implicitDeny',
    { statements: [allow('*', '*', stateless)], ...reading },
  ],
  [
    'the same, if it exists',
    'allowed',
    {
      statements: [allow('*', '*', when({ StringEqualsIfExists: { 'aws:PrincipalTag/tenant': 'acme' } }))],
      ...reading,
    },
  ],
  [
    'anything but a value, and the key is missing',
    'allowed',
    {
      statements: [allow('*', '*', when({ StringNotEquals: { 'aws:PrincipalTag/tenant': 'acme' } }))],
      ...reading,
    },
  ],
  [
    'a key that must be missing',
    'allowed',
    { statements: [allow('*', '*', when({ Null: { 'aws:PrincipalTag/tenant': 'true' } }))], ...reading },
  ],
  [
    'a key that must be there',
    'implicitDeny',
    { statements: [allow('*', '*', when({ Null: { 'aws:PrincipalTag/tenant': 'false' } }))], ...reading },
  ],
  [
    'two conditions of which one fails',
    'implicitDeny',
    {
      statements: [
        allow(
          '*',
          '*',
          when({ StringEquals: { 'aws:PrincipalTag/tenant': 'acme', 'aws:PrincipalTag/stage': 'prod' } }),
        ),
      ],
      ...reading,
      context: ofAcme,
    },
  ],
];

const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

/** What the emulator decides, or with `REMOTE=1` the policy simulator of AWS. */
async function decide(question: Question): Promise<Decision> {
  return process.env.REMOTE === '1' ? simulated(question) : evaluated(question);
}

function evaluated({ statements, boundary, action, resource, context = {} }: Question): Decision {
  const verdict = evaluate(
    {
      identity: parsePolicy(document(statements), 'the question'),
      boundary: boundary && parsePolicy(document(boundary), 'the boundary'),
    },
    {
      action,
      resource,
      context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()])),
    },
  );
  if (verdict.allowed) return 'allowed';
  return verdict.explicit ? 'explicitDeny' : 'implicitDeny';
}

async function simulated({
  statements,
  boundary,
  action,
  resource,
  context = {},
}: Question): Promise<Decision> {
  const client = new IAMClient({});
  const { EvaluationResults = [] } = await client.send(
    new SimulateCustomPolicyCommand({
      PolicyInputList: [JSON.stringify(document(statements))],
      ...(boundary ? { PermissionsBoundaryPolicyInputList: [JSON.stringify(document(boundary))] } : {}),
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyType: (typeof value === 'string' ? 'string' : 'stringList') satisfies ContextKeyTypeEnum,
        ContextKeyValues: [value].flat(),
      })),
    }),
  );
  client.destroy();
  return EvaluationResults[0]?.EvalDecision as Decision;
}

describe('policies that allow', () => {
  it.each(QUESTIONS)('%s: %s', async (_name, decision, question) => {
    expect(await decide(question)).toBe(decision);
  });
});
