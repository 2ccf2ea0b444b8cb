import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { type CaseEvidenceDependencies, readCaseEvidence } from './case-evidence.ts';
import { missingCase } from './case-problem.ts';
import type { ImageView, ReviewCaseSettings } from './contract.ts';
import type { CaseImage } from './domain/case-image.ts';
import type { ImageUrls } from './ports/image-urls.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface FindCaseImageDependencies extends CaseEvidenceDependencies {
  readonly cases: Pick<ReviewCaseStore, 'get'>;
  readonly clock: Clock;
}

/**
 * Finds an image of a case that an operator asks for; those of people who are not in the case are not found.
 * @throws Problem `not_found`
 */
export async function findCaseImage(
  caller: Caller,
  caseId: string,
  imageId: string,
  { cases, clock, ...dependencies }: FindCaseImageDependencies,
): Promise<CaseImage> {
  const opened = await cases.get(caller.tenant, caseId);
  if (!opened) throw missingCase(caseId);
  const { images } = await readCaseEvidence(opened, clock(), dependencies);
  const image = images.find(({ view }) => view.id === imageId);
  if (!image) throw new Problem('not_found', `review case ${caseId} has no image ${imageId}`);
  return image;
}

export interface ShowCaseImageDependencies {
  readonly urls: ImageUrls;
  readonly settings: Pick<ReviewCaseSettings, 'imageUrlSeconds'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Returns a fresh URL of an image, and counts it; a repeated request gets another one, and leaves another
 * audit entry.
 */
export async function showCaseImage(
  { view, store, reference }: CaseImage,
  { urls, settings, clock, emit }: ShowCaseImageDependencies,
): Promise<ImageView> {
  const { imageUrlSeconds } = settings;
  const expires = new Date(clock().getTime() + imageUrlSeconds * 1000);
  const url = await urls.sign(store, reference, imageUrlSeconds);
  emit('ReviewImageViewed', 1, { Kind: view.kind });
  return { image: view, url, expires_at: expires.toISOString() };
}
