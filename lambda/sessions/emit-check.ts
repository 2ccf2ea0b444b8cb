import type { BillableCalls } from '../kernel/billing.ts';
import { type Check, type CheckName, SIMILARITY_MEASURE } from '../kernel/check.ts';
import { measureBand } from '../kernel/measure-band.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { scoreBand } from '../kernel/score-band.ts';
import type { SessionType } from '../kernel/session-type.ts';

/** Measure of the number of faces in a picture. */
const FACES_MEASURE = 'faces';

/** Pictures that the quality gate judges in a check; the answer of indexing judges a selfie as well. */
const JUDGED_IMAGES: Readonly<Partial<Record<CheckName, string>>> = {
  selfie_quality: 'selfie',
  face_indexing: 'selfie',
  document_quality: 'document',
};

/** Counts the calls of Rekognition that were made for a session, by its type (whitepaper 8.2). */
export function emitCalls(Type: SessionType, calls: BillableCalls, emit: EmitMetric): void {
  for (const [Operation, count] of Object.entries(calls))
    if (count > 0) emit('CheckCalls', count, { Type, Operation });
}

/** Counts a check of a session, with its faces, similarity and measures (whitepaper 8.2). */
export function emitFindings(Type: SessionType, Check: CheckName, check: Check, emit: EmitMetric): void {
  const Result = check.status;
  emit('CheckRecorded', 1, { Type, Check, Result });
  const Image = JUDGED_IMAGES[Check];
  if (Image !== undefined)
    for (const ReasonCode of check.reason_codes) emit('QualityRuleFailed', 1, { Type, Image, ReasonCode });
  const similarity = similarityOf(check);
  if (similarity !== undefined) emit('CheckSimilarity', 1, { Type, Check, Band: scoreBand(similarity) });
  if (check.matches) emit('FacesReturned', check.matches.length, { Type, Check });
  for (const { name, value } of check.measures) {
    if (name === FACES_MEASURE) emit('FacesFound', Number(value), { Type, Check });
    const Band = measureBand(name, value);
    if (Band !== undefined) emit('ImageMeasured', 1, { Type, Check, Measure: name, Band, Result });
  }
}

/** Returns the similarity that a comparison measured, or the highest that a search found, if any. */
function similarityOf({ measures, matches = [] }: Check): number | undefined {
  const measured = measures.find(({ name }) => name === SIMILARITY_MEASURE)?.value;
  if (typeof measured === 'number') return measured;
  return matches.length === 0 ? undefined : Math.max(...matches.map((match) => match.similarity));
}
