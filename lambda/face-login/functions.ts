import * as z from 'zod/mini';
import { CHECK, GET, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  consentTexts,
  control,
  generations,
  mapping,
  policies,
  serviceEnv,
  sessions,
  signing,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

/** File beside the code with the modes of the tenants (face-login/contract). */
const modes = { FACE_LOGINS_FILE: z.string().check(z.minLength(1)) };

/** Triggers of the user pool, where a tenant has its users sign in by face. */
export const FACE_LOGIN_FUNCTIONS = {
  'define-auth-challenge': {
    environment: z.object({ ...serviceEnv, ...modes }),
    access: {},
  },
  'create-auth-challenge': {
    environment: z.object({
      ...serviceEnv,
      ...modes,
      ...sessions,
      ...control,
      ...mapping,
      ...policies,
      ...generations,
      ...signing,
      ...consentTexts,
    }),
    access: {
      sessions: [GET, PUT],
      control: [GET, PUT, QUERY, CHECK],
      // whether the user is enrolled
      faceMapping: [QUERY],
    },
  },
  'verify-auth-challenge': {
    environment: z.object({ ...serviceEnv, ...sessions, ...control }),
    access: { sessions: [GET], control: [PUT] },
  },
  // the pre-token-generation trigger, in place of add-token-claims
  'require-face-login': {
    environment: z.object({ ...serviceEnv, ...modes, ...control }),
    access: { control: [UPDATE] },
  },
} as const satisfies FunctionDefinitions;
