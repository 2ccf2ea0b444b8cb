import type { Sensitivity } from '../../kernel/sensitivity.ts';

/** Minimum similarity in percent, by face model version and sensitivity. */
export type MatchThresholdTable = Readonly<Record<string, Readonly<Record<Sensitivity, number>>>>;

/** A collection has a face model version without a threshold in the policy, so its scores have no meaning. */
export class UnknownFaceModelVersion extends Error {
  override readonly name = 'UnknownFaceModelVersion';
  constructor(version: string, table: MatchThresholdTable) {
    super(
      `no match threshold for face model version ${version}; the policy has ${Object.keys(table).join(', ')}: add a measured row`,
    );
  }
}

/** @throws UnknownFaceModelVersion, rather than apply another version's threshold */
export function matchThreshold(
  table: MatchThresholdTable,
  version: string,
  sensitivity: Sensitivity,
): number {
  // Rekognition has returned "7" and "7.0" for the same version
  const row = table[version.includes('.') ? version : `${version}.0`];
  if (!row) throw new UnknownFaceModelVersion(version, table);
  return row[sensitivity];
}

/**
 * Returns the threshold to request in a search: the version is known only from the response, so the lowest
 * threshold is requested, and the version's own is applied to the response.
 */
export const searchThreshold = (table: MatchThresholdTable, sensitivity: Sensitivity): number =>
  Math.min(...Object.values(table).map((row) => row[sensitivity]));
