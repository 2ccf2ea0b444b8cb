import { RekognitionError } from '../rekognition-error.ts';
import type { CollectionEvent } from './collection-events.ts';
import { bytesOfVector, CollectionState } from './collection-state.ts';
import { openRecordLog, type PayloadPosition, type RecordLog } from './record-log.ts';
import { createTurns } from './turns.ts';
import type { VectorArena } from './vector-arena.ts';

/** An event, with the vector of its face if it has one. */
export interface Change {
  readonly event: CollectionEvent;
  readonly vector?: Float32Array;
}

/** A writer's decision: the events, and the result for the caller once they are on disk. */
export interface Decision<R> {
  readonly changes: readonly Change[];
  readonly result: R;
}

/** A log is written anew when at least this many of its records, and more than half of them, are history. */
const MIN_HISTORY_RECORDS = 4096;

/**
 * One collection: its state in memory, every change on disk before it is seen. Writers take turns, so that
 * each decides on what the one before has left.
 */
export class Collection {
  readonly state: CollectionState;
  readonly #log: RecordLog<CollectionEvent>;
  #recordsOfLog: number;
  #closed = false;
  /** Why the collection can't be written to until it is opened again. */
  #fault: unknown;
  readonly #takeTurn = createTurns();

  private constructor(state: CollectionState, log: RecordLog<CollectionEvent>, recordsOfLog: number) {
    this.state = state;
    this.#log = log;
    this.#recordsOfLog = recordsOfLog;
  }

  /** Opens the collection whose log is `file`, or an empty one. Vectors have `dimensions` floats. */
  static async open(file: string, arena: VectorArena, dimensions: number): Promise<Collection> {
    const state = new CollectionState(arena, dimensions);
    let records = 0;
    const erased = new Set<string>();
    const toErase: PayloadPosition[] = [];
    const log = await openRecordLog<CollectionEvent>(file, (event, payload, position) => {
      if (event.kind === 'face-indexed' && payload.length === 0) erased.add(event.face.faceId);
      toErase.push(...positionsErasedBy(event, state, erased));
      state.apply(event, payload, position);
      records += 1;
    });
    // a crash came between a deletion and its erasure
    await log.erase(toErase);
    return new Collection(state, log, records);
  }

  /**
   * Changes the collection. `decide` looks at the state and says what happens; it may throw, then nothing
   * does. Resolves with its result when the changes are on disk and seen. Vectors of faces that it deletes
   * are erased from the disk before.
   */
  write<R>(now: number, decide: (state: CollectionState) => Decision<R>): Promise<R> {
    return this.#takeTurn(async () => {
      if (this.#closed)
        throw new RekognitionError('ResourceNotFoundException', 'The collection was deleted.');
      if (this.#fault !== undefined) {
        throw new Error('the log could not be written anew: start the service again', { cause: this.#fault });
      }
      const { changes, result } = decide(this.state);
      if (changes.length === 0) return result;
      const records = changes.map(({ event, vector }) => ({
        document: event,
        ...(vector ? { payload: bytesOfVector(vector) } : {}),
      }));
      const positions = await this.#log.append(records);
      const erased = changes.flatMap(({ event }) => positionsErasedBy(event, this.state));
      for (const [index, { document, payload }] of records.entries()) {
        const position = positions[index];
        if (position) this.state.apply(document, payload ?? new Uint8Array(), position);
      }
      this.#recordsOfLog += records.length;
      await this.#log.erase(erased);
      await this.#shortenLog(now).catch((error: unknown) => {
        // this write is on disk; the next would not know where vectors are
        this.#fault = error;
      });
      return result;
    });
  }

  /** Waits for writers, then closes the file and gives the memory back, erased. */
  async close(): Promise<void> {
    await this.#takeTurn(async () => {
      if (this.#closed) return;
      this.#closed = true;
      await this.#log.close();
      this.state.clear();
    });
  }

  async #shortenLog(now: number): Promise<void> {
    const history = this.#recordsOfLog - this.state.size;
    if (history < MIN_HISTORY_RECORDS || history < this.state.size) return;
    const positions = await this.#log.rewrite(this.state.records(now));
    this.#recordsOfLog = positions.length;
    // faces come first in a log that was written anew, in the order in which the directory has them
    for (const [index, face] of [...this.state.faces.all()].entries()) {
      const position = positions[index];
      if (position) this.state.faces.relocate(face.faceId, position);
    }
  }
}

/**
 * Where the vectors are of the faces that an event is
 * about to delete, those left out that are erased already.
 */
function positionsErasedBy(
  event: CollectionEvent,
  { faces }: CollectionState,
  erased: ReadonlySet<string> = new Set(),
): PayloadPosition[] {
  if (event.kind !== 'faces-deleted') return [];
  return event.faceIds
    .filter((faceId) => !erased.has(faceId))
    .flatMap((faceId) => faces.get(faceId)?.position ?? []);
}
