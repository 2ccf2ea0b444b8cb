import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ApiProblem } from '@face-idv/client';
import type { VerificationApi } from '../demo/verification-api.ts';
import { sendForm, type UploadForm } from '../index/index-job-client.ts';
import { type EntryImage, type EntryLine, sha256 } from './entry-line.ts';
import { isEnded, type Outcome, type Outcomes } from './outcomes-file.ts';
import { isUnreachable, retried, type Wait } from './retried.ts';

/** Entries that are added at the same time: registrations keep most of the account's rate. */
const ENTRIES_CONCURRENCY = 4;

interface Entry {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'rejected' | 'removing';
  readonly rejected_for?: readonly string[];
  readonly upload?: UploadForm;
}

export interface AddEntriesOptions {
  readonly listId: string;
  /** Why the entries are added, for the audit entry of each. */
  readonly auditReason: string;
  readonly api: VerificationApi;
  readonly outcomes: Outcomes;
  readonly wait: Wait;
  /** Called after every entry. */
  readonly onProgress: (done: number) => void;
}

/**
 * Creates, uploads and completes the entries of lines whose outcome is not known yet, a few at a time, and
 * records each outcome as soon as it is known. An interrupted run is continued by another one: the keys of
 * the lines keep it from adding an entry twice.
 * @throws ApiProblem when the caller may not add entries; TypeError when the API is out of reach
 */
export async function addEntries(lines: readonly EntryLine[], options: AddEntriesOptions): Promise<void> {
  const { outcomes, onProgress } = options;
  const queue = lines.filter(({ key }) => !isEnded(outcomes.get(key))).values();
  let done = 0;
  let isStopped = false;
  const work = async () => {
    for (const line of queue) {
      if (isStopped) return;
      try {
        outcomes.record(await outcomeOf(line, options));
      } catch (error) {
        isStopped = true;
        throw error;
      }
      onProgress(++done);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: ENTRIES_CONCURRENCY }, work));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}

async function outcomeOf(line: EntryLine, options: AddEntriesOptions): Promise<Omit<Outcome, 'stack'>> {
  const at = { line: line.line, key: line.key };
  try {
    const { id, state, rejected_for } = await addEntry(line, options);
    if (state === 'active') return { ...at, outcome: 'active', entry_id: id };
    return { ...at, outcome: 'rejected', entry_id: id, rejected_for: rejected_for ?? [] };
  } catch (error) {
    if (isAboutAll(error)) throw error;
    const problem = error instanceof ApiProblem ? `${error.code}: ${error.message}` : String(error);
    const entry_id = options.outcomes.get(line.key)?.entry_id;
    return { ...at, outcome: 'failed', problem, ...(entry_id === undefined ? {} : { entry_id }) };
  }
}

/** Whether every other line would fail of the same. */
const isAboutAll = (error: unknown): boolean =>
  isUnreachable(error) || (error instanceof ApiProblem && (error.status === 401 || error.status === 403));

async function addEntry(line: EntryLine, options: AddEntriesOptions): Promise<Entry> {
  const { listId, auditReason, api, outcomes, wait } = options;
  const path = `/watchlists/${encodeURIComponent(listId)}/entries`;
  const complete = (id: string) =>
    retried(() => api.post<Entry>(`${path}/${id}/complete`, {}, auditReason, `complete-${id}`), wait);
  const earlier = outcomes.get(line.key)?.entry_id;
  // the key alone would not find an entry that an earlier run created more than a day ago
  const completed = earlier === undefined ? undefined : await complete(earlier).catch(unlessIncomplete);
  if (completed) return completed;
  const created = await retried(() => api.post<Entry>(path, line.request, auditReason, line.key), wait);
  outcomes.record({ line: line.line, key: line.key, outcome: 'created', entry_id: created.id });
  const { upload } = created;
  if (line.image && upload) await uploadImage(line.image, upload, wait);
  return complete(created.id);
}

/** An earlier run may have ended before the upload, or so long ago that its entry is deleted. */
function unlessIncomplete(error: unknown): undefined {
  if (error instanceof ApiProblem && (error.code === 'invalid_state' || error.code === 'not_found')) return;
  throw error;
}

async function uploadImage({ file, sha256: checked }: EntryImage, form: UploadForm, wait: Wait) {
  const bytes = await readFile(file);
  if (sha256(bytes) !== checked) throw new Error(`${file} has changed since it was checked; run again`);
  await retried(() => sendForm(form, { name: basename(file), bytes }), wait);
}
