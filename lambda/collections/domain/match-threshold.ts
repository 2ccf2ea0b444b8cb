import type { Sensitivity } from '../../kernel/sensitivity.ts';

/**
 * Use of a comparison: to recognize a person, or to find a second account of theirs. `possible_duplicate`
 * finds those in the review band, too.
 */
export type MatchTier = Sensitivity | 'duplicate' | 'possible_duplicate';

/** Thresholds of one face model version that can have a review band below them. */
export type BandedTier = Sensitivity | 'duplicate';

/** Minimum similarity in percent of one face model version. */
type MatchThresholds = Readonly<Record<Sensitivity, number>> & {
  readonly duplicate?: number | undefined;
  readonly review_from?: { readonly [Tier in BandedTier]?: number | undefined } | undefined;
};

/** Thresholds by face model version. */
export type MatchThresholdTable = Readonly<Record<string, MatchThresholds>>;

/** The search for duplicates has a threshold of its own, so that no caller's sensitivity can weaken it. */
const thresholdOf = (row: MatchThresholds, tier: MatchTier): number => {
  if (tier === 'possible_duplicate') return bandStartOf(row, 'duplicate');
  return tier === 'duplicate' ? (row.duplicate ?? row.regular) : row[tier];
};

const bandStartOf = (row: MatchThresholds, tier: BandedTier): number =>
  row.review_from?.[tier] ?? thresholdOf(row, tier);

/** A collection has a face model version without a threshold in the policy, so its scores have no meaning. */
export class UnknownFaceModelVersion extends Error {
  override readonly name = 'UnknownFaceModelVersion';
  constructor(version: string, table: MatchThresholdTable) {
    super(
      `no match threshold for face model version ${version}; the policy has ${Object.keys(table).join(', ')}: add a measured row`,
    );
  }
}

/** Rekognition has returned "7" and "7.0" for the same version. */
const rowOf = (table: MatchThresholdTable, version: string): MatchThresholds | undefined =>
  table[version.includes('.') ? version : `${version}.0`];

/** Whether the table has thresholds for a version. */
export const hasThreshold = (table: MatchThresholdTable, version: string): boolean =>
  rowOf(table, version) !== undefined;

/** @throws UnknownFaceModelVersion, rather than apply another version's threshold */
export const matchThreshold = (table: MatchThresholdTable, version: string, tier: MatchTier): number =>
  thresholdOf(knownRowOf(table, version), tier);

/**
 * Returns where the review band below a threshold begins: the threshold itself where there is none.
 * @throws UnknownFaceModelVersion
 */
export const reviewFrom = (table: MatchThresholdTable, version: string, tier: BandedTier): number =>
  bandStartOf(knownRowOf(table, version), tier);

function knownRowOf(table: MatchThresholdTable, version: string): MatchThresholds {
  const row = rowOf(table, version);
  if (!row) throw new UnknownFaceModelVersion(version, table);
  return row;
}

/**
 * Returns the threshold to request in a search: the version is known only from the response, so the lowest
 * threshold is requested, and the version's own is applied to the response.
 */
export const searchThreshold = (table: MatchThresholdTable, tier: MatchTier): number =>
  Math.min(...Object.values(table).map((row) => thresholdOf(row, tier)));
