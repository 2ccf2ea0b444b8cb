import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { sessionKey } from '../../../lambda/platform/dynamo-keys.ts';
import type { Report } from '../../../local/demo/verify-person.ts';
import type { FlowStack } from '../flow-stack.ts';
import { identityCardOf } from '../identity-card-of.ts';
import { aUserId, authenticate, register, registerPersonNamed } from '../registrations.ts';
import { injectFaults } from '../rekognition-admin.ts';
import { decideCaseOf, reportOnce } from '../review-cases.ts';
import { runScheduled } from '../scheduled-functions.ts';
import { rowsOf } from '../stored-rows.ts';
import { createSession } from './capture.ts';

type Step = () => Promise<unknown>;

/** Reports of a crowd's sessions once all have ended. */
export interface Crowd {
  readonly registrations: readonly Report[];
  readonly logins: readonly Report[];
}

const UNREADABLE = ['these are words', 'and so are these'];

/**
 * Registers some twenty users with every outcome, from the photos of three people, at most three at a time; one of
 * the users logs in as well. Cases that reviewers get are decided, or the next file would meet them.
 */
export async function aCrowd(flow: FlowStack): Promise<Crowd> {
  const registrations: Report[] = [];
  const logins: Report[] = [];
  const keep = async (report: Promise<Report>) => registrations.push(await report);
  const reportOf = (id: string) => flow.operator.get<Report>(`/verification-sessions/${id}/report`);

  await injectFaults(flow.stack, [{ operation: 'CompareFaces', error: 'AccessDeniedException' }]);
  // those that nobody submits compare nothing
  const ending = async () => {
    for (const id of await leaveUnfinished(flow)) await keep(reportOf(id));
  };
  await inLanes([() => keep(registerPersonNamed(flow, 'franck'))], [ending]).finally(() =>
    injectFaults(flow.stack, []),
  );

  const enrolled = aUserId();
  const selfie = await selfieOf('franck');
  const by = (document: Buffer) => () => keep(register(flow, { selfie, document }));
  const logIn = (photo: Buffer) => async () => logins.push(await authenticate(flow, enrolled, photo));
  const again = async () => {
    const { id } = await registerPersonNamed(flow, 'franck');
    await decideCaseOf(flow, id, 'possible_duplicate', 'same_person');
    await keep(reportOnce(flow, id, 'declined'));
  };
  const recording = await sharp(selfie).jpeg({ quality: 72 }).toBuffer();
  const replay = (document: Buffer) => () =>
    keep(register(flow, { selfie: recording, document, frames: 'injected' }));
  const cardOfAnother = await identityCardOf('cage');
  const tiny = sharp({ create: { width: 60, height: 60, channels: 3, background: '#fff' } });
  await inLanes(
    [
      () => keep(registerPersonNamed(flow, 'franck', enrolled)),
      again,
      again,
      logIn(selfie),
      logIn(await selfieOf('cage')),
    ],
    [
      () => keep(registerPersonNamed(flow, 'cage')),
      () => keep(registerPersonNamed(flow, 'bieber')),
      by(cardOfAnother),
      replay(cardOfAnother),
      // a document of somebody else would outweigh that the selfie is known
      replay(await identityCardOf('franck')),
    ],
    [
      by(await aPhotoWithoutFace()),
      by(selfie),
      by(await tiny.png().toBuffer()),
      ...UNREADABLE.map((words) => by(Buffer.from(words))),
    ],
  );
  return { registrations, logins };
}

/** Begins registrations that nobody submits. @returns their ids: one expires, one is abandoned, the others canceled */
async function leaveUnfinished(flow: FlowStack): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < 5) ids.push((await createSession(flow, { type: 'registration' })).id);
  const [expired = '', abandoned = '', ...canceled] = ids;
  const path = (id: string) => `/verification-sessions/${id}`;
  await flow.backend.post(`${path(abandoned)}/documents`, { content_type: 'image/jpeg' });
  const rows = await rowsOf(flow, 'Sessions');
  const past = new Date(Date.now() - 1000).toISOString();
  for (const id of [expired, abandoned]) await rows.set(sessionKey('demo', id), 'expires_at', past);
  await runScheduled(flow.stack, 'SweepSessions');
  for (const id of canceled) await flow.backend.post(`${path(id)}/cancel`);
  return ids;
}

/** Takes the steps of each lane one after the other, and the lanes beside each other. */
const inLanes = (...lanes: readonly (readonly Step[])[]): Promise<unknown> =>
  Promise.all(
    lanes.map(async (steps) => {
      for (const step of steps) await step();
    }),
  );
