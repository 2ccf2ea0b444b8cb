import * as z from 'zod/mini';

/** Effort of moving a generation to a newer face model, for an operator's decision. */
export const modelMigrationPlan = z.object({
  tenant: z.string(),
  /** The generation that is behind. */
  generation: z.string(),
  face_model_version: z.string(),
  newest_face_model_version: z.string(),
  /** Images to index again: one per face. */
  images: z.int().check(z.minimum(0)),
  index_faces_calls: z.int().check(z.minimum(0)),
  /** At the rate of bulk jobs. */
  duration_seconds: z.int().check(z.minimum(0)),
  cost_usd: z.number().check(z.minimum(0)),
  /** Name of the generation to add to the config; its collections get the newest model. */
  generation_to_add: z.string(),
});
export type ModelMigrationPlan = z.infer<typeof modelMigrationPlan>;

/** Whether a face model is older than the newest. Versions are dotted numbers: 10.0 is after 9.5. */
export function isBehind(version: string, newest: string): boolean {
  const parts = (text: string) => text.split('.').map(Number);
  const [own, other] = [parts(version), parts(newest)];
  for (let index = 0; index < Math.max(own.length, other.length); index += 1) {
    const difference = (own[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Returns the first of `g2`, `g3` ... that no generation of the tenant uses. */
export function nextGenerationName(names: readonly string[]): string {
  let number = 1;
  while (names.includes(`g${number}`)) number += 1;
  return `g${number}`;
}

/** Calculates calls, time and cost of indexing faces again. @param callsPerSecond more than 0 */
export const effortOf = (faces: number, callsPerSecond: number, usdPerCall: number) => ({
  images: faces,
  index_faces_calls: faces,
  duration_seconds: Math.ceil(faces / callsPerSecond),
  cost_usd: Math.round(faces * usdPerCall * 1_000_000) / 1_000_000,
});
