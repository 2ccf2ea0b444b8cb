import type { Examples } from '../platform/route.ts';

export const POLICY_SIMULATIONS_EXAMPLES = {
  'simulate-policy': {
    body: { version: 4, sessions: 200 },
    answer: {
      policy: { id: 'registration', version: 4 },
      sessions: 200,
      reached_limit: false,
      same: 186,
      otherwise: 9,
      changes: [
        {
          from: 'approve',
          to: 'try_again',
          sessions: 9,
          reasons_gained: { face_mismatch: 9 },
          reasons_lost: {},
          examples: ['vs_01KC2H1S5X4V3T2R1Q0P9N8M7K'],
        },
      ],
      not_decidable: 5,
      not_decidable_because: { search_not_made: 5 },
      rates: [
        {
          check: 'face_match',
          model_version: '7.0',
          genuine: 40,
          impostors: 12,
          frr_percent: { value: 5, low: 1.382, high: 16.504 },
          far_percent: { value: 0, low: 0, high: 24.249 },
        },
      ],
    },
  },
} as const satisfies Examples;
