import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import { type BucketConfig, DEFAULT_BUCKET } from './bucket.ts';
import type { ChecksumName } from './checksum.ts';
import { NULL_VERSION, type ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';

/** Entries of the journal: everything but the content of objects, which is in files of its own. */
type Entry =
  | {
      readonly type: 'bucket';
      readonly bucket: string;
      readonly config: BucketConfig;
      readonly createdMs: number;
    }
  | {
      readonly type: 'put';
      readonly bucket: string;
      readonly version: ObjectVersion;
      readonly uploadId?: string;
    }
  | { readonly type: 'removed'; readonly bucket: string; readonly key: string; readonly versionId: string }
  | { readonly type: 'upload'; readonly upload: Upload }
  | { readonly type: 'part'; readonly uploadId: string; readonly part: Part }
  | { readonly type: 'upload-removed'; readonly uploadId: string };

/** A multipart upload that is under way. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly startedMs: number;
  /** Properties of the new object, without its content. */
  readonly draft: Omit<ObjectVersion, 'file' | 'size' | 'etag' | 'versionId' | 'lastModifiedMs'>;
  /** Announced when the upload was begun: every part must bring it. */
  readonly checksum?: ChecksumName;
}

export interface Part {
  readonly number: number;
  readonly file: string;
  readonly size: number;
  readonly etag: string;
  readonly checksums: ObjectVersion['checksums'];
  readonly uploadedMs: number;
}

interface Bucket {
  readonly config: BucketConfig;
  readonly createdMs: number;
  /** Versions by key, the newest first. */
  readonly objects: Map<string, readonly ObjectVersion[]>;
}

interface State {
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Map<string, { readonly upload: Upload; readonly parts: Map<number, Part> }>;
}

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

/** Takes an entry over into memory; answers the files that nothing refers to any more. */
function apply(state: State, entry: Entry): (string | undefined)[] {
  switch (entry.type) {
    case 'bucket':
      state.buckets.set(entry.bucket, {
        config: { ...DEFAULT_BUCKET, ...entry.config },
        createdMs: entry.createdMs,
        objects: state.buckets.get(entry.bucket)?.objects ?? new Map(),
      });
      return [];
    case 'put':
      return [
        ...put(state, entry.bucket, entry.version),
        ...endUpload(state, entry.uploadId, entry.version.file),
      ];
    case 'removed': {
      const objects = state.buckets.get(entry.bucket)?.objects;
      const versions = objects?.get(entry.key) ?? [];
      const kept = versions.filter(({ versionId }) => versionId !== entry.versionId);
      if (kept.length > 0) objects?.set(entry.key, kept);
      else objects?.delete(entry.key);
      return versions.filter((version) => !kept.includes(version)).map(({ file }) => file);
    }
    case 'upload':
      state.uploads.set(entry.upload.id, { upload: entry.upload, parts: new Map() });
      return [];
    case 'part': {
      const parts = state.uploads.get(entry.uploadId)?.parts;
      const replaced = parts?.get(entry.part.number)?.file;
      parts?.set(entry.part.number, entry.part);
      return [replaced];
    }
    case 'upload-removed':
      return endUpload(state, entry.uploadId, undefined);
  }
}

function put(state: State, bucket: string, version: ObjectVersion): (string | undefined)[] {
  const objects = state.buckets.get(bucket)?.objects;
  const versions = objects?.get(version.key) ?? [];
  const kept = versions.filter(({ versionId }) => versionId !== version.versionId);
  objects?.set(version.key, [version, ...kept]);
  return versions.filter((other) => !kept.includes(other)).map(({ file }) => file);
}

function endUpload(state: State, uploadId: string | undefined, keep: string | undefined): string[] {
  if (uploadId === undefined) return [];
  const parts = [...(state.uploads.get(uploadId)?.parts.values() ?? [])];
  state.uploads.delete(uploadId);
  return parts.map(({ file }) => file).filter((file) => file !== keep);
}

/** The shortest journal that leads to this state. */
function entriesOf({ buckets, uploads }: State): Entry[] {
  return [
    ...[...buckets].flatMap(([bucket, { config, createdMs, objects }]): Entry[] => [
      { type: 'bucket', bucket, config, createdMs },
      ...[...objects.values()].flatMap((versions) =>
        versions.toReversed().map((version): Entry => ({ type: 'put', bucket, version })),
      ),
    ]),
    ...[...uploads.values()].flatMap(({ upload, parts }): Entry[] => [
      { type: 'upload', upload },
      ...[...parts.values()].map((part): Entry => ({ type: 'part', uploadId: upload.id, part })),
    ]),
  ];
}

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
