import * as z from 'zod/mini';

/** Why a person stops, as their app may report it (whitepaper 8.2). */
export const interruptionReason = z
  .enum([
    'camera_permission_denied',
    'camera_not_found',
    'device_not_supported',
    'connection_lost',
    'user_canceled',
    'other',
  ])
  .register(z.globalRegistry, { id: 'InterruptionReason' });
export type InterruptionReason = z.infer<typeof interruptionReason>;

/** Steps at which a session can stop, in the order in which its person takes them. */
export const stoppedStep = z
  .enum([
    /** Nothing was begun. */
    'start',
    'liveness',
    'document',
    /** Everything is there, and nothing was submitted. */
    'submission',
    'processing',
    'review',
  ])
  .register(z.globalRegistry, { id: 'StoppedStep' });
export type StoppedStep = z.infer<typeof stoppedStep>;

/** The latest report of a person's app that they cannot, or do not want to, go on. */
export const interruption = z
  .object({
    reason: interruptionReason,
    /** The step that they were at: a reason says nothing about later ones. */
    step: stoppedStep,
    reported_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'Interruption' });
export type Interruption = z.infer<typeof interruption>;
