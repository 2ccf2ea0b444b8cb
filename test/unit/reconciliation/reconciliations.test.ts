import { describe, expect, it } from 'vitest';
import { galleryOf } from '../../../lambda/collections/contract.ts';
import type { GenerationShape } from '../../../lambda/collections/domain/generation-shape.ts';
import type { ReconciliationInput } from '../../../lambda/reconciliation/contract.ts';
import type { Finding, Reconciliation } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import type { FindingPage } from '../../../lambda/reconciliation/ports/reconciliation-store.ts';
import {
  beginReconciliation,
  createReconciliation,
  endReconciliation,
  getReconciliation,
  listReconciliations,
  toReconciliationView,
} from '../../../lambda/reconciliation/reconciliations.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

const REGION = 'eu-central-1';

function anOffice(shapes: readonly GenerationShape[] = []) {
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
    shapes: { list: async () => shapes },
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
    expect(await createReconciliation(anOperator(), true, dependencies)).toEqual({
      tenant: TENANT,
      id: 'rec_1',
      status: 'running',
      dry_run: true,
      created_at: NOON.toISOString(),
      collections: 3,
      faces: 0,
      mappings: 0,
    });
    expect(started).toEqual([
      {
        tenant: TENANT,
        reconciliation_id: 'rec_1',
        dry_run: true,
        collection_ids: ['face-idv.acme.g1.0', 'face-idv.acme.g1.1', 'face-idv.acme.g2.0'],
      },
    ]);
  });

  it('looks at the watchlists in every generation, and at those that the config no longer has', async () => {
    const { started, dependencies } = anOffice([galleryOf('g1', 'fraud'), galleryOf('g1', 'gone')]);
    const generations = { ...dependencies.generations, watchlists: { [TENANT]: ['fraud'] } };
    await createReconciliation(anOperator(), false, { ...dependencies, generations });
    expect(started[0]?.collection_ids).toEqual([
      'face-idv.acme.g1.0',
      'face-idv.acme.g1.1',
      'face-idv.acme.g1_fraud.0',
      'face-idv.acme.g2.0',
      'face-idv.acme.g2_fraud.0',
      'face-idv.acme.g1_gone.0',
    ]);
  });

  it('looks at collections that were used and that the config no longer has', async () => {
    const { started, dependencies } = anOffice([
      aGeneration({ shards: 3 }),
      aGeneration({ generation: 'g0', shards: 1 }),
    ]);
    await createReconciliation(anOperator(), false, dependencies);
    expect(started[0]?.collection_ids).toEqual([
      'face-idv.acme.g1.0',
      'face-idv.acme.g1.1',
      'face-idv.acme.g2.0',
      'face-idv.acme.g1.2',
      'face-idv.acme.g0.0',
    ]);
  });

  it('is refused while another runs, whose workflow is started in case that was missed', async () => {
    const { started, dependencies } = anOffice();
    await createReconciliation(anOperator(), true, dependencies);
    await expect(createReconciliation(anOperator(), false, dependencies)).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('rec_1'),
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
  it('looks at the same collections there', async () => {
    const { started, dependencies } = anOffice();
    await createReconciliation(anOperator(), false, { ...dependencies, secondRegion: REGION });
    const first = ['face-idv.acme.g1.0', 'face-idv.acme.g1.1', 'face-idv.acme.g2.0'];
    expect(started[0]?.collection_ids).toEqual([...first, ...first.map((id) => `${REGION}/${id}`)]);
  });

  it.each([
    ['no face was missing', 'completed', [`${REGION}/a`], { dryRun: false, missing: false }, ['acme']],
    [
      'a face was missing and requested',
      'completed',
      [`${REGION}/a`],
      { dryRun: false, missing: true },
      ['acme'],
    ],
    ['a dry run missed no face', 'completed', [`${REGION}/a`], { dryRun: true, missing: false }, ['acme']],
    ['a dry run missed a face', 'completed', [`${REGION}/a`], { dryRun: true, missing: true }, []],
    ['it failed', 'failed', [`${REGION}/a`], { dryRun: false, missing: false }, []],
    ['the second region was not visited', 'completed', ['a'], { dryRun: false, missing: false }, []],
    ['another region was visited', 'completed', ['us-east-1/a'], { dryRun: false, missing: false }, []],
  ] as const)(
    'confirms replicas once each face is there or requested: %s',
    async (_, outcome, ids, run, confirmed) => {
      const tenants: string[] = [];
      const asked: unknown[] = [];
      const reconciliation = {
        tenant: TENANT,
        reconciliation_id: 'rec_1',
        dry_run: run.dryRun,
        collection_ids: ['a', ...ids],
      };
      const reconciliations = {
        end: async () => {},
        hasFound: async (...args: readonly unknown[]) => {
          asked.push(args);
          return run.missing;
        },
      };
      const replicas = { confirm: async (tenant: string) => void tenants.push(tenant) };
      const second = { region: REGION, replicas };
      await endReconciliation(
        { reconciliation, outcome, visits: [] },
        { reconciliations, second, clock: () => NOON },
      );
      expect(tenants).toEqual(confirmed);
      if (run.dryRun) expect(asked).toEqual([[TENANT, 'rec_1', 'missing_face', REGION]]);
    },
  );
});

