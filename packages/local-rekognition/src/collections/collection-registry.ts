import { mkdir, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaceModelVersion } from '../faces/analysis.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { Collection } from './collection.ts';
import { openRecordLog, type RecordLog } from './record-log.ts';
import { createTurns } from './turns.ts';
import { VectorArena } from './vector-arena.ts';

/** Data of a collection that is available without opening it. */
export interface CollectionEntry {
  readonly collectionId: string;
  /** The embedder of all its vectors, for life. */
  readonly faceModelVersion: FaceModelVersion;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Rises with each collection created: the order of lists, and the name of its log. */
  readonly sequence: number;
}

type RegistryEvent =
  | { readonly kind: 'created'; readonly entry: CollectionEntry }
  | { readonly kind: 'deleted'; readonly collectionId: string };

export interface CollectionRegistryOptions {
  readonly directory: string;
  /** Floats in a vector of a version. */
  readonly dimensionsOf: (version: FaceModelVersion) => number;
}

const REGISTRY_FILE = 'registry.log';

/** The collections there are, and each one's faces as soon as somebody asks for them. */
export class CollectionRegistry {
  readonly #options: CollectionRegistryOptions;
  readonly #log: RecordLog<RegistryEvent>;
  readonly #entries: Map<string, CollectionEntry>;
  readonly #opened = new Map<string, Promise<Collection>>();
  readonly #arena = new VectorArena();
  #lastSequence: number;
  readonly #takeTurn = createTurns();

  private constructor(
    options: CollectionRegistryOptions,
    log: RecordLog<RegistryEvent>,
    entries: Map<string, CollectionEntry>,
    lastSequence: number,
  ) {
    this.#options = options;
    this.#log = log;
    this.#entries = entries;
    this.#lastSequence = lastSequence;
  }

  static async open(options: CollectionRegistryOptions): Promise<CollectionRegistry> {
    await mkdir(options.directory, { recursive: true });
    const entries = new Map<string, CollectionEntry>();
    let lastSequence = 0;
    const log = await openRecordLog<RegistryEvent>(join(options.directory, REGISTRY_FILE), (event) => {
      apply(entries, event);
      if (event.kind === 'created') lastSequence = event.entry.sequence;
    });
    await removeOrphans(options.directory, entries);
    return new CollectionRegistry(options, log, entries, lastSequence);
  }

  /** All collections, in the order of their sequence numbers. */
  all(): IterableIterator<CollectionEntry> {
    return this.#entries.values();
  }

  /** @throws RekognitionError ResourceNotFoundException */
  get(collectionId: string): CollectionEntry {
    const entry = this.#entries.get(collectionId);
    if (!entry) {
      throw new RekognitionError(
        'ResourceNotFoundException',
        `The collection id: ${collectionId} does not exist`,
      );
    }
    return entry;
  }

  /**
   * The faces and users of a collection, read from disk the first time.
   *
   * @throws RekognitionError ResourceNotFoundException
   */
  async open(collectionId: string): Promise<{ entry: CollectionEntry; collection: Collection }> {
    const entry = this.get(collectionId);
    let opening = this.#opened.get(collectionId);
    if (!opening) {
      const dimensions = this.#options.dimensionsOf(entry.faceModelVersion);
      opening = Collection.open(join(this.#options.directory, logName(entry)), this.#arena, dimensions);
      this.#opened.set(collectionId, opening);
      // a file that could not be opened is tried again by the next call
      opening.catch(() => this.#opened.delete(collectionId));
    }
    return { entry, collection: await opening };
  }

  /** @throws RekognitionError ResourceAlreadyExistsException */
  create(collection: Omit<CollectionEntry, 'sequence'>): Promise<CollectionEntry> {
    return this.#takeTurn(async () => {
      if (this.#entries.has(collection.collectionId)) {
        throw new RekognitionError(
          'ResourceAlreadyExistsException',
          `The collection id: ${collection.collectionId} already exists`,
        );
      }
      const entry = { ...collection, sequence: this.#lastSequence + 1 };
      await this.#record({ kind: 'created', entry });
      this.#lastSequence = entry.sequence;
      return entry;
    });
  }

  /** Deletes a collection and all that it holds, from the disk too. */
  delete(collectionId: string): Promise<void> {
    return this.#takeTurn(async () => {
      const entry = this.get(collectionId);
      await this.#record({ kind: 'deleted', collectionId });
      const opened = this.#opened.get(collectionId);
      this.#opened.delete(collectionId);
      await closeIfOpened(opened);
      await unlinkIfThere(join(this.#options.directory, logName(entry)));
    });
  }

  async close(): Promise<void> {
    await this.#takeTurn(async () => {
      for (const opened of this.#opened.values()) await closeIfOpened(opened);
      await this.#log.close();
    });
  }

  async #record(event: RegistryEvent): Promise<void> {
    await this.#log.append([{ document: event }]);
    apply(this.#entries, event);
  }
}

function apply(entries: Map<string, CollectionEntry>, event: RegistryEvent): void {
  switch (event.kind) {
    case 'created':
      entries.set(event.entry.collectionId, event.entry);
      break;
    case 'deleted':
      entries.delete(event.collectionId);
      break;
  }
}

function logName({ sequence }: CollectionEntry): string {
  return `${String(sequence).padStart(6, '0')}.log`;
}

/**
 * Removes the logs of collections whose deletion a crash
 * interrupted: a deleted face must not stay on the disk.
 */
async function removeOrphans(
  directory: string,
  entries: ReadonlyMap<string, CollectionEntry>,
): Promise<void> {
  const known = new Set([REGISTRY_FILE, ...[...entries.values()].map(logName)]);
  for (const name of await readdir(directory)) {
    if (!known.has(name)) await unlinkIfThere(join(directory, name));
  }
}

/** A collection whose file could not be read is not open, and can be deleted. */
async function closeIfOpened(opened: Promise<Collection> | undefined): Promise<void> {
  const collection = await opened?.catch(() => undefined);
  await collection?.close();
}

async function unlinkIfThere(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
