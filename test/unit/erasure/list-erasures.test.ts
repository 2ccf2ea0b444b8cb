import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoErasures } from '../../../lambda/erasure/adapters/dynamo-erasures.ts';
import { erasurePage } from '../../../lambda/erasure/contract.ts';
import { type Erasure, NO_TRACES } from '../../../lambda/erasure/domain/erasure.ts';
import { listErasures } from '../../../lambda/erasure/list-erasures.ts';
import { anErasure } from '../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

const subjectHash = async (_tenant: string, user: string) => `hash-of-${user}`;

describe('the erasures of a user', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  /** A tenant whose user was erased, and asked for it again after a new registration. */
  async function aTenant() {
    const tenant = unique('acme');
    const erasures = createDynamoErasures(tables.documents, tables.control);
    const of = (id: string, user_id: string) =>
      anErasure({ tenant, id, user_id, subject: `hash-of-${user_id}` });
    const first = of('era_1', 'ann');
    await erasures.create(first);
    const { user_id: _gone, ...kept } = first;
    const completed: Erasure = { ...kept, state: 'completed', traces: NO_TRACES, revision: 2 };
    await erasures.complete(first, { ...completed, completed_at: minutesAfter(16).toISOString() });
    await erasures.create(of('era_2', 'ann'));
    await erasures.create(of('era_3', 'bob'));
    const list = (user: string, limit = 20, cursor?: string) =>
      listErasures({ tenant }, user, { limit, cursor }, { erasures, subjectHash });
    return { list };
  }

  it('are listed newest first, completed ones too, and not those of others', async () => {
    const { list } = await aTenant();
    const page = await list('ann');
    expect(erasurePage.parse(page)).toEqual(page);
    expect(page).toMatchObject({
      data: [
        { id: 'era_2', state: 'running', completed_at: null },
        { id: 'era_1', state: 'completed', completed_at: minutesAfter(16).toISOString() },
      ],
      has_more: false,
    });
    expect(page.data[0]).toEqual({
      ...{ id: 'era_2', state: 'running', cause: 'backend', completed_at: null },
      requested_at: NOON.toISOString(),
      erased_at: NOON.toISOString(),
      due_at: minutesAfter(30 * 24 * 60).toISOString(),
    });
    expect(JSON.stringify(page)).not.toContain('ann');
    expect((await list('cid')).data).toEqual([]);
  });

  it('are listed page by page', async () => {
    const { list } = await aTenant();
    const first = await list('ann', 1);
    expect(first).toMatchObject({ data: [{ id: 'era_2' }], has_more: true, next_cursor: 'era_2' });
    expect(await list('ann', 1, 'era_2')).toMatchObject({ data: [{ id: 'era_1' }] });
  });
});
