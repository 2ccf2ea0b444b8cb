import * as z from 'zod/mini';
import { APPROVAL_COUNTS_MINUTES } from './domain/face-login.ts';
import { FACE_LOGIN_MODES } from './domain/next-step.ts';

export const faceLoginMode = z.enum(FACE_LOGIN_MODES);

/** Modes of the tenants that have one other than `off`. */
export const faceLogins = z.record(z.string(), faceLoginMode);
export type FaceLogins = z.infer<typeof faceLogins>;
export const parseFaceLogins = (json: string): FaceLogins => faceLogins.parse(JSON.parse(json));

/**
 * Minutes for which Cognito waits for an answer: no longer than an approval counts. It takes 3 to 15 (API
 * reference, `AuthSessionValidity`).
 */
export const ANSWER_WITHIN_MINUTES = APPROVAL_COUNTS_MINUTES;
