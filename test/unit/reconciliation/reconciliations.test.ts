import { describe, expect, it } from 'vitest';
import { scheduledHandler } from '../../../lambda/platform/scheduled-handler.ts';
import type { ReconciliationInput } from '../../../lambda/reconciliation/contract.ts';
import type { Reconciliation } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import {
  beginReconciliation,
  createReconciliation,
  endReconciliation,
} from '../../../lambda/reconciliation/reconciliations.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

function anOffice() {
  const started: ReconciliationInput[] = [];
  let running: Reconciliation | undefined;
  let ids = 0;
  const dependencies = {
    reconciliations: {
      begin: async (wanted: Reconciliation) => {
        running ??= wanted;
        return running;
      },
    },
    workflow: { start: async (input: ReconciliationInput) => void started.push(input) },
    generations: {
      default: [aGeneration({ shards: 2 }), aGeneration({ generation: 'g2', shards: 1 })],
      tenants: {},
    },
    collectionPrefix: 'face-idv',
    clock: () => NOON,
    newIdentifier: () => {
      ids += 1;
      return `rec_${ids}`;
    },
  };
  return { started, dependencies };
}

describe('a reconciliation', () => {
  it('looks at every collection of every generation that the config lists', async () => {
    const { started, dependencies } = anOffice();
    await createReconciliation(anOperator(), true, dependencies);
    expect(started).toEqual([
      {
        tenant: TENANT,
        reconciliation_id: 'rec_1',
        dry_run: true,
        collection_ids: ['face-idv.acme.g1.0', 'face-idv.acme.g1.1', 'face-idv.acme.g2.0'],
      },
    ]);
  });

  it('is refused while another runs, whose workflow is started in case that was missed', async () => {
    const { started, dependencies } = anOffice();
    await createReconciliation(anOperator(), true, dependencies);
    await expect(createReconciliation(anOperator(), false, dependencies)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    expect(started[1]).toEqual(started[0]);
    expect(await beginReconciliation(TENANT, false, dependencies)).toMatchObject({ isNew: false });
  });

  it('ends with the sums of its visits', async () => {
    const ended: unknown[] = [];
    const reconciliations = {
      end: async (...args: readonly unknown[]) => void ended.push(args),
      hasFound: async () => false,
    };
    await endReconciliation(
      {
        reconciliation: {
          tenant: TENANT,
          reconciliation_id: 'rec_1',
          dry_run: false,
          collection_ids: ['a', 'b'],
        },
        outcome: 'completed',
        visits: [
          { faces: 3, mappings: 2 },
          { faces: 4, mappings: 4 },
        ],
      },
      { reconciliations, clock: () => NOON },
    );
    expect(ended).toEqual([
      [TENANT, 'rec_1', { status: 'completed', faces: 7, mappings: 6, ended_at: NOON.toISOString() }],
    ]);
  });
});

describe('a reconciliation with a second region', () => {
  const REGION = 'eu-central-1';

  it('looks at the same collections there', async () => {
    const { started, dependencies } = anOffice();
    await createReconciliation(anOperator(), false, { ...dependencies, secondRegion: REGION });
    const first = ['face-idv.acme.g1.0', 'face-idv.acme.g1.1', 'face-idv.acme.g2.0'];
    expect(started[0]?.collection_ids).toEqual([...first, ...first.map((id) => `${REGION}/${id}`)]);
  });

  it.each([
    ['all were visited and no face was missing', 'completed', [`${REGION}/a`], false, ['acme']],
    ['a face was missing', 'completed', [`${REGION}/a`], true, []],
    ['it failed', 'failed', [`${REGION}/a`], false, []],
    ['the second region was not visited', 'completed', ['a'], false, []],
    ['another region was visited', 'completed', ['us-east-1/a'], false, []],
  ] as const)('confirms replicas only where all is well: %s', async (_, outcome, ids, missing, confirmed) => {
    const tenants: string[] = [];
    const asked: unknown[] = [];
    const reconciliation = {
      tenant: TENANT,
      reconciliation_id: 'rec_1',
      dry_run: false,
      collection_ids: ['a', ...ids],
    };
    const reconciliations = {
      end: async () => {},
      hasFound: async (...args: readonly unknown[]) => {
        asked.push(args);
        return missing;
      },
    };
    const replicas = { confirm: async (tenant: string) => void tenants.push(tenant) };
    const second = { region: REGION, replicas };
    await endReconciliation(
      { reconciliation, outcome, visits: [] },
      { reconciliations, second, clock: () => NOON },
    );
    expect(tenants).toEqual(confirmed);
    if (missing) expect(asked).toEqual([[TENANT, 'rec_1', 'missing_face', REGION]]);
  });
});

describe('a scheduled function', () => {
  it('fails when one tenant fails, after it has done the others', async () => {
    const done: string[] = [];
    const work = async (tenant: string) => {
      if (tenant === 'b') throw new Error('no');
      done.push(tenant);
    };
    const log = { info: () => {}, error: () => {} };
    await expect(scheduledHandler('chore', ['a', 'b', 'c'], work, log)()).rejects.toThrow(
      'chore failed for 1 tenants',
    );
    expect(done).toEqual(['a', 'c']);
  });
});
