import type { z } from 'zod';
import { type Generations, generationsOf } from '../lambda/collections/contract.ts';
import type { FaceLogins, faceLoginMode } from '../lambda/face-login/contract.ts';

interface TenantsThatSignIn {
  readonly tenants: readonly { readonly id: string; readonly faceLogin: z.infer<typeof faceLoginMode> }[];
}

/** Returns the modes of the tenants whose users sign in by face. */
export const faceLoginsOf = ({ tenants }: TenantsThatSignIn): FaceLogins =>
  Object.fromEntries(
    tenants.flatMap(({ id, faceLogin }) => (faceLogin === 'off' ? [] : [[id, faceLogin] as const])),
  );

/** Whether users of any tenant sign in by face: else the user pool has none of its triggers. */
export const offersFaceLogin = (config: TenantsThatSignIn): boolean =>
  Object.keys(faceLoginsOf(config)).length > 0;

/**
 * Returns the problems of tenants that cannot sign in by face: the user pool does not know the attributes
 * of a shard key.
 */
export const faceLoginProblems = (
  config: TenantsThatSignIn & { readonly generations: Generations },
): readonly { readonly path: (string | number)[]; readonly message: string }[] =>
  config.tenants.flatMap(({ id, faceLogin }, index) =>
    faceLogin !== 'off' &&
    generationsOf(config.generations, id).some(({ shard_key }) => shard_key.kind === 'attribute')
      ? [
          {
            path: ['tenants', index, 'faceLogin'],
            message: `tenant "${id}" has a generation with a shard key of attributes, which a sign-in does not know; use another shard key, or faceLogin "off"`,
          },
        ]
      : [],
  );
