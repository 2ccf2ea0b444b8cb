import type { FaceLogin } from '../../../lambda/face-login/domain/face-login.ts';
import type { FaceLogins } from '../../../lambda/face-login/ports/face-logins.ts';

/** Face logins in memory, with the rules of the table. */
export class InMemoryFaceLogins implements FaceLogins {
  readonly recorded = new Map<string, FaceLogin & { readonly spent_at?: string }>();

  async record(login: FaceLogin): Promise<boolean> {
    const key = `${login.tenant}#${login.session_id}`;
    if (this.recorded.get(key)?.spent_at !== undefined) return false;
    this.recorded.set(key, login);
    return true;
  }

  async spend(
    { tenant, session_id, user_id }: Pick<FaceLogin, 'tenant' | 'session_id' | 'user_id'>,
    now: Date,
  ): Promise<boolean> {
    const key = `${tenant}#${session_id}`;
    const login = this.recorded.get(key);
    if (!login || login.user_id !== user_id || login.spent_at !== undefined) return false;
    if (Date.parse(login.expires_at) <= now.getTime()) return false;
    this.recorded.set(key, { ...login, spent_at: now.toISOString() });
    return true;
  }
}
