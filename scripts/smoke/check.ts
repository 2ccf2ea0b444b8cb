import type { Camera } from '../../local/demo/camera.ts';
import type { Photo } from '../../local/demo/photo.ts';
import type { VerificationApi } from '../../local/demo/verification-api.ts';

/** Functions that a check calls or watches, by the name of the stack output that holds their name. */
export type ObservedFunction = 'WatchFaceModelFunctionName' | 'UndoInterruptedRegistrationFunctionName';

/** A deployment, as far as the checks use it. */
export interface Deployed {
  readonly tenant: string;
  /** A user of no other run. */
  readonly userId: string;
  readonly selfie: Photo;
  readonly document: Photo;
  /** The API for the tenant's machine client. */
  readonly backend: VerificationApi;
  /** The API for an operator, who reads the report and deletes the face. */
  readonly operator: VerificationApi;
  /** Takes liveness checks; undefined where nobody can stand in front of a camera. */
  readonly camera: Camera | undefined;
  /** Lists the keys of evidence below a prefix. */
  evidenceKeys(prefix: string): Promise<readonly string[]>;
  /** Returns the server-side encryption of an object, such as `aws:kms`; undefined if it has none. */
  evidenceEncryption(key: string): Promise<string | undefined>;
  /** Runs a function and waits for it. @throws Error with the function's message when it fails */
  invoke(fn: ObservedFunction, payload: unknown): Promise<void>;
  /** Number of times a function has run since a moment. */
  invocationsSince(fn: ObservedFunction, since: Date): Promise<number>;
  /** Starts an execution of the registration state machine and stops it. @returns its last status */
  startAndStopRegistration(input: RegistrationExecution): Promise<string>;
  /** Asks again until the answer is true. @returns false when the time is up */
  becomesTrue(question: () => Promise<boolean>): Promise<boolean>;
}

/** Input of an execution of the registration state machine. */
export interface RegistrationExecution {
  readonly tenant: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly type: 'registration';
  readonly sensitivity: 'regular';
  readonly selfie: { readonly key: string };
  readonly document: { readonly key: string };
}

/** Facts that a check hands to those after it. */
export interface Findings {
  /** Session whose liveness check was taken. */
  sessionId?: string;
}

export type Outcome =
  | { readonly status: 'passed'; readonly detail: string }
  | { readonly status: 'skipped'; readonly why: string };

/** One fact about a deployment that only the deployment itself can confirm. */
export interface Check {
  readonly name: string;
  /** The question, in one sentence. */
  readonly confirms: string;
  /** Advice for when it fails. */
  readonly onFailure: string;
  /** @throws Error that says what was found instead */
  run(deployed: Deployed, findings: Findings): Promise<Outcome>;
}

export const passed = (detail: string): Outcome => ({ status: 'passed', detail });
export const skipped = (why: string): Outcome => ({ status: 'skipped', why });
