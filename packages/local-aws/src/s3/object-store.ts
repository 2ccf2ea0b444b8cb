import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import type { BucketConfig } from './bucket.ts';
import {
  apply,
  type Bucket,
  type Entry,
  entriesOf,
  type Part,
  type State,
  type Upload,
} from './object-journal.ts';
import { NULL_VERSION, type ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';

/**
 * Buckets and objects on disk. The content of an object is written and synced to a file under a name that was
 * never used, and only then recorded in the journal: the one append is the moment at which the object is
 * there, with all its metadata, and a crash before it leaves nothing but a file that nobody knows, which the
 * next start removes.
 */
export interface ObjectStore {
  bucketNames(): string[];
  /** @throws NoSuchBucket */
  bucket(name: string): Bucket;
  hasBucket(name: string): boolean;
  saveBucket(name: string, config: BucketConfig, nowMs: number): Promise<void>;
  /** Versions of one key, the newest first; none for an unknown key. */
  versions(bucket: string, key: string): readonly ObjectVersion[];
  /** Writes content into a file that belongs to nothing yet. */
  writeFile(content: Buffer): Promise<string>;
  readFile(file: string): Promise<Buffer>;
  discard(file: string | undefined): Promise<void>;
  /**
   * Adds a version, or replaces the `null` version in a bucket that keeps none.
   * @param check runs when nobody else writes; what it throws leaves the store as it was.
   * @param uploadId the multipart upload that ends with this.
   */
  add(bucket: string, version: ObjectVersion, check: () => void, uploadId?: string): Promise<void>;
  /** Removes versions for good. */
  remove(removals: readonly { bucket: string; key: string; versionId: string }[]): Promise<void>;
  uploads(): readonly Upload[];
  upload(id: string): { readonly upload: Upload; readonly parts: ReadonlyMap<number, Part> } | undefined;
  startUpload(upload: Upload): Promise<void>;
  addPart(uploadId: string, part: Part): Promise<void>;
  removeUpload(uploadId: string): Promise<void>;
  close(): Promise<void>;
}

/** The journal is rewritten at start when it holds this many entries that later ones have overtaken. */
const STALE_ENTRIES_BEFORE_REWRITE = 1000;

export async function openObjectStore(directory: string): Promise<ObjectStore> {
  const filesDirectory = join(directory, 'objects');
  await mkdir(filesDirectory, { recursive: true });
  const journal: Journal<Entry> = await openJournal<Entry>(join(directory, 'journal.jsonl'));
  const state: State = { buckets: new Map(), uploads: new Map() };
  for (const entry of journal.entries) apply(state, entry);
  const live = entriesOf(state);
  if (journal.entries.length > live.length + STALE_ENTRIES_BEFORE_REWRITE) await journal.rewrite(live);
  await removeUnknownFiles(filesDirectory, state);

  let tail: Promise<unknown> = Promise.resolve();
  /** One change at a time: check, journal, memory. Readers only see what is in the journal. */
  const change = <T>(prepare: () => readonly Entry[], done: () => T): Promise<T> => {
    const result = tail.then(async () => {
      const entries = prepare();
      if (entries.length > 0) await journal.append(...entries);
      const orphans = entries.flatMap((entry) => apply(state, entry));
      await Promise.all(orphans.map(discard));
      return done();
    });
    tail = result.catch(() => {});
    return result;
  };
  const record = (...entries: Entry[]): Promise<void> =>
    change(
      () => entries,
      () => {},
    );

  const discard = async (file: string | undefined): Promise<void> => {
    if (file !== undefined) await unlink(join(filesDirectory, file));
  };
  const bucket = (name: string): Bucket => {
    const found = state.buckets.get(name);
    if (!found) throw s3Error('NoSuchBucket', undefined, { BucketName: name });
    return found;
  };

  return {
    bucketNames: () => [...state.buckets.keys()].sort(),
    bucket,
    hasBucket: (name) => state.buckets.has(name),
    saveBucket: (name, config, nowMs) =>
      record({
        type: 'bucket',
        bucket: name,
        config,
        createdMs: state.buckets.get(name)?.createdMs ?? nowMs,
      }),
    versions: (name, key) => bucket(name).objects.get(key) ?? [],
    writeFile: async (content) => {
      const name = randomUUID();
      const file = await open(join(filesDirectory, name), 'wx');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncDirectory(filesDirectory);
      return name;
    },
    readFile: (file) => readFile(join(filesDirectory, file)),
    discard,
    add: async (name, version, check, uploadId) => {
      try {
        await change(
          () => {
            check();
            return [{ type: 'put', bucket: name, version, ...(uploadId === undefined ? {} : { uploadId }) }];
          },
          () => {},
        );
      } catch (error) {
        await discard(version.file);
        throw error;
      }
    },
    remove: (removals) => record(...removals.map((removal) => ({ type: 'removed' as const, ...removal }))),
    uploads: () => [...state.uploads.values()].map(({ upload }) => upload),
    upload: (id) => state.uploads.get(id),
    startUpload: (upload) => record({ type: 'upload', upload }),
    addPart: (uploadId, part) => record({ type: 'part', uploadId, part }),
    removeUpload: (uploadId) => record({ type: 'upload-removed', uploadId }),
    close: async () => {
      await tail;
      await journal.close();
    },
  };
}

/** An id for a new version: opaque and URL-safe, as S3's are. */
export const newVersionId = (config: BucketConfig): string =>
  config.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION;

async function removeUnknownFiles(directory: string, state: State): Promise<void> {
  const known = new Set(
    entriesOf(state).map((entry) =>
      entry.type === 'put' ? entry.version.file : entry.type === 'part' ? entry.part.file : undefined,
    ),
  );
  for (const file of await readdir(directory)) if (!known.has(file)) await unlink(join(directory, file));
}

/** A new file's name is only safe once its directory is on disk too. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
