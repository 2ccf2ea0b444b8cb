import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoIndexJobStore } from '../../../lambda/bulk-indexing/adapters/dynamo-index-job-store.ts';
import type { StepName } from '../../../lambda/bulk-indexing/ports/index-job-store.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { anEndedJob } from '../../support/lambda/generated-outcomes.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const jobs = () => createDynamoIndexJobStore(tables.documents, tables.control, () => NOON);
const NO_CALLS = { counts: { indexed: 1, skipped: 0, rejected: 0, failed: 0 }, calls: {} };

describe('the steps of an index job', () => {
  const STEPS: readonly StepName[] = [
    { firstRow: 0, from: 0 },
    { firstRow: 0, from: 8 },
    { firstRow: 40, from: 0 },
    { firstRow: 1_000_000, from: 0 },
    { firstRow: 9_999_960, from: 16 },
  ];
  const read = async (after?: StepName) => {
    const found: StepName[] = [];
    for await (const step of jobs().steps(TENANT, 'ij_steps', after)) found.push(step);
    return found;
  };

  it('are listed in the order of the rows, from any of them on', async () => {
    for (const step of STEPS.toReversed())
      await jobs().recordStep(TENANT, 'ij_steps', { ...step, next: step.from + 8, ...NO_CALLS });
    await jobs().recordStep(TENANT, 'ij_other', { firstRow: 80, from: 0, next: 8, ...NO_CALLS });
    expect(await read()).toEqual(STEPS);
    for (const [index, step] of STEPS.entries()) expect(await read(step)).toEqual(STEPS.slice(index + 1));
  });
});

describe('whether the outcomes of an index job are in one file', () => {
  it('is recorded beside its status', async () => {
    const { ended_at: _ended, ...running } = anEndedJob(3, { id: 'ij_file', status: 'running' });
    await jobs().create(running);
    expect(await jobs().end(TENANT, 'ij_file', 'completed', NOON.toISOString())).toBe('completed');
    expect(await jobs().get(TENANT, 'ij_file')).not.toHaveProperty('outcomes');
    expect(await jobs().recordOutcomes(TENANT, 'ij_file', 'failed')).toBe('completed');
    expect(await jobs().get(TENANT, 'ij_file')).toMatchObject({ status: 'completed', outcomes: 'failed' });
    await jobs().recordOutcomes(TENANT, 'ij_file', 'ready');
    expect(await jobs().get(TENANT, 'ij_file')).toMatchObject({ outcomes: 'ready' });
  });

  it('is refused of a job that is not there', async () => {
    await expect(jobs().recordOutcomes(TENANT, 'ij_none', 'ready')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    expect(await jobs().get(TENANT, 'ij_none')).toBeUndefined();
  });
});
