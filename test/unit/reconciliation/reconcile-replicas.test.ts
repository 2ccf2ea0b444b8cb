import { describe, expect, it } from 'vitest';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { type FaceOwner, ownerKey } from '../../../lambda/kernel/face-owner.ts';
import type { Finding } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import { reconcileReplicas } from '../../../lambda/reconciliation/reconcile-replicas.ts';
import { aVisit } from '../../support/lambda/a-reconciled-collection.ts';
import { aMapping, NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const REGION = 'eu-central-1';
const FIRST = 'p.acme.g1.0';
const SECOND = `${REGION}/${FIRST}`;

/** Rows of the two regions, and what of the second is in its collection. */
function someRegions(
  first: readonly FaceMapping[],
  second: readonly FaceMapping[] = [],
  lost: readonly string[] = [],
) {
  const asked: unknown[] = [];
  const looked: unknown[] = [];
  const listed: unknown[] = [];
  const findings: Finding[] = [];
  const open = new Set<string>();
  const { emit, metrics } = recordedMetrics();
  const listOfOwner = async (_tenant: string, owner: FaceOwner) =>
    first.filter((one) => ownerKey(one) === ownerKey(owner));
  const visit = (
    cursor: string | null = null,
    dry_run = false,
    changes: { listOfOwner?: typeof listOfOwner } = {},
  ) =>
    reconcileReplicas(aVisit({ collection_id: SECOND, phase: 'mappings', cursor, dry_run }), REGION, {
      mappings: {
        listOfCollection: async (...args) => {
          listed.push(args);
          const [, id, limit, after = '0'] = args;
          const all = [...first, ...second].filter(({ collection_id }) => collection_id === id);
          const end = Number(after) + limit;
          return {
            mappings: all.slice(Number(after), end),
            ...(end < all.length ? { next: String(end) } : {}),
          };
        },
        listOfOwner,
        replicasOfOwner: async (_tenant, owner, region) =>
          second.filter(
            (one) => ownerKey(one) === ownerKey(owner) && one.collection_id.startsWith(`${region}/`),
          ),
        ...changes,
      },
      replications: {
        get: async ({ image_id }) =>
          open.has(image_id)
            ? { ...aMapping({ image_id }), revision: 'r', requested_at: NOON.toISOString() }
            : undefined,
        request: async (image, revision, gone) => {
          const { collection_id, image_id } = image;
          asked.push([
            collection_id,
            ownerKey(image),
            image_id,
            revision,
            gone.map(({ face_id }) => face_id),
          ]);
        },
      },
      inventory: {
        existing: async (id, faceIds) => {
          looked.push([id, faceIds]);
          return new Set(faceIds.filter((faceId) => !lost.includes(faceId)));
        },
      },
      newIdentifier: (prefix) => `${prefix}_1`,
      reconciliations: {
        record: async (_tenant, _id, finding) => {
          findings.push(finding);
        },
      },
      clock: () => NOON,
      emit,
    });
  return { asked, looked, listed, findings, open, metrics, visit };
}
const inFirst = (user_id: string) =>
  aMapping({ user_id, collection_id: FIRST, face_id: `face-of-${user_id}`, image_id: `img_${user_id}` });
const inSecond = (user_id: string, face_id = `replica-of-${user_id}`) =>
  aMapping({ user_id, collection_id: SECOND, face_id, image_id: `img_${user_id}` });
const reported = ({ kind, face_id, user_id, outcome }: Finding) => [kind, face_id, user_id, outcome];

describe('the rows of the first region', () => {
  it('find nothing where each has its face in the second, by one look', async () => {
    const regions = someRegions([inFirst('ann'), inFirst('bob')], [inSecond('ann'), inSecond('bob')]);
    expect(await regions.visit()).toEqual({ looked: 2, next: 'second:' });
    expect(regions.looked).toEqual([[SECOND, ['replica-of-ann', 'replica-of-bob']]]);
    expect([regions.findings, regions.asked]).toEqual([[], []]);
  });

  it('ask for a face that the second region lacks', async () => {
    const regions = someRegions([inFirst('ann')]);
    await regions.visit();
    expect(regions.findings.map(reported)).toEqual([['missing_face', 'face-of-ann', 'ann', 'requested']]);
    expect(regions.findings).toMatchObject([{ region: REGION, collection_id: FIRST }]);
    expect(regions.asked).toEqual([[FIRST, 'ann', 'img_ann', 'rep_1', []]]);
    // nobody is in the collection whom one could look for
    expect(regions.looked).toEqual([]);
  });

  it('ask for it anew, under way or not, where its row there names a face that is gone', async () => {
    const regions = someRegions([inFirst('ann')], [inSecond('ann')], ['replica-of-ann']);
    regions.open.add('img_ann');
    await regions.visit();
    expect(regions.asked).toEqual([[FIRST, 'ann', 'img_ann', 'rep_1', ['replica-of-ann']]]);
  });

  it('are content with one of several faces', async () => {
    const regions = someRegions([inFirst('ann')], [inSecond('ann', 'r1'), inSecond('ann', 'r2')], ['r1']);
    await regions.visit();
    expect(regions.findings).toEqual([]);
  });

  it('find nothing in what is under way already', async () => {
    const regions = someRegions([inFirst('ann')]);
    regions.open.add('img_ann');
    await regions.visit();
    expect([regions.findings, regions.asked]).toEqual([[], []]);
  });

  it('find nothing in a face that was deleted a moment ago', async () => {
    const regions = someRegions([inFirst('ann')]);
    await regions.visit(null, false, { listOfOwner: async () => [inFirst('bob')] });
    expect([regions.findings, regions.asked]).toEqual([[], []]);
  });

  it('are only reported in a dry run', async () => {
    const regions = someRegions([inFirst('ann')]);
    await regions.visit(null, true);
    expect(regions.findings.map(reported)).toEqual([['missing_face', 'face-of-ann', 'ann', 'reported']]);
    expect(regions.asked).toEqual([]);
  });

  it('are not taken for those of another image', async () => {
    const other = { ...inSecond('ann'), image_id: 'img_another' };
    const elsewhere = { ...inSecond('ann'), collection_id: `${REGION}/p.acme.g2.0` };
    const regions = someRegions([inFirst('ann')], [other, elsewhere]);
    await regions.visit();
    expect(regions.findings).toHaveLength(1);
  });
});

describe('the rows of the second region', () => {
  it('are looked at last, and are no more mappings', async () => {
    const regions = someRegions([inFirst('ann')], [inSecond('ann')]);
    expect(await regions.visit('second:')).toEqual({ looked: 0, next: undefined });
    expect(regions.listed).toEqual([[TENANT, SECOND, 100, undefined]]);
    expect(regions.findings).toEqual([]);
  });

  it('have a face deleted whose image the first region has no longer', async () => {
    const regions = someRegions([{ ...inFirst('ann'), image_id: 'img_later' }], [inSecond('ann')]);
    await regions.visit('second:');
    expect(regions.findings.map(reported)).toEqual([['orphan_face', 'replica-of-ann', 'ann', 'requested']]);
    // the queue goes by the name in the first region
    expect(regions.asked).toEqual([[FIRST, 'ann', 'img_ann', 'rep_1', []]]);
  });
});

it('goes through the rows of either region page by page', async () => {
  const people = Array.from({ length: 120 }, (_, person) => `user-${person}`);
  const regions = someRegions(
    people.map(inFirst),
    people.map((person) => inSecond(person)),
  );
  const steps: unknown[] = [];
  let cursor: string | null = null;
  do {
    const { looked, next }: Awaited<ReturnType<typeof regions.visit>> = await regions.visit(cursor);
    steps.push([looked, next]);
    cursor = next ?? null;
  } while (cursor !== null);
  expect(steps).toEqual([
    [100, 'first:100'],
    [20, 'second:'],
    [0, 'second:100'],
    [0, undefined],
  ]);
  expect(regions.listed).toMatchObject([
    [TENANT, FIRST, 100, undefined],
    [TENANT, FIRST, 100, '100'],
    [TENANT, SECOND, 100, undefined],
    [TENANT, SECOND, 100, '100'],
  ]);
  expect(regions.findings).toEqual([]);
});
