import { type BucketConfig, DEFAULT_BUCKET } from './bucket.ts';
import type { ChecksumName } from './checksum.ts';
import type { ObjectVersion } from './object-version.ts';

/** Entries of the journal: everything but the content of objects, which is in files of its own. */
export type Entry =
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

export interface Bucket {
  readonly config: BucketConfig;
  readonly createdMs: number;
  /** Versions by key, the newest first. */
  readonly objects: Map<string, readonly ObjectVersion[]>;
}

/** Buckets and uploads in memory, as the entries of the journal make them. */
export interface State {
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Map<string, { readonly upload: Upload; readonly parts: Map<number, Part> }>;
}

/** Takes an entry over into memory; answers the files that nothing refers to any more. */
export function apply(state: State, entry: Entry): (string | undefined)[] {
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
export function entriesOf({ buckets, uploads }: State): Entry[] {
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
