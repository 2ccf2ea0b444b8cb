import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXAMPLES } from '../../../lambda/api/examples.ts';
import { handlerPath } from '../../../lambda/api/functions.ts';
import { API_FUNCTIONS, ROUTES, type RouteName } from '../../../lambda/api/routes.ts';
import { PROBLEMS, problemBody } from '../../../lambda/kernel/problem.ts';
import {
  BODY_PROBLEMS,
  COMMON_PROBLEMS,
  IDEMPOTENCY_PROBLEMS,
  type Route,
} from '../../../lambda/platform/route.ts';
import { aKmsKey, answerAsKms } from '../../support/lambda/a-kms-key.ts';
import { type ApiEventOptions, aContext, anApiEvent } from '../../support/lambda/api-event.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { environmentOn, FUNCTION_ENVIRONMENT } from '../../support/lambda/function-environment.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const ALL_SCOPES =
  'face-idv/verifications.self face-idv/verifications.manage face-idv/verifications.operate tenant/acme';

// here rather than in a hook, whose afterAll would never run and leave the clients mocked for the next file
const kms = mockedClient(KMSClient);
const rekognition = mockedClient(RekognitionClient);
const s3 = mockedClient(S3Client);
const sqs = mockedClient(SQSClient);
const sfn = mockedClient(SFNClient);
const ssm = mockedClient(SSMClient);
const sts = mockedClient(STSClient);

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
  for (const [name, value] of Object.entries(environmentOn(tables))) vi.stubEnv(name, value);
  rekognition.onAnyCommand().resolves({});
  s3.onAnyCommand().resolves({});
  sqs.onAnyCommand().resolves({});
  kms.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(32) });
  for (const keyId of FUNCTION_ENVIRONMENT.VERIFICATION_KEYS?.split(',') ?? [])
    answerAsKms(kms, keyId, aKmsKey());
  sfn.on(StartExecutionCommand).resolves({});
  ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: '', $metadata: {} }));
  sts.on(AssumeRoleCommand).resolves({
    Credentials: {
      AccessKeyId: 'A',
      SecretAccessKey: 'S',
      SessionToken: 'T',
      Expiration: minutesAfter(15),
    },
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await tables.close();
});

/** Text that has broken something somewhere: inherited names, separators of keys, odd lengths. */
const awkward = fc.oneof(
  fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype), 'prototype'),
  fc.constantFrom('', ' ', '.', '..', '#', 'a#b', '/', '%', '\u0000', 'null', '-1', '1e99', 'NaN'),
  fc.integer({ min: 1, max: 3000 }).map((length) => 'x'.repeat(length)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const id = fc.constantFrom('vs_01kjq8w0g3x7c9v2m5n8b4t6rd', 'user-1', 'start', 'cancel');
const pick = fc.oneof(awkward, id);
const anyJson = fc.oneof(fc.jsonValue(), awkward, fc.dictionary(awkward, fc.oneof(awkward, fc.jsonValue())));

/** The example of a route with some of its members replaced, or anything at all. */
const bodyOf = (name: RouteName): fc.Arbitrary<string | undefined> => {
  const example = (EXAMPLES[name]?.body ?? {}) as Readonly<Record<string, unknown>>;
  const members = ['attributes', 'extra', ...Object.keys(example)];
  const changed = fc
    .tuple(fc.constantFrom(...members), anyJson)
    .map(([member, value]) => ({ ...example, [member]: value }));
  return fc.oneof(
    { weight: 3, arbitrary: changed.map((value) => JSON.stringify(value)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(awkward, fc.oneof(awkward, fc.constant('de')))
        .map(([member, value]) => JSON.stringify({ ...example, attributes: { [member]: value } })),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(
        awkward,
        anyJson.map((value) => JSON.stringify(value)),
      ),
    },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
};

const parametersOf = ({ path }: Route): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);

/** A request as the document shows it, which no route may fail at. */
const exampleOf = (name: RouteName): ApiEventOptions => {
  const { idempotent, audit }: Route = ROUTES[name];
  const body = EXAMPLES[name]?.body;
  return {
    path: Object.fromEntries(parametersOf(ROUTES[name]).map((parameter) => [parameter, 'user-1'])),
    query: {},
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(idempotent ? { 'idempotency-key': 'a-key' } : {}),
      ...(typeof audit === 'object' ? { 'audit-reason': 'asked for it' } : {}),
    },
    scope: ALL_SCOPES,
  };
};

const requestOf = (name: RouteName): fc.Arbitrary<ApiEventOptions> => {
  const { idempotent, audit }: Route = ROUTES[name];
  const parameters = parametersOf(ROUTES[name]);
  const queries = [
    ...['cursor', 'limit', 'status', 'user_id', 'type', '__proto__', 'constructor'],
    ...['subject', 'target', 'action', 'from', 'to'],
  ];
  const time = fc.constant('2026-03-02T12:00:00Z');
  return fc
    .record({
      path: fc.record(Object.fromEntries(parameters.map((parameter) => [parameter, pick]))),
      query: fc.oneof(
        fc.dictionary(fc.constantFrom(...queries), fc.oneof(pick, fc.constant('approved'), time), {
          maxKeys: 4,
        }),
        fc.record({ cursor: pick }),
        fc.record({ cursor: pick, status: fc.constant('approved') }),
      ),
      body: bodyOf(name),
      key: fc.oneof(fc.uuid(), awkward),
      reason: fc.oneof(fc.constant('asked for it'), awkward),
      type: fc.constantFrom('application/json', 'Application/JSON; charset=utf-8', 'text/plain', ''),
    })
    .map(({ key, type, reason, ...rest }) => ({
      ...rest,
      headers: {
        'content-type': type,
        ...(idempotent ? { 'idempotency-key': key } : {}),
        ...(typeof audit === 'object' ? { 'audit-reason': reason } : {}),
      },
      scope: ALL_SCOPES,
    }));
};

/** The codes that a route declares, so that the document and the behavior are one. */
const declaredBy = ({ problems, body, idempotent }: Route): readonly string[] => [
  ...COMMON_PROBLEMS,
  ...problems,
  ...(body ? BODY_PROBLEMS : []),
  ...(idempotent ? IDEMPOTENCY_PROBLEMS : []),
];

const served = API_FUNCTIONS.flatMap(({ name, routes }) =>
  routes.map(([route]) => ({ route, file: handlerPath(name) })),
);

describe('any request', () => {
  it.each(served)(
    'to $route gets an answer of its contract, and no fault of ours',
    async ({ route, file }) => {
      const { handler } = await import(`../../../lambda/${file}`);
      await fc.assert(
        fc.asyncProperty(requestOf(route), async (request) => {
          const { statusCode, body } = await handler(
            anApiEvent({ ...request, route: ROUTES[route] }),
            aContext(),
          );
          if (statusCode === ROUTES[route].success.status) return;
          const problem = problemBody.parse(JSON.parse(body));
          expect(statusCode, body).toBeLessThan(500);
          expect(PROBLEMS).toHaveProperty(problem.code, expect.objectContaining({ status: statusCode }));
          expect(declaredBy(ROUTES[route])).toContain(problem.code);
        }),
        { numRuns: 12, examples: [[exampleOf(route)]] },
      );
    },
  );
});
