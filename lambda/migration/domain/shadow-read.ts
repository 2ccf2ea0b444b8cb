import * as z from 'zod/mini';
import { type BillableCalls, billableCalls } from '../../kernel/billing.ts';

/**
 * Rules of shadow reads: before a cut-over, a share of the searches decided in the old generation is repeated
 * in the new one, and the answers are compared (whitepaper 5.7, 6.2).
 */

/** Searches that are compared; not the one after indexing, which settles a race of faces without users. */
export const comparedSearch = z.enum(['duplicate_search', 'enrolled_face_search']);
export type ComparedSearch = z.infer<typeof comparedSearch>;

export const shadowReadKind = z.enum([
  /** Both generations find the same person, or have one in common if they find several. */
  'same_person',
  'both_none',
  /** Both find someone, but no person in common. */
  'different_person',
  'only_old',
  'only_new',
]);
export type ShadowReadKind = z.infer<typeof shadowReadKind>;

/** A generation's answer, judged by the threshold of its own face model. */
export interface SearchVerdict {
  /** Ids of the matching users, the most similar first. */
  readonly people: readonly string[];
  /** Similarity of the best match, in percent. */
  readonly similarity?: number;
  /** Minimum similarity of a match for its model, in percent. */
  readonly threshold?: number;
}

/** Compares the answers of the two generations. */
export function compareVerdicts(old: SearchVerdict, new_: SearchVerdict): ShadowReadKind {
  if (old.people.length === 0) return new_.people.length === 0 ? 'both_none' : 'only_new';
  if (new_.people.length === 0) return 'only_old';
  return old.people.some((person) => new_.people.includes(person)) ? 'same_person' : 'different_person';
}

/** Whether the new generation would have led to the same decision. */
export const isAgreement = (kind: ShadowReadKind): boolean => kind === 'same_person' || kind === 'both_none';

/**
 * Returns the change of the best match in percentage points. Scores of two models cannot be compared
 * (whitepaper 6.1), so it also returns the change of the distance from each model's threshold.
 */
export function similarityChange(
  old: SearchVerdict,
  new_: SearchVerdict,
): { readonly similarity: number; readonly margin: number } | undefined {
  if (compareVerdicts(old, new_) !== 'same_person') return undefined;
  if (old.similarity === undefined || new_.similarity === undefined) return undefined;
  const similarity = new_.similarity - old.similarity;
  return { similarity, margin: similarity - (new_.threshold ?? 0) + (old.threshold ?? 0) };
}

/** Counts of the current pass of a migration. */
export interface ShadowReadFigures {
  readonly counts: Readonly<Record<ShadowReadKind, number>>;
  /** Failed searches of the new generation. */
  readonly failed: number;
  /** Number of comparisons with a {@link similarityChange}; the sums follow. */
  readonly matches: number;
  readonly similaritySum: number;
  readonly marginSum: number;
  /** Billed calls of the searches in the new generation. */
  readonly calls: BillableCalls;
}

export const shadowReadReport = z.object({
  compared: z.int().check(z.minimum(0)),
  agreed: z.int().check(z.minimum(0)),
  agreement_percent: z
    .optional(z.number())
    .check(
      z.describe(
        'Percentage of comparisons in which both generations agree; absent before the first comparison.',
      ),
    ),
  counts: z.record(shadowReadKind, z.int()).check(z.describe('Number of comparisons by result.')),
  failed: z
    .int()
    .check(z.minimum(0), z.describe('Searches of the new generation that failed; not compared.')),
  mean_similarity_change: z
    .optional(z.number())
    .check(
      z.describe(
        'Mean of new minus old similarity, in percentage points, over matches that both generations found.',
      ),
    ),
  mean_margin_change: z
    .optional(z.number())
    .check(
      z.describe(
        'Mean change of the margin above the match threshold of the face model version, in percentage points.',
      ),
    ),
  billable_calls: billableCalls,
});
export type ShadowReadReport = z.infer<typeof shadowReadReport>;

/** Creates the report from the counts. */
export function reportOf(figures: ShadowReadFigures): ShadowReadReport {
  const { counts, failed, matches, similaritySum, marginSum, calls } = figures;
  const compared = shadowReadKind.options.reduce((sum, kind) => sum + counts[kind], 0);
  const agreed = counts.same_person + counts.both_none;
  return {
    compared,
    agreed,
    // rounded down: only full agreement is 100 %
    ...(compared > 0 ? { agreement_percent: Math.floor((10_000 * agreed) / compared) / 100 } : {}),
    counts: { ...counts },
    failed,
    ...(matches > 0
      ? {
          mean_similarity_change: toHundredths(similaritySum / matches),
          mean_margin_change: toHundredths(marginSum / matches),
        }
      : {}),
    billable_calls: calls,
  };
}

const toHundredths = (value: number): number => Math.round(value * 100) / 100;

/** Agreement required for a cut-over; with fewer than `min_comparisons` there is no requirement. */
export interface AgreementFloor {
  readonly min_comparisons: number;
  readonly min_agreement_percent: number;
}

/** Whether enough was compared and the two generations agree too seldom. */
export const disagreesTooMuch = (
  { compared, agreed }: Pick<ShadowReadReport, 'compared' | 'agreed'>,
  { min_comparisons, min_agreement_percent }: AgreementFloor,
): boolean => compared >= min_comparisons && 100 * agreed < min_agreement_percent * compared;