it('lists reconciliations without their findings and without the tenant', async () => {
  const asked: unknown[] = [];
  const { tenant: _, ...summary } = {
    tenant: TENANT,
    id: 'rec_2',
    status: 'running',
    dry_run: false,
    created_at: NOON.toISOString(),
    collections: 3,
    faces: 0,
    mappings: 0,
  } as const;
  const reconciliations = {
    list: async (...args: readonly unknown[]) => {
      asked.push(args);
      return { reconciliations: [{ tenant: TENANT, ...summary }], lastId: 'rec_2' };
    },
  };
  expect(await listReconciliations(anOperator(), { limit: 1, cursor: 'rec_3' }, reconciliations)).toEqual({
    data: [summary],
    has_more: true,
    next_cursor: 'rec_2',
  });
  expect(asked).toEqual([[TENANT, 1, 'rec_3']]);
});

describe('what a reconciliation found', () => {
  const ended: Reconciliation = {
    tenant: TENANT,
    id: 'rec_1',
    status: 'completed',
    dry_run: false,
    created_at: NOON.toISOString(),
    ended_at: NOON.toISOString(),
    collections: 3,
    faces: 7,
    mappings: 6,
  };
  const { tenant: _tenant, ...shown } = ended;
  const aFinding = (face_id: string, changes: Partial<Finding> = {}): Finding => ({
    kind: 'orphan_face',
    collection_id: 'face-idv.acme.g1.0',
    face_id,
    outcome: 'deleted',
    found_at: NOON.toISOString(),
    ...changes,
  });
  const storeOf = (...pages: (readonly Finding[])[]) => ({
    get: async (tenant: string, id: string) => (tenant === TENANT && id === 'rec_1' ? ended : undefined),
    listFindings: async (_tenant: string, _id: string, cursor?: string): Promise<FindingPage> => {
      const page = Number(cursor ?? 0);
      const findings = pages[page] ?? [];
      return page + 1 < pages.length ? { findings, next: String(page + 1) } : { findings };
    },
  });

  it('is counted by kind and outcome, those of a second region under its name', async () => {
    const findings = [
      aFinding('f1'),
      aFinding('f2', { kind: 'missing_face', outcome: 'reported', user_id: 'ann' }),
      aFinding('f3', { region: REGION, outcome: 'requested' }),
      aFinding('f4'),
    ];
    const reconciliations = storeOf(findings.slice(0, 2), findings.slice(2));
    const view = await getReconciliation(anOperator(), 'rec_1', { reconciliations });
    expect(view).toEqual({
      ...shown,
      counts: {
        'orphan_face.deleted': 2,
        'missing_face.reported': 1,
        [`${REGION}.orphan_face.requested`]: 1,
      },
      findings,
    });
  });

  it('is counted whole, and named up to a thousand times', async () => {
    const many = Array.from({ length: 1_001 }, (_, face) => aFinding(`f${face}`));
    const { counts, findings } = await getReconciliation(anOperator(), 'rec_1', {
      reconciliations: storeOf(many),
    });
    expect(counts).toEqual({ 'orphan_face.deleted': 1_001 });
    expect(findings).toEqual(many.slice(0, 1_000));
  });

  it.each([true, false])('shows that the second region is complete for the tenant: %s', async (complete) => {
    const asked: string[] = [];
    const areComplete = async (tenant: string) => {
      asked.push(tenant);
      return complete;
    };
    const second = { region: REGION, replicas: { areComplete } };
    const view = await getReconciliation(anOperator(), 'rec_1', { reconciliations: storeOf([]), second });
    expect(view).toMatchObject({ ...shown, second_region: { region: REGION, complete } });
    expect(asked).toEqual([TENANT]);
  });

  it('is nothing yet where it has just begun', () => {
    expect(toReconciliationView(ended)).toEqual({ ...shown, counts: {}, findings: [] });
  });

  it('is shown to its tenant alone', async () => {
    for (const [caller, id] of [
      [anOperator(), 'rec_2'],
      [{ ...anOperator(), tenant: 'globex' }, 'rec_1'],
    ] as const)
      await expect(getReconciliation(caller, id, { reconciliations: storeOf() })).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(id),
      });
  });
});
