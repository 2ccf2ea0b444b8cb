import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LivenessSession } from '../../src/liveness/session.ts';
import { openSessionStore } from '../../src/liveness/session-store.ts';
import { ManualClock } from '../../src/testing/manual-clock.ts';

const clock = new ManualClock();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sessions-'));
});
afterEach(() => rm(dir, { recursive: true }));

const aSession = (change: Partial<LivenessSession> = {}): LivenessSession => ({
  id: 'a-session',
  createdAtMs: clock.now(),
  status: 'CREATED',
  challenges: [{ type: 'FaceMovementChallenge', version: '1.0.0' }],
  auditImagesLimit: 0,
  ...change,
});

describe('a session store that is opened after a crash', () => {
  it('has what was acknowledged', async () => {
    const store = await openSessionStore(dir, clock);
    await store.create(aSession());
    await store.writeImage('a-session', 'reference.jpg', Buffer.from('an image'));
    await store.replace(aSession({ status: 'FAILED', failure: 'why' }));
    const again = await openSessionStore(dir, clock);
    expect(again.find('a-session')).toEqual(aSession({ status: 'FAILED', failure: 'why' }));
    expect(String(await again.readImage('a-session', 'reference.jpg'))).toBe('an image');
    await again.close();
  });

  it('has failed the session that was in mid-stream, and stays so', async () => {
    const store = await openSessionStore(dir, clock);
    await store.create(aSession({ status: 'IN_PROGRESS' }));
    await (await openSessionStore(dir, clock)).close();
    const again = await openSessionStore(dir, clock);
    expect(again.find('a-session')).toMatchObject({
      status: 'FAILED',
      failure: expect.stringMatching(/stopped/),
    });
    await again.close();
  });

  it('drops what was never acknowledged: a folder without its session, a file that was not renamed', async () => {
    await mkdir(join(dir, 'half'));
    await writeFile(join(dir, 'half', '.session.json.new'), '{"id":"ha');
    const store = await openSessionStore(dir, clock);
    expect(store.find('half')).toBeUndefined();
    expect(await readdir(dir)).toEqual([]);
    await store.close();
  });

  it('fails when a session cannot be read, and says what to do', async () => {
    await mkdir(join(dir, 'broken'));
    await writeFile(join(dir, 'broken', 'session.json'), '{');
    await expect(openSessionStore(dir, clock)).rejects.toThrow(/delete that folder/);
  });
});
