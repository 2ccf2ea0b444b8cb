import { describe, expect, it } from 'vitest';
import { anEntry, aWatchlist, UPLOAD } from '../../support/lambda/a-watchlist.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type Fault, failing, faultsIn } from '../../support/lambda/failing-ports.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

const bothGenerations = () => activeGenerations({}, { filling: aGeneration({ generation: 'g2' }) });

describe('removing an entry of a watchlist', () => {
  it('deletes its faces in every generation, their images, and the entry', async () => {
    const list = aWatchlist(anEntry(), bothGenerations());
    await list.complete();
    list.metrics.length = 0;
    list.sent.length = 0;
    await list.remove();
    expect(list.collections.allFaceIds()).toEqual([]);
    expect(list.mapped()).toEqual([]);
    expect(list.entries.rows.size).toBe(0);
    expect(list.forgotten).toEqual(['watchlist#fraud#wle_1']);
    expect([list.images.images.size, list.enrolledImages.images.size]).toEqual([0, 0]);
    expect(list.sent).toHaveLength(2);
    expect(list.metrics).toEqual([
      { name: 'WatchlistEntryChanged', value: 1, dimensions: { Result: 'removed' } },
    ]);
  });

  it('leaves the selfie of a session to the session', async () => {
    const list = aWatchlist(anEntry({ session_id: 'vs_1' }));
    await list.complete();
    await list.remove();
    expect([...list.images.images.keys()]).toEqual([UPLOAD]);
  });

  it('stops the search for it before anything is deleted', async () => {
    const list = aWatchlist();
    await list.complete();
    const states: unknown[] = [];
    list.collections.delete = async () => {
      states.push(list.entries.rows.get('wle_1'));
    };
    await list.remove();
    expect(states).toMatchObject([{ state: 'removing', due_at: NOON.toISOString() }]);
  });

  it('deletes the copy that a migration maps meanwhile', async () => {
    const list = aWatchlist();
    await list.complete();
    const { entries, collections } = list;
    const [mapping] = entries.mappings;
    const unmap = entries.unmap;
    let copied = false;
    entries.unmap = async (gone) => {
      await unmap(gone);
      if (copied || !mapping) return;
      copied = true;
      const collection_id = 'face-idv.acme.g2_fraud.0';
      const face_id = collections.add(collection_id, 'mallory', mapping.image_id);
      entries.mappings.push({ ...mapping, collection_id, face_id });
    };
    await list.remove();
    expect(collections.allFaceIds()).toEqual([]);
    expect(list.mapped()).toEqual([]);
  });

  it('is refused if the entry has changed since it was read', async () => {
    const list = aWatchlist();
    list.entries.save = async () => false;
    await expect(list.remove()).rejects.toMatchObject({ code: 'invalid_state' });
    expect(list.entries.rows.size).toBe(1);
  });

  it('leaves nothing once it is repeated, whichever call failed', async () => {
    const run = async (fault: Fault | undefined, seen = new Map<string, number>()) => {
      const list = aWatchlist(anEntry(), bothGenerations());
      await list.complete();
      const { entries, collections, images, enrolledImages, mappings } = list.ports;
      const ports = failing({ entries, collections, images, enrolledImages, mappings }, fault, seen);
      for (let attempt = 0; attempt < 3 && list.entries.rows.size > 0; attempt += 1)
        await list.remove(ports).catch(() => {});
      const what = JSON.stringify(fault);
      expect(list.entries.rows.size, what).toBe(0);
      expect(list.collections.allFaceIds(), what).toEqual([]);
      expect([list.images.images.size, list.enrolledImages.images.size], what).toEqual([0, 0]);
    };
    const seen = new Map<string, number>();
    await run(undefined, seen);
    const faults = faultsIn(seen);
    expect(faults.length).toBeGreaterThan(10);
    for (const fault of faults) await run(fault);
  });
});
