import { setMaxListeners } from 'node:events';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../types.ts';
import { isKnownAt, type LivenessSession, SESSION_LIFE_MS } from './session.ts';

const SESSION_FILE = 'session.json';

/**
 * The sessions of this service. What it has acknowledged survives kill -9; what has expired leaves the disk.
 */
export interface SessionStore {
  create(session: LivenessSession): Promise<void>;
  /** The session, unless there is none or its time is over. */
  find(id: string): LivenessSession | undefined;
  findByToken(clientRequestToken: string): LivenessSession | undefined;
  /**
   * Replaces a session. It is visible to others from the moment of the call, before it is on disk, so that
   * two callers can't both take a session that may be taken once.
   */
  replace(session: LivenessSession): Promise<void>;
  writeImage(id: string, name: string, bytes: Buffer): Promise<void>;
  readImage(id: string, name: string): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens the sessions kept in `dir`, one folder each. A session that a crash left in mid-stream has FAILED:
 * its connection is gone and a session is used once.
 */
export async function openSessionStore(dir: string, clock: Clock): Promise<SessionStore> {
  await mkdir(dir, { recursive: true });
  const sessions = new Map<string, LivenessSession>();
  const writes = new Map<string, Promise<void>>();
  const removals = new Set<Promise<void>>();
  const closed = new AbortController();
  // one sleeper for each session
  setMaxListeners(0, closed.signal);

  const known = (session: LivenessSession | undefined): LivenessSession | undefined =>
    session && isKnownAt(session, clock.now()) ? session : undefined;

  const remove = async (id: string): Promise<void> => {
    sessions.delete(id);
    await writes.get(id)?.catch(() => undefined);
    writes.delete(id);
    await rm(join(dir, id), { recursive: true, force: true });
  };

  /** Images of people don't stay on the disk for longer than the service would have them. */
  const removeWhenGone = (id: string): void => {
    const waiting = (async () => {
      for (let session = sessions.get(id); known(session) && session; session = sessions.get(id)) {
        // to the end of this life: by then it may be finished, and is gone, or not, and stays for another
        const age = clock.now() - session.createdAtMs;
        await clock.sleep(SESSION_LIFE_MS - (age % SESSION_LIFE_MS), closed.signal);
      }
      await remove(id);
    })().catch((error: unknown) => {
      if (!closed.signal.aborted) throw error;
    });
    removals.add(waiting);
    void waiting.finally(() => removals.delete(waiting));
  };

  const persist = (session: LivenessSession): Promise<void> => {
    sessions.set(session.id, session);
    const previous = writes.get(session.id) ?? Promise.resolve();
    const written = previous
      .catch(() => undefined)
      .then(() => writeDurably(join(dir, session.id), SESSION_FILE, Buffer.from(JSON.stringify(session))));
    writes.set(session.id, written);
    return written;
  };

  for (const id of await readdir(dir)) {
    const session = await readSession(join(dir, id));
    if (!session || !isKnownAt(session, clock.now())) {
      await remove(id);
      continue;
    }
    sessions.set(id, session);
    if (session.status === 'IN_PROGRESS') {
      await persist({ ...session, status: 'FAILED', failure: 'the service stopped during the stream' });
    }
    removeWhenGone(id);
  }

  return {
    create: async (session) => {
      await persist(session);
      removeWhenGone(session.id);
    },
    find: (id) => known(sessions.get(id)),
    findByToken: (token) =>
      known([...sessions.values()].findLast((session) => session.clientRequestToken === token)),
    replace: persist,
    writeImage: (id, name, bytes) => writeDurably(join(dir, id), name, bytes),
    readImage: (id, name) => readFile(join(dir, id, name)),
    close: async () => {
      closed.abort();
      await Promise.allSettled([...removals, ...writes.values()]);
    },
  };
}

async function readSession(dir: string): Promise<LivenessSession | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, SESSION_FILE), 'utf8'));
  } catch (error) {
    // a folder without its session was being created or removed when the process died: never acknowledged
    if (isNotFound(error)) return undefined;
    throw new Error(`the liveness session in ${dir} cannot be read: delete that folder`, { cause: error });
  }
}

/** Write, sync, rename: after a crash the file has its old content or its new one, whole. */
async function writeDurably(dir: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(dir, { recursive: true });
  const temporary = join(dir, `.${name}.new`);
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(dir, name));
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
