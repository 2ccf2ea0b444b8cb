import type { FaceLogin } from '../domain/face-login.ts';

/** Faces that have passed a challenge, each good for the tokens of one sign-in. */
export interface FaceLogins {
  /**
   * Records a login. Its challenge, which alone has the session, may record it again until it is spent:
   * Cognito repeats a call that takes long.
   * @returns false if it was spent
   */
  record(login: FaceLogin): Promise<boolean>;
  /** Spends a login of a user, once. Returns false if there is none, it was spent, or has expired. */
  spend(login: Pick<FaceLogin, 'tenant' | 'session_id' | 'user_id'>, now: Date): Promise<boolean>;
}
