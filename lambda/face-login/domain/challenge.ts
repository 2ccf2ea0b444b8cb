import * as z from 'zod/mini';

/**
 * Private part of a challenge, which the user pool keeps until it is answered, as text values. A decoy
 * stands for the face of a user who does not exist, or may not sign in so: it looks like the others, and
 * no answer is right.
 */
export const keptChallenge = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('consent') }),
  z.object({ kind: z.literal('decoy') }),
  z.object({
    kind: z.literal('face'),
    /** The session that this challenge created. */
    verification_session_id: z.string(),
    tenant: z.string(),
    user_id: z.string(),
  }),
]);
export type KeptChallenge = z.infer<typeof keptChallenge>;
export type FaceChallenge = Extract<KeptChallenge, { readonly kind: 'face' }>;

/** Answer to the question for consent. */
export const CONSENT_GIVEN = 'given';

/** Metadata of the app beside the answer that leads to a challenge of the face. */
export const challengeMetadata = z.object({
  /** The text about face processing that the person has consented to. */
  consent_notice_version: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/)),
  /** Language and place of the text that was shown, if not the usual ones. */
  consent_locale: z.optional(z.string().check(z.maxLength(16))),
  consent_jurisdiction: z.optional(z.string().check(z.maxLength(8))),
  device_id: z.optional(z.string()),
});
export type ChallengeMetadata = z.infer<typeof challengeMetadata>;
