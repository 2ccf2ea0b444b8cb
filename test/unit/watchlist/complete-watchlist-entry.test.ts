import { describe, expect, it } from 'vitest';
import { aPictureOf } from '../../support/lambda/a-bulk-world.ts';
import { anEntry, aWatchlist, LIST, UPLOAD } from '../../support/lambda/a-watchlist.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { type Fault, failing, faultsIn } from '../../support/lambda/failing-ports.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { BLINKING, withRules } from '../../support/lambda/observed.ts';

describe('completing an entry of a watchlist', () => {
  it('indexes its face into the list, keeps the image, and maps the face to the entry', async () => {
    const list = aWatchlist();
    const entry = await list.complete();
    expect(entry).toMatchObject({ state: 'active', planned: { image_id: 'img_1', collection_ids: [LIST] } });
    expect(entry).not.toHaveProperty('due_at');
    expect(list.entries.rows.get('wle_1')).toEqual(entry);
    const [face] = list.collections.allFaceIds();
    expect(list.mapped()).toEqual([`${LIST} ${face}`]);
    expect(list.collections.effects).toEqual(['indexed 1 watchlist']);
    expect(list.enrolledImages.images.get('acme/img_1.jpg')).toEqual(aPictureOf('mallory'));
    expect(list.sent).toMatchObject([{ kind: 'watchlist', entry_id: 'wle_1', collection_id: LIST }]);
    expect(list.metrics).toEqual([
      { name: 'WatchlistEntryChanged', value: 1, dimensions: { Result: 'active' } },
    ]);
  });

  it('returns one that is completed already, active or rejected, and indexes nothing', async () => {
    for (const state of ['active', 'rejected'] as const) {
      const entry = anEntry({ state });
      const list = aWatchlist(entry);
      expect(await list.complete()).toEqual(entry);
      expect(list.collections.calls).toEqual([]);
    }
  });

  it('writes every generation that is written, and notes where no face is detected', async () => {
    const generations = activeGenerations(
      {},
      { filling: aGeneration({ generation: 'g2' }), draining: aGeneration({ generation: 'g0' }) },
    );
    const list = aWatchlist(anEntry(), generations);
    const { collections } = list;
    const index = collections.index.bind(collections);
    collections.index = async (id, ...rest) => (id.includes('.g0_') ? undefined : index(id, ...rest));
    await list.complete();
    expect(list.mapped().map((face) => face.split(' ')[0])).toEqual([LIST, 'face-idv.acme.g2_fraud.0']);
    expect(collections.effects).toEqual(['indexed 1 watchlist', 'indexed 1 copy']);
    const image = { user_id: 'watchlist#fraud#wle_1', image_id: 'img_1', reason: 'face_not_detected' };
    expect(list.missing).toEqual([['g0', image]]);
  });

  it.each([
    ['shows nobody', ['face_not_detected']],
    ['shows several people', ['multiple_faces_detected']],
    ['is too dark', ['image_too_dark']],
  ] as const)('rejects an image that %s, and leaves no face', async (what, reasons) => {
    const list = aWatchlist();
    const { collections } = list;
    const index = collections.index.bind(collections);
    if (what === 'is too dark') collections.observation = aFace({ brightness: 1 });
    collections.index = async (...args) => {
      if (what === 'shows nobody') return undefined;
      const answer = await index(...args);
      return answer && { ...answer, ...(what === 'shows several people' ? { unindexed: 1 } : {}) };
    };
    expect(await list.complete()).toMatchObject({ state: 'rejected', rejected_for: reasons });
    expect(collections.allFaceIds()).toEqual([]);
    expect(list.mapped()).toEqual([]);
    expect(list.metrics).toEqual([
      { name: 'WatchlistEntryChanged', value: 1, dimensions: { Result: 'rejected' } },
    ]);
  });

  it('holds the further rules for selfies against no entry', async () => {
    const list = aWatchlist();
    const policy = withRules({ eyes_open: { min_confidence: 50 }, no_eyeglasses: { min_confidence: 50 } });
    list.collections.observation = aFace({ ruleConfidences: BLINKING });
    expect(await list.complete({ policy })).toMatchObject({ state: 'active' });
  });

  it('rejects an upload that is no image, without a call', async () => {
    const list = aWatchlist();
    list.images.images.set(UPLOAD, new TextEncoder().encode('hello'));
    expect(await list.complete()).toMatchObject({
      state: 'rejected',
      rejected_for: ['image_format_unsupported'],
    });
    expect(list.collections.calls).toEqual([]);
  });

  it.each([
    ['one without an image', (list: List) => list.images.images.clear(), 'invalid_state'],
    [
      'one that is being removed',
      (list: List) => list.entries.rows.set('wle_1', anEntry({ state: 'removing' })),
      'invalid_state',
    ],
    ['one that does not exist', (list: List) => list.entries.rows.clear(), 'not_found'],
  ])('refuses %s', async (_what, change, code) => {
    const list = aWatchlist();
    change(list);
    await expect(list.complete()).rejects.toMatchObject({ code });
    expect(list.collections.allFaceIds()).toEqual([]);
  });

  it('deletes its face if the entry or the generations have changed meanwhile, and can be repeated', async () => {
    const list = aWatchlist();
    list.entries.generationsRevision = 1;
    await expect(list.complete()).rejects.toMatchObject({ code: 'invalid_state' });
    expect(list.collections.allFaceIds()).toEqual([]);
    list.entries.generationsRevision = 0;
    expect(await list.complete()).toMatchObject({ state: 'active' });
    expect(list.collections.allFaceIds()).toHaveLength(1);
  });

  it('lets one of two at once complete it', async () => {
    const list = aWatchlist();
    const ends = await Promise.allSettled([list.complete(), list.complete()]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(list.mapped()).toHaveLength(1);
    expect(list.collections.allFaceIds()).toHaveLength(1);
  });

  it('uses the selfie of a session as it was when the entry was created', async () => {
    const list = aWatchlist(
      anEntry({ session_id: 'vs_1', image: { key: 'acme/vs_1/selfie', version_id: 'v1' } }),
    );
    list.images.find = async () => {
      throw new Error('the newest version does not matter');
    };
    expect(await list.complete()).toMatchObject({ state: 'active' });
  });

  it('has one face once it is repeated, whichever call failed, and every face is mapped', async () => {
    const run = async (fault: Fault | undefined, seen = new Map<string, number>()) => {
      const list = aWatchlist();
      const { entries, collections, enrolledImages, images } = list.ports;
      const ports = failing({ entries, collections, enrolledImages, images }, fault, seen);
      for (let attempt = 0; attempt < 3; attempt += 1) await list.complete(ports).catch(() => {});
      const what = JSON.stringify(fault);
      expect(list.entries.rows.get('wle_1')?.state, what).toBe('active');
      const mapped = list.mapped().map((face) => face.split(' ')[1]);
      expect(mapped, what).toHaveLength(1);
      expect(list.collections.allFaceIds(), what).toEqual(mapped);
    };
    const seen = new Map<string, number>();
    await run(undefined, seen);
    const faults = faultsIn(seen);
    expect(faults.length).toBeGreaterThan(8);
    for (const fault of faults) await run(fault);
  });
});
type List = ReturnType<typeof aWatchlist>;
