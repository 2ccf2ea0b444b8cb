import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import { attributes } from '../kernel/attributes.ts';
import { type ItemOutcome, MORE_IMAGE_COLUMNS, manifestRow } from './contract.ts';
import type { IndexJob } from './domain/index-job.ts';

/** A valid row of a manifest. */
export interface ManifestItem {
  readonly job: IndexJob;
  readonly index: number;
  readonly userId: string;
  readonly imageKeys: readonly [string, ...string[]];
  readonly attributes: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Parses a row by the rules that the API has for the same values, so that nothing which cannot be stored is
 * indexed; undefined if it lacks a user or image, or an attribute is invalid.
 */
export function parseItem(job: IndexJob, index: number, row: Row): ManifestItem | undefined {
  const parsed = manifestRow.safeParse(row);
  if (!parsed.success) return undefined;
  const { user_id: userId, image_key: first, image_keys: several, ...rest } = parsed.data;
  const columns = MORE_IMAGE_COLUMNS.map((name) => rest[name]).filter(
    (key): key is string => typeof key === 'string' && key !== '',
  );
  const named = several ?? [...(first === undefined ? [] : [first]), ...columns];
  const [key, ...others] = new Set(named);
  const valid = attributes.safeParse(rest.attributes ?? attributesIn(rest));
  if (key === undefined || !valid.success) return undefined;
  return { job, index, userId, imageKeys: [key, ...others], attributes: valid.data };
}

/** Returns the columns that are attributes; in CSV an empty one is absent. */
const attributesIn = ({ attributes: _, ...columns }: Row): Row =>
  Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => value !== '' && !MORE_IMAGE_COLUMNS.includes(name)),
  );

/** Returns the fields that identify the row in its outcome, if present. */
export function nameOf(index: number, row: Row): Pick<ItemOutcome, 'row' | 'user_id' | 'image_key'> {
  const [first] = Array.isArray(row.image_keys) ? row.image_keys : [row.image_key];
  return {
    row: index,
    ...(typeof row.user_id === 'string' ? { user_id: row.user_id } : {}),
    ...(typeof first === 'string' ? { image_key: first } : {}),
  };
}

export const invalidRow = (index: number, row: Row): ItemOutcome => ({
  ...nameOf(index, row),
  outcome: 'rejected',
  reason_codes: ['invalid_row'],
});

/** Reasons for not indexing images of a row, by their place. */
export type Refusals = ReadonlyMap<number, readonly string[]>;

/** Creates the outcome of a row, and of each of its images if it has several. */
export function outcomeOf(
  { index, userId, imageKeys }: ManifestItem,
  outcome: ItemOutcome['outcome'],
  reasonCodes: readonly string[],
  { claim, refusals = new Map() }: { readonly claim?: EnrollmentClaim; readonly refusals?: Refusals } = {},
): ItemOutcome {
  const { face, stitched } = claim ?? {};
  const faces = new Map<number, string>();
  const refused = new Map(refusals);
  if (face)
    faces.set(
      stitched?.image ?? [...imageKeys.keys()].find((place) => !refused.has(place)) ?? 0,
      face.face_id,
    );
  for (const other of stitched?.others ?? []) {
    if (other.rejected_for.length === 0) faces.set(other.image, other.face.face_id);
    else if (!faces.has(other.image)) refused.set(other.image, other.rejected_for);
  }
  return {
    row: index,
    user_id: userId,
    image_key: imageKeys[0],
    outcome,
    reason_codes: reasonCodes,
    ...(face ? { face_id: face.face_id, collection_id: face.collection_id } : {}),
    ...(imageKeys.length > 1
      ? {
          images: imageKeys.map((image_key, place) => {
            const face_id = faces.get(place);
            return face_id === undefined
              ? {
                  image_key,
                  outcome: 'rejected' as const,
                  reason_codes: refused.get(place) ?? (face ? ['face_not_detected'] : reasonCodes),
                }
              : { image_key, outcome: 'indexed' as const, reason_codes: [], face_id };
          }),
        }
      : {}),
  };
}
