import { percent } from '../../../lambda/kernel/percent.ts';
import type { ShadowReadPolicy } from '../../../lambda/migration/contract.ts';
import type { ShadowReadFigures } from '../../../lambda/migration/domain/shadow-read.ts';
import type { ShadowReadRequest } from '../../../lambda/migration/ports/shadow-reads.ts';

export const NO_SHADOW_READS: ShadowReadFigures = {
  counts: { same_person: 0, both_none: 0, different_person: 0, only_old: 0, only_new: 0 },
  failed: 0,
  matches: 0,
  similaritySum: 0,
  marginSum: 0,
  calls: {},
};

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
