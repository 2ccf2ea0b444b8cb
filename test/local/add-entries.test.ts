import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiProblem } from '@face-idv/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import { addEntries } from '../../local/watchlist/add-entries.ts';
import { findDeleted } from '../../local/watchlist/deleted-entries.ts';
import { type EntryLine, keyOf } from '../../local/watchlist/entry-line.ts';
import { openOutcomes } from '../../local/watchlist/outcomes-file.ts';
import { exitCodeOf, summaryLines, summaryOf } from '../../local/watchlist/summary.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcomes-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Lines that name sessions, which need no upload. */
const linesOf = (...sessions: readonly string[]): readonly EntryLine[] =>
  sessions.map((session_id, index) => {
    const request = { reason: { code: 'other' }, source: 'police', session_id };
    return { line: index + 2, key: keyOf('fraud', request), request };
  });

/** Answers as the API does: a key is acted on once, and completing an entry again changes nothing. */
function aList() {
  const created = new Map<string, { id: string; session_id: string }>();
  const state = {
    created,
    sent: [] as { path: string; reason: string | undefined }[],
    waits: [] as number[],
    atOnce: 0,
    mostAtOnce: 0,
    rejected: new Set<string>(),
    /** Thrown before the call acts, once each. */
    faults: [] as unknown[],
    /** Answers that do not arrive, although the call was acted on. */
    lost: 0,
    /** Thrown by every completion of these sessions. */
    broken: new Map<string, unknown>(),
  };
  const act = async <T>(path: string, body: unknown, key = ''): Promise<T> => {
    await Promise.resolve();
    const fault = state.faults.shift();
    if (fault) throw fault;
    const [, id] = /entries\/(.*)\/complete$/.exec(path) ?? [];
    if (id === undefined) {
      const { session_id } = body as { session_id: string };
      const entry = created.get(key) ?? { id: `wle_${created.size}`, session_id };
      created.set(key, entry);
      return { id: entry.id, state: 'pending' } as T;
    }
    const entry = [...created.values()].find((one) => one.id === id);
    if (!entry) throw new ApiProblem(404, 'not_found', 'no such entry');
    const broken = state.broken.get(entry.session_id);
    if (broken) throw broken;
    if (state.rejected.has(entry.session_id))
      return { id, state: 'rejected', rejected_for: ['face_not_detected'] } as T;
    return { id, state: 'active' } as T;
  };
  const post: VerificationApi['post'] = async (path, body, reason, key) => {
    state.sent.push({ path, reason });
    state.mostAtOnce = Math.max(state.mostAtOnce, ++state.atOnce);
    try {
      const answer = await act<never>(path, body, key);
      if (state.lost-- > 0) throw new TypeError('fetch failed');
      return answer;
    } finally {
      state.atOnce--;
    }
  };
  const api = { post } as VerificationApi;
  const wait = async (ms: number) => void state.waits.push(ms);
  const open = (stack = 'pool-1') => openOutcomes(join(folder, 'entries.csv'), stack);
  const run = async (lines: readonly EntryLine[], outcomes = open()) => {
    await addEntries(lines, {
      listId: 'fraud',
      auditReason: 'case 1',
      api,
      outcomes,
      wait,
      onProgress: () => {},
    });
    return summaryOf(lines, outcomes);
  };
  return { state, run, open };
}

describe('entries of a file', () => {
  it('are added four at a time, each with the reason for the audit entry', async () => {
    const { state, run } = aList();
    const lines = linesOf(...Array.from({ length: 30 }, (_, index) => `vs_${index}`));
    expect(await run(lines)).toMatchObject({ active: 30, rejected: 0, failed: 0 });
    expect(state.created.size).toBe(30);
    expect(state.mostAtOnce).toBe(4);
    expect(new Set(state.sent.map(({ reason }) => reason))).toEqual(new Set(['case 1']));
  });

  it('are not sent again by the next run', async () => {
    const { state, run } = aList();
    state.rejected.add('vs_2');
    const first = await run(linesOf('vs_1', 'vs_2'));
    const calls = state.sent.length;
    expect(await run(linesOf('vs_1', 'vs_2'))).toEqual(first);
    expect(state.sent).toHaveLength(calls);
    expect(await run(linesOf('vs_1', 'vs_2', 'vs_3'))).toMatchObject({ active: 2, rejected: 1 });
    expect(state.created.size).toBe(3);
  });

  it('are added to another stack, which does not have them', async () => {
    const { state, run, open } = aList();
    await run(linesOf('vs_1'));
    state.created.clear();
    await run(linesOf('vs_1'), open('pool-2'));
    expect(state.created.size).toBe(1);
  });

  it('are counted by outcome, and a rejected or failed line is named', async () => {
    const { state, run } = aList();
    state.rejected.add('vs_2');
    state.broken.set('vs_3', new ApiProblem(409, 'invalid_state', 'it is being removed'));
    const summary = await run(linesOf('vs_1', 'vs_2', 'vs_3'));
    expect(summaryLines(summary)).toEqual([
      'active    1',
      'rejected  1 (1 face_not_detected)',
      'failed    1',
      'line 3 rejected: face_not_detected',
      'line 4 failed: invalid_state: it is being removed',
    ]);
    expect(exitCodeOf(summary)).toBe(1);
    expect(exitCodeOf({ ...summary, failed: 0 })).toBe(3);
    expect(exitCodeOf({ ...summary, failed: 0, rejected: 0 })).toBe(0);
  });

  it('are retried when they failed, as the entries that they were', async () => {
    const { state, run } = aList();
    state.broken.set('vs_1', new ApiProblem(409, 'invalid_state', 'changed meanwhile'));
    expect(await run(linesOf('vs_1'))).toMatchObject({ failed: 1 });
    state.broken.clear();
    expect(await run(linesOf('vs_1'))).toMatchObject({ active: 1, failed: 0 });
    expect(state.created.size).toBe(1);
  });
});

