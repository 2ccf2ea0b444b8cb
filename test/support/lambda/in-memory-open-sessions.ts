import {
  NO_OPEN_SESSIONS,
  type OpenSessions,
  type SessionOpener,
} from '../../../lambda/sessions/domain/open-sessions.ts';
import type {
  OpenSessionsChange,
  OpenSessionsStore,
} from '../../../lambda/sessions/ports/open-sessions-store.ts';

/** Open sessions in a map, written all at once or not at all. */
export class InMemoryOpenSessions implements OpenSessionsStore {
  readonly rows = new Map<string, OpenSessions>();

  get: OpenSessionsStore['get'] = async (tenant, opener) =>
    this.rows.get(this.key(tenant, opener)) ?? NO_OPEN_SESSIONS;

  /** @returns false if one of them has changed since it was read */
  write(changes: readonly OpenSessionsChange[]): boolean {
    const rows = changes.map(({ tenant, opener, open }) => ({ key: this.key(tenant, opener), open }));
    if (rows.some(({ key, open }) => (this.rows.get(key)?.revision ?? 0) !== open.revision)) return false;
    for (const { key, open } of rows) this.rows.set(key, { ...open, revision: open.revision + 1 });
    return true;
  }

  private key(tenant: string, { kind, id }: SessionOpener): string {
    return `${tenant}#${kind}#${id}`;
  }
}
