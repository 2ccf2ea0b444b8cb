import type { Sensitivity } from '../../kernel/sensitivity.ts';

/** Least similarity, in percent, by face model version and sensitivity. */
export type MatchThresholdTable = Readonly<Record<string, Readonly<Record<Sensitivity, number>>>>;

/** A collection answered with a model that the policy says nothing about: nobody knows what its scores mean. */
export class UnknownFaceModelVersion extends Error {
  override readonly name = 'UnknownFaceModelVersion';
  constructor(version: string, table: MatchThresholdTable) {
    super(
      `no match threshold for face model version ${version}; the policy has ${Object.keys(table).join(', ')}: add a measured row`,
    );
  }
}

/** @throws UnknownFaceModelVersion rather than judge scores of one version by the threshold of another */
export function matchThreshold(
  table: MatchThresholdTable,
  version: string,
  sensitivity: Sensitivity,
): number {
  // Rekognition has answered "7" and "7.0" for the same version
  const row = table[version.includes('.') ? version : `${version}.0`];
  if (!row) throw new UnknownFaceModelVersion(version, table);
  return row[sensitivity];
}

/**
 * What a search asks for: the version is known only from its answer, so the lowest threshold of all is asked for, and
 * the answering version's own is applied to what comes back.
 */
export const searchThreshold = (table: MatchThresholdTable, sensitivity: Sensitivity): number =>
  Math.min(...Object.values(table).map((row) => row[sensitivity]));
