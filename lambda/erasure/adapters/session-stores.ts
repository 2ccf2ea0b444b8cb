import type { EnrollmentStore } from '../../enrollment/ports/enrollment-store.ts';
import {
  captureLinksKey,
  faceLoginKey,
  openSessionsKey,
  sessionKey,
  stepUpProofKey,
} from '../../platform/dynamo-keys.ts';
import { abandonedBy } from '../../registration/end-registration.ts';
import { type OpenSessions, openSessions } from '../../sessions/domain/open-sessions.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { type MoveSessionDependencies, moveSession } from '../../sessions/move-session.ts';
import type { SessionStore } from '../../sessions/ports/session-store.ts';
import { proofIdOf } from '../../step-up/domain/step-up-proof.ts';
import { stops } from '../../tombstones/domain/tombstone.ts';
import type { ErasureStore, ErasureSubject } from '../ports/erasure-store.ts';
import type { Row, Rows } from './dynamo-rows.ts';

export interface SessionStoresDependencies extends MoveSessionDependencies {
  readonly sessions: Pick<SessionStore, 'get' | 'list'>;
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
  readonly sessionRows: Rows;
  readonly controlRows: Rows;
}

const SESSIONS_PER_PAGE = 100;
const OPEN = new Set<VerificationSession['status']>(['requires_input', 'processing', 'in_review']);

/** Lists the sessions of a user that began before the erasure. */
export async function sessionsOf(
  { tenant, user_id, erased_at }: ErasureSubject,
  sessions: Pick<SessionStore, 'list'>,
): Promise<readonly VerificationSession[]> {
  const found: VerificationSession[] = [];
  let afterId: string | undefined;
  do {
    const page = await sessions.list(tenant, { userId: user_id }, SESSIONS_PER_PAGE, afterId);
    found.push(
      ...page.sessions.filter(({ id, created_at }) => stops(erased_at, { session_id: id, created_at })),
    );
    afterId = page.lastId;
  } while (afterId !== undefined);
  return found;
}

/** Sessions that wait, are processed or are reviewed. Each is canceled by its one writer, with its claim. */
export const createOpenSessionsStore = (
  dependencies: SessionStoresDependencies,
): ErasureStore<VerificationSession> => ({
  name: 'open_sessions',
  find: async (subject) =>
    (await sessionsOf(subject, dependencies.sessions)).filter(({ status }) => OPEN.has(status)),
  async remove(_subject, sessions) {
    for (const session of sessions)
      await moveSession(
        session,
        async (current) => ({ name: 'erase', effects: await abandonedBy(current, dependencies) }),
        dependencies,
      );
  },
});

interface SessionRow {
  readonly of: Rows;
  readonly row: Row;
  /** Sessions of others in the row of a device, which stay. */
  readonly others?: OpenSessions['sessions'];
}

/** Rows of sessions in both tables, by the ids of the sessions. */
export const createSessionRowsStore = ({
  sessions,
  sessionRows,
  controlRows,
}: SessionStoresDependencies): ErasureStore<SessionRow> => ({
  name: 'session_rows',
  async find(subject, { session_ids, device_ids }) {
    const { tenant, user_id } = subject;
    const ids = new Set([...session_ids, ...(await sessionsOf(subject, sessions)).map(({ id }) => id)]);
    const found: SessionRow[] = [];
    for (const id of ids) {
      const { pk } = sessionKey(tenant, id);
      for (const row of await sessionRows.ofPartition(pk)) found.push({ of: sessionRows, row });
      const keys = [
        stepUpProofKey(tenant, proofIdOf(id)),
        faceLoginKey(tenant, id),
        captureLinksKey(tenant, id),
      ];
      for (const key of keys)
        for (const row of await controlRows.ofPartition(key.pk)) found.push({ of: controlRows, row });
    }
    const opener = openSessionsKey(tenant, { kind: 'user', id: user_id });
    for (const row of await sessionRows.ofPartition(opener.pk))
      if (isOver(row, subject)) found.push({ of: sessionRows, row });
    for (const device of device_ids)
      for (const row of await sessionRows.ofPartition(
        openSessionsKey(tenant, { kind: 'device', id: device }).pk,
      )) {
        const open = openOf(row);
        const others = open.filter(({ id }) => !ids.has(id));
        if (others.length < open.length) found.push({ of: sessionRows, row, others });
      }
    return found;
  },
  async remove(_subject, items) {
    // the session last: as long as it is there, a pass that was killed finds the rest of it
    const ordered = [...items].sort((one, other) => rank(one.row) - rank(other.row));
    // a device may be another user's as well
    for (const { of, row, others = [] } of ordered)
      if (others.length > 0) await of.replace(row, { ...row, sessions: others });
      else await of.delete([row]);
  },
});

/** Open sessions in a row of a user or a device; none in any other row. */
const openOf = (row: Row): OpenSessions['sessions'] => {
  const parsed = openSessions.safeParse(row);
  return parsed.success ? parsed.data.sessions : [];
};

const rank = ({ sk }: Row): number => (sk === 'session' ? 1 : 0);

/** Whether the open sessions of a user are all older than the erasure. */
const isOver = (row: Row, { erased_at }: ErasureSubject): boolean => {
  return openOf(row).every(({ id }) => stops(erased_at, { session_id: id }));
};
