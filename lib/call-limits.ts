import type { CallLimits } from '../lambda/rate-limits/contract.ts';

interface ApiLimits {
  readonly rateLimitPerSecond: number;
  readonly burstLimit: number;
  readonly callLimits: CallLimits;
}

/**
 * Findings on the limits of calls: a caller's is below its tenant's, and that is below the stage's, or the
 * wider one would never be met and one caller could take what all others need.
 */
export function callLimitProblems({ rateLimitPerSecond, burstLimit, callLimits }: ApiLimits) {
  const { tenant, ...callers } = callLimits;
  const stage = { perSecond: rateLimitPerSecond, burst: burstLimit };
  const pairs = [
    ['tenant', tenant, stage, 'that of the stage (rateLimitPerSecond, burstLimit)'] as const,
    ...Object.entries(callers).map(([kind, limit]) => [kind, limit, tenant, 'that of the tenant'] as const),
  ];
  return pairs.flatMap(([kind, limit, above, whose]) =>
    (['perSecond', 'burst'] as const)
      .filter((member) => limit[member] > above[member])
      .map((member) => ({
        path: ['api', 'callLimits', kind, member],
        message: `${limit[member]} is more than ${whose}, ${above[member]}; use a smaller one, such as ${Math.ceil(above[member] / 2)}`,
      })),
  );
}
