import type { ShadowReadPolicy } from '../../../lambda/contract/migrations.ts';
import { percent } from '../../../lambda/domain/percent.ts';
import type { ShadowReadRequest } from '../../../lambda/ports/shadow-reads.ts';

export const aShadowReadPolicy = (changes: Partial<ShadowReadPolicy> = {}): ShadowReadPolicy => ({
  share_percent: 100,
  min_comparisons: 1,
  min_agreement_percent: percent.parse(99),
  ...changes,
});

/** What asks for shadow reads, and what it has asked for. */
export function recordedShadowReads(changes: Partial<ShadowReadPolicy> = {}) {
  const asked: ShadowReadRequest[] = [];
  return {
    asked,
    shadowReads: {
      send: async (request: ShadowReadRequest) => {
        asked.push(request);
      },
    },
    shadowReadPolicy: aShadowReadPolicy(changes),
  };
}
