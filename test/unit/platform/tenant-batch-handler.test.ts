import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { tenantBatchHandler } from '../../../lambda/platform/tenant-batch-handler.ts';
import { currentTenant } from '../../../lambda/platform/tenant-scope.ts';
import { anSqsRecord } from '../../support/lambda/sqs-record.ts';

const pointer = z.object({ tenant: z.string(), id: z.string() });

/** Handles messages about a tenant's work; work of the id `poison` fails, and all work of the tenant `down`. */
async function handle(...bodies: unknown[]) {
  const worked: unknown[] = [];
  const logged: unknown[] = [];
  const handler = tenantBatchHandler(
    'a-task',
    pointer,
    async (tenant, ids) => {
      if (tenant === 'down') throw new Error('no answer');
      worked.push([tenant, currentTenant(), ids]);
      return new Map(ids.filter((id) => id === 'poison').map((id) => [id, new Error('no')]));
    },
    { info: () => {}, error: (...line) => void logged.push(line) },
  );
  const Records = bodies.map((body, index) =>
    anSqsRecord(`m${index}`, typeof body === 'string' ? body : JSON.stringify(body)),
  );
  const answer = await handler({ Records } satisfies SQSEvent, {} as Context, () => {});
  return { worked, logged, failed: answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('a batch of messages', () => {
  it('is worked off tenant after tenant, each in its own scope', async () => {
    const { worked, failed } = await handle(
      { tenant: 'acme', id: '1' },
      { tenant: 'globex', id: '2' },
      { tenant: 'acme', id: '3' },
    );
    expect(worked).toEqual([
      ['acme', 'acme', ['1', '3']],
      ['globex', 'globex', ['2']],
    ]);
    expect(failed).toEqual([]);
  });

  it('gives back only the messages whose work failed, each with a line in the log', async () => {
    const { failed, logged, worked } = await handle(
      { tenant: 'acme', id: 'poison' },
      { tenant: 'down', id: '1' },
      { tenant: 'acme', id: '2' },
      '{',
      { tenant: '', id: '3' },
    );
    expect(failed?.sort()).toEqual(['m0', 'm1', 'm3', 'm4']);
    expect(logged).toHaveLength(4);
    expect(worked).toHaveLength(1);
  });
});
