import * as z from 'zod/mini';
import { userId } from '../kernel/user-id.ts';

export const consumedProof = z
  .object({
    jti: z.string(),
    session_id: z.string().check(z.describe('The step-up that it proves.')),
    user_id: userId,
    acr: z.string(),
    transaction_sha256: z
      .string()
      .check(z.describe('Compare it with the hash of the transaction that is about to be executed.')),
    auth_time: z.int().check(z.describe('When the step-up was approved, in seconds since 1970.')),
    consumed_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'ConsumedStepUpProof' });
export type ConsumedProof = z.infer<typeof consumedProof>;
