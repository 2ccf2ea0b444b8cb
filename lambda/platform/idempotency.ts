import { createHash } from 'node:crypto';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { Problem } from '../kernel/problem.ts';
import { rowLifetimeMs } from '../kernel/row-lifetimes.ts';
import { IdempotencyRecords } from './idempotency-records.ts';
import { systemClock } from './system.ts';

export interface IdempotentRequest {
  readonly tenant: string;
  /** Keys of different callers are different keys. */
  readonly subject: string;
  readonly key: string;
  /** Everything that must be equal when the key is sent again. */
  readonly content: unknown;
}

export interface IdempotentAnswer<Result> {
  readonly result: Result;
  readonly replayed: boolean;
}

/** Runs the work of a request once; a repeated request gets the same result. Failed work leaves no record. */
export type RunOnce = <Result>(
  request: IdempotentRequest,
  context: Context,
  work: () => Promise<Result>,
) => Promise<IdempotentAnswer<Result>>;

/** How long a key is remembered. */
const REMEMBERED_SECONDS = rowLifetimeMs('idempotency') / 1000;

/** Idempotency records in the control table, in a partition of the tenant and the key, by Powertools. */
export function createRunOnce(client: DynamoDBClient, tableName: string): RunOnce {
  return async (request, context, work) => {
    let replayed = false;
    const config = new IdempotencyConfig({
      eventKeyJmesPath: 'key',
      payloadValidationJmesPath: 'content',
      throwOnNoIdempotencyKey: true,
      hashFunction: 'sha256',
      expiresAfterSeconds: REMEMBERED_SECONDS,
      responseHook: (response) => {
        replayed = true;
        return response;
      },
    });
    // a killed function releases the key when its timeout would have ended
    config.registerLambdaContext(context);
    const run = makeIdempotent(work as (payload: object) => ReturnType<typeof work>, {
      config,
      keyPrefix: 'request',
      persistenceStore: new IdempotencyRecords({
        ...{ client, tableName, tenant: request.tenant, content: request.content },
        staticPkValue: `${request.tenant}#idempotency#${fingerprint(request)}`,
        began_at: systemClock(),
      }),
    });
    try {
      const result = await run({ key: request.key, content: request.content });
      return { result, replayed };
    } catch (error) {
      throw asIdempotencyProblem(error, request.key);
    }
  };
}

/** Spreads the records of a tenant over partitions. */
const fingerprint = ({ subject, key }: IdempotentRequest): string =>
  createHash('sha256').update(`${subject}\n${key}`).digest('hex');

/** Converts the errors of Powertools to problems; returns any other error unchanged. */
function asIdempotencyProblem(error: unknown, key: string): unknown {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case 'IdempotencyAlreadyInProgressError':
      return new Problem(
        'idempotency_in_flight',
        `a request with Idempotency-Key ${key} is in progress; retry in one second`,
        { retry_after_seconds: 1 },
      );
    case 'IdempotencyValidationError':
      return new Problem(
        'idempotency_key_reused',
        `Idempotency-Key ${key} was used for a different request; send a new key with a new request`,
      );
    default:
      return error;
  }
}
