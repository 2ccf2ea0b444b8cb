/** A collection that is made for a measurement alone. */
export interface ScratchCollection {
  /** Indexes the photo under a name of its own. @returns the face's id */
  index(externalImageId: string): Promise<string>;
  /** Searches by a face. @returns the ids that were found */
  search(faceId: string): Promise<readonly string[]>;
}

export interface ConsistencyMeasurement {
  readonly faces: number;
  /** Faces that the first search after IndexFaces found. */
  readonly foundAtOnce: number;
  /** Faces that no search found in time. */
  readonly neverFound: number;
  /**
   * Milliseconds from the answer of IndexFaces to the start of the first search that found the face,
   * ascending; one per face that was found.
   */
  readonly delaysMs: readonly number[];
}

/** Time after which a face counts as never found. */
const FOUND_WITHIN_MS = 60_000;

/** Maximum number of faces that SearchFaces returns, less the face that is searched with. */
export const MAX_COUNT = 4095;

/**
 * Measures how long it takes until a search finds a face that IndexFaces has returned. AWS documents no
 * consistency between the two, and the decision between two registrations of one face rests on one
 * (docs/adr/0006-one-of-two-users-with-one-face.md).
 * @param count faces to index, 1 to {@link MAX_COUNT}
 * @param now monotonic milliseconds
 */
export async function measureConsistency(
  collection: ScratchCollection,
  count: number,
  now: () => number,
): Promise<ConsistencyMeasurement> {
  const reference = await collection.index('reference');
  const delaysMs: number[] = [];
  let foundAtOnce = 0;
  let neverFound = 0;
  for (let index = 0; index < count; index += 1) {
    const faceId = await collection.index(`face-${index}`);
    const indexedAt = now();
    for (let searches = 1; ; searches += 1) {
      const delayMs = now() - indexedAt;
      if ((await collection.search(reference)).includes(faceId)) {
        delaysMs.push(delayMs);
        if (searches === 1) foundAtOnce += 1;
        break;
      }
      if (now() - indexedAt >= FOUND_WITHIN_MS) {
        neverFound += 1;
        break;
      }
    }
  }
  return { faces: count, foundAtOnce, neverFound, delaysMs: delaysMs.toSorted((a, b) => a - b) };
}

const PERCENTILES = [50, 90, 99, 100];

/** Returns the lines that describe a measurement, for a terminal. */
export function describeMeasurement(measured: ConsistencyMeasurement): readonly string[] {
  const { faces, foundAtOnce, neverFound, delaysMs } = measured;
  return [
    `  faces indexed                  ${faces}`,
    `  found by the first search      ${foundAtOnce}`,
    `  found later                    ${faces - foundAtOnce - neverFound}`,
    `  not found within ${FOUND_WITHIN_MS / 1000} s          ${neverFound}`,
    ...PERCENTILES.flatMap((percent) => {
      const at = delaysMs[Math.ceil((percent / 100) * delaysMs.length) - 1];
      return at === undefined ? [] : [`  ${`${percent} % found within`.padEnd(31)}${Math.round(at)} ms`];
    }),
    foundAtOnce === faces
      ? '  Every face was found at once: the search after indexing sees what was indexed before it.'
      : '  A search may miss a face that was indexed before it: two concurrent registrations of one face can both be approved (docs/adr/0006-one-of-two-users-with-one-face.md).',
  ];
}
