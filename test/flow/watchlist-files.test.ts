import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import { addEntries } from '../../local/watchlist/add-entries.ts';
import { findDeleted } from '../../local/watchlist/deleted-entries.ts';
import { openOutcomes } from '../../local/watchlist/outcomes-file.ts';
import { readEntries } from '../../local/watchlist/read-entries.ts';
import { summaryOf } from '../../local/watchlist/summary.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { registerPersonNamed } from '../support/registrations.ts';

interface EntryView {
  readonly id: string;
  readonly state: string;
  readonly source: string;
  readonly added_by: string;
}
interface AuditEntry {
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly subject: string;
}
const ENTRIES = '/watchlists/fraud/entries';

describe('a file of watchlist entries', () => {
  const flow = withSharedFlowStack();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watchlist-'));
    await writeFile(join(folder, 'bieber.jpg'), await selfieOf('bieber'));
    await writeFile(join(folder, 'cage.jpg'), await selfieOf('cage'));
    await writeFile(join(folder, 'landscape.jpg'), await aPhotoWithoutFace());
  });
  beforeEach(() => forgetEverybody(flow));
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (file: string, source: string, api: VerificationApi = flow.reviewer) => {
    const text = ['bieber', 'cage', 'landscape'].map((name) => `${name}.jpg,confirmed_fraud,${source}`);
    await writeFile(file, ['image,reason_code,source', ...text].join('\n'));
    const lines = await readEntries(file, 'fraud');
    const outcomes = openOutcomes(file, flow.stack.userPoolId);
    const wait = async () => {};
    const options = { listId: 'fraud', auditReason: `file of ${source}`, onProgress: () => {} };
    await addEntries(lines, { ...options, api, outcomes, wait });
    const deleted = await findDeleted(lines, 'fraud', { api, outcomes, wait });
    return summaryOf(lines, outcomes, deleted);
  };
  const entriesOf = async (source: string) => {
    const { data } = await flow.viewer.get<{ data: EntryView[] }>(`${ENTRIES}?limit=100`);
    return data.filter((entry) => entry.source === source);
  };
  const removeAll = async (source: string) => {
    for (const { id } of await entriesOf(source)) await flow.operator.delete(`${ENTRIES}/${id}`, 'test');
  };

  it('adds each face once, with an audit entry and who added it, and nothing when it runs again', async () => {
    const file = join(folder, 'entries.csv');
    const first = await run(file, 'desk 1');
    expect(first).toMatchObject({ active: 2, rejected: 1, failed: 0, reasons: { face_not_detected: 1 } });
    const entries = await entriesOf('desk 1');
    expect(entries.map(({ state }) => state).sort()).toEqual(['active', 'active', 'rejected']);
    expect(await registerPersonNamed(flow, 'cage')).toMatchObject({ status: 'in_review' });
    const auditOf = async () => {
      const { data } = await flow.viewer.get<{ data: AuditEntry[] }>('/audit-entries?limit=100');
      return data.filter(({ reason }) => reason === 'file of desk 1');
    };
    const audit = await auditOf();
    const created = audit.filter(({ action }) => action === 'watchlist_entry.create');
    expect(created.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(new Set(created.map(({ subject }) => subject))).toEqual(
      new Set(entries.map(({ added_by }) => added_by)),
    );

    expect(await run(file, 'desk 1')).toMatchObject({ active: 2, rejected: 1, failed: 0 });
    expect(await entriesOf('desk 1')).toEqual(entries);
    expect(await auditOf()).toHaveLength(audit.length);
    await removeAll('desk 1');
    expect(await run(file, 'desk 1')).toMatchObject({ active: 0, deleted: 2, failed: 0 });
    await rm(`${file}.outcomes.jsonl`);
    expect(await run(file, 'desk 1')).toMatchObject({ active: 0, deleted: 2, failed: 0 });
    expect(await entriesOf('desk 1')).toEqual([]);
  });

  it('adds nothing twice when the file of outcomes is lost as well: the API replays its answers', async () => {
    const [one, two] = [join(folder, 'one.csv'), join(folder, 'two.csv')];
    const first = await run(one, 'desk 2');
    const entries = await entriesOf('desk 2');
    expect(await run(two, 'desk 2')).toMatchObject({ active: first.active, rejected: first.rejected });
    expect(await entriesOf('desk 2')).toEqual(entries);
    await removeAll('desk 2');
  });

  it('is continued where it was interrupted', async () => {
    const file = join(folder, 'interrupted.csv');
    for (const calls of [0, 1, 2]) {
      let left = calls;
      const interrupted: VerificationApi = {
        ...flow.reviewer,
        post: async (...request) => {
          if (left-- <= 0) throw new TypeError('fetch failed');
          return flow.reviewer.post(...request);
        },
      };
      await expect(run(file, 'desk 3', interrupted)).rejects.toThrow('fetch failed');
    }
    expect(await run(file, 'desk 3')).toMatchObject({ active: 2, rejected: 1, failed: 0 });
    expect(await entriesOf('desk 3')).toHaveLength(3);
    await removeAll('desk 3');
  });
});
