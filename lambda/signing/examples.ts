import type { Examples } from '../platform/route.ts';

export const SIGNING_EXAMPLES = {
  'list-signing-keys': {
    answer: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
          y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
          kid: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
          use: 'sig',
          alg: 'ES256',
        },
      ],
    },
  },
} as const satisfies Examples;
