import { z } from 'zod';
import type { FunctionName } from '../lambda/api/functions.ts';

/** How the functions that a person waits for are kept loaded. */
export const warmSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({
    mode: z.literal('schedule'),
    /** How often each function is called; Lambda keeps an idle instance for some minutes. */
    everyMinutes: z.int().min(1).max(60).default(5),
  }),
  z.strictObject({
    mode: z.literal('provisioned'),
    /** Instances of each function that are always loaded. */
    instances: z.int().min(1).max(500).default(1),
  }),
]);

/** Functions that a person waits for, from the creation of the session to the decision. */
export const PERSON_FUNCTIONS = [
  'client-session-authorizer',
  'sessions-api',
  'liveness-api',
  'registrations-api',
  'decision-api',
  'check-image-quality',
  'compare-faces',
  'recognize-user',
  'claim-enrollment',
  'index-face',
  'search-duplicate-faces',
  'decide-registration',
] as const satisfies readonly FunctionName[];

/** Whether a person waits for a function. */
export const isForPerson = (name: FunctionName): boolean =>
  (PERSON_FUNCTIONS as readonly string[]).includes(name);