describe('entries of an earlier run', () => {
  it('are counted as deleted when no page of the list has them, and are not added again', async () => {
    const { state, run, open } = aList();
    const lines = linesOf('vs_1', 'vs_2', 'vs_3', 'vs_4');
    state.rejected.add('vs_4');
    await run(lines.slice(0, 2));
    await run(lines.slice(3));
    const [one, two] = [...state.created.values()].map(({ id }) => id);
    const asked: string[] = [];
    const get = async (path: string) => {
      asked.push(path);
      if (!path.includes('cursor=')) return { data: [{ id: one }], next_cursor: 'next page' };
      return { data: [], next_cursor: null };
    };
    const outcomes = open();
    const api = { get } as Pick<VerificationApi, 'get'>;
    const deleted = await findDeleted(lines, 'fraud', { api, outcomes, wait: async () => {} });
    expect([...deleted].map((key) => outcomes.get(key)?.entry_id)).toEqual([two]);
    expect(asked).toEqual([
      '/watchlists/fraud/entries?limit=100',
      '/watchlists/fraud/entries?limit=100&cursor=next%20page',
    ]);
    await run(lines, outcomes);
    expect(state.created.size).toBe(4);
    const summary = summaryOf(lines, outcomes, deleted);
    expect(summary).toMatchObject({ active: 2, rejected: 1, failed: 0, deleted: 1 });
    expect(summaryLines(summary)).toContain('deleted   1 since, and not added again');
  });
});

describe('an interrupted run', () => {
  it.each(['before', 'after'])(
    'is continued without a second entry %s its entry was created',
    async (when) => {
      const { state, run } = aList();
      const lines = linesOf('vs_1');
      state.faults.push(...(when === 'after' ? [undefined] : []), new ApiProblem(403, 'forbidden', 'no'));
      await expect(run(lines)).rejects.toThrow('no');
      expect(await run(lines)).toMatchObject({ active: 1 });
      expect(state.created.size).toBe(1);
    },
  );

  it('adds no second entry for answers that were lost', async () => {
    const { state, run } = aList();
    state.lost = 2;
    expect(await run(linesOf('vs_1', 'vs_2'))).toMatchObject({ active: 2 });
    expect(state.waits).toEqual([1000, 1000]);
    expect(state.created.size).toBe(2);
  });

  it('may have left half a line, which is passed over', async () => {
    const { state, run } = aList();
    await run(linesOf('vs_1'));
    const file = join(folder, 'entries.csv.outcomes.jsonl');
    appendFileSync(file, '{"line":3,"key":"watch');
    await run(linesOf('vs_1', 'vs_2'));
    const calls = state.sent.length;
    await run(linesOf('vs_1', 'vs_2'));
    expect(state.sent).toHaveLength(calls);
    expect((await readFile(file, 'utf8')).split('\n').at(-2)).toMatch(/"outcome":"active"/);
  });

  it('creates an entry again that was deleted because it was never completed', async () => {
    const { state, run, open } = aList();
    const lines = linesOf('vs_1');
    open().record({ line: 2, key: lines[0]?.key ?? '', outcome: 'created', entry_id: 'wle_old' });
    expect(await run(lines)).toMatchObject({ active: 1 });
    expect(state.created.size).toBe(1);
  });

  it('completes an entry that it created, and whose key the API may have forgotten', async () => {
    const { state, run, open } = aList();
    const lines = linesOf('vs_1');
    state.created.set('another key', { id: 'wle_old', session_id: 'vs_1' });
    open().record({ line: 2, key: lines[0]?.key ?? '', outcome: 'created', entry_id: 'wle_old' });
    expect(await run(lines)).toMatchObject({ active: 1 });
    expect(state.created.size).toBe(1);
  });
});

describe('a call', () => {
  it('that was throttled is sent again after the time that the API names', async () => {
    const { state, run } = aList();
    state.faults.push(new ApiProblem(429, 'too_many_requests', 'slow down', 7));
    expect(await run(linesOf('vs_1'))).toMatchObject({ active: 1 });
    expect(state.waits).toEqual([7000]);
  });

  it('that was not answered is sent again, each time after a longer wait, and then fails its line', async () => {
    const { state, run } = aList();
    state.broken.set('vs_1', new ApiProblem(500, 'internal_error', 'internal error'));
    expect(await run(linesOf('vs_1', 'vs_2'))).toMatchObject({ active: 1, failed: 1 });
    expect(state.waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('that all lines would fail of ends the run', async () => {
    const { state, run } = aList();
    state.faults.push(new ApiProblem(403, 'forbidden', 'takes a reviewer'));
    const lines = linesOf(...Array.from({ length: 30 }, (_, index) => `vs_${index}`));
    await expect(run(lines)).rejects.toMatchObject({ code: 'forbidden' });
    expect(state.created.size).toBeLessThan(10);
    expect(await run(lines)).toMatchObject({ active: 30 });
    expect(state.created.size).toBe(30);
  });

  it('that reaches no API ends the run after its attempts', async () => {
    const { state, run } = aList();
    state.broken.set('vs_1', new TypeError('fetch failed'));
    await expect(run(linesOf('vs_1'))).rejects.toThrow('fetch failed');
    expect(state.waits).toHaveLength(7);
  });
});
