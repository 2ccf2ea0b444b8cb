import * as z from 'zod/mini';

export const repudiationLinkView = z
  .object({
    token: z
      .string()
      .check(
        z.describe(
          'A credential for one call of `POST /repudiations`: put it into the fragment of a link to a page of yours, and keep it out of logs.',
        ),
      ),
    expires_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'RepudiationLink' });
export type RepudiationLinkView = z.infer<typeof repudiationLinkView>;

export const repudiateByLinkRequest = z
  .strictObject({ token: z.string().check(z.minLength(1), z.maxLength(200)) })
  .register(z.globalRegistry, { id: 'RepudiateByLink' });

export const repudiationView = z
  .object({
    status: z
      .literal('frozen')
      .check(z.describe('No face of the user is accepted until a person has looked.')),
  })
  .register(z.globalRegistry, { id: 'Repudiation' });
export type RepudiationView = z.infer<typeof repudiationView>;
