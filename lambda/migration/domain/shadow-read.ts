import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type BillableCalls, billableCalls } from '../../kernel/billing.ts';

/**
 * Arithmetic of shadow reads: a share of the searches that the old generation of a migration has decided is asked of
 * the new one too, before anything is cut over, and the two answers are compared (whitepaper 5.7, 6.2).
 */

/** Searches that are compared. The one after indexing is left out: it settles a race of faces that have no user yet. */
export const comparedSearch = z.enum(['duplicate_search', 'enrolled_face_search']);
export type ComparedSearch = z.infer<typeof comparedSearch>;

export const shadowReadKind = z.enum([
  /** Both generations find one person, or have one in common where they find several. */
  'same_person',
  'both_none',
  /** Both find somebody, and nobody whom the other one finds. */
  'different_person',
  'only_old',
  'only_new',
]);
export type ShadowReadKind = z.infer<typeof shadowReadKind>;

/** What a generation has answered, judged by the threshold of its own face model. */
export interface SearchVerdict {
  /** Ids of the users who match, the most similar first. */
  readonly people: readonly string[];
  /** Of the best match, in percent. */
  readonly similarity?: number;
  /** Least similarity of a match with the model that found it, in percent. */
  readonly threshold?: number;
}

/** How the answers of the two generations stand to each other. */
export function compareVerdicts(old: SearchVerdict, new_: SearchVerdict): ShadowReadKind {
  if (old.people.length === 0) return new_.people.length === 0 ? 'both_none' : 'only_new';
  if (new_.people.length === 0) return 'only_old';
  return old.people.some((person) => new_.people.includes(person)) ? 'same_person' : 'different_person';
}

/** True where a decision on the new generation would have been the same. */
export const isAgreement = (kind: ShadowReadKind): boolean => kind === 'same_person' || kind === 'both_none';

/**
 * How the best match has changed, in percent points. Scores of two models cannot be compared (whitepaper 6.1), so the
 * distance from the threshold of each one's model is told beside the bare difference.
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

/** Figures of a migration's present pass. */
export interface ShadowReadFigures {
  readonly counts: Readonly<Record<ShadowReadKind, number>>;
  /** Searches of the new generation that gave no answer. */
  readonly failed: number;
  /** Comparisons that {@link similarityChange} is told of, and its sums. */
  readonly matches: number;
  readonly similaritySum: number;
  readonly marginSum: number;
  /** What the searches of the new generation have cost. */
  readonly calls: BillableCalls;
}

export const shadowReadReport = z.object({
  compared: z.int().min(0),
  agreed: z.int().min(0),
  agreement_percent: z
    .number()
    .optional()
    .describe(
      'Percentage of comparisons in which both generations agree; absent before the first comparison.',
    ),
  counts: z.record(shadowReadKind, z.int()).describe('Number of comparisons by result.'),
  failed: z.int().min(0).describe('Searches of the new generation that failed; not compared.'),
  mean_similarity_change: z
    .number()
    .optional()
    .describe(
      'Mean of new minus old similarity, in percentage points, over matches that both generations found.',
    ),
  mean_margin_change: z
    .number()
    .optional()
    .describe(
      'Mean change of the margin above the match threshold of the face model version, in percentage points.',
    ),
  billable_calls: billableCalls,
});
export type ShadowReadReport = z.infer<typeof shadowReadReport>;

/** The report of some figures. */
export function reportOf(figures: ShadowReadFigures): ShadowReadReport {
  const { counts, failed, matches, similaritySum, marginSum, calls } = figures;
  const compared = shadowReadKind.options.reduce((sum, kind) => sum + counts[kind], 0);
  const agreed = counts.same_person + counts.both_none;
  return {
    compared,
    agreed,
    // rounded down: nothing short of all is 100 %
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

/** What an agreement has to be before a cut-over; fewer comparisons than `min_comparisons` say nothing. */
export interface AgreementFloor {
  readonly min_comparisons: number;
  readonly min_agreement_percent: number;
}

/** True where enough was compared, and the two generations agree too seldom. */
export const disagreesTooMuch = (
  { compared, agreed }: Pick<ShadowReadReport, 'compared' | 'agreed'>,
  { min_comparisons, min_agreement_percent }: AgreementFloor,
): boolean => compared >= min_comparisons && 100 * agreed < min_agreement_percent * compared;

/** A session is in the sample or it is not, however often it is asked: a task that runs twice adds no search. */
export function isSampled(sessionId: string, sharePercent: number): boolean {
  const drawn = createHash('sha256').update(sessionId, 'utf8').digest().readUInt32BE(0);
  return (100 * drawn) / 2 ** 32 < sharePercent;
}
