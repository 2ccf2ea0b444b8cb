import type { ApiProblem } from '@face-idv/client';
import { aPhotoWithoutFace } from '@face-idv/local-rekognition/testing/photos';
import { expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId } from '../support/registrations.ts';

const USERS = 10;
const CHECKS_EACH = 5;
/** Failures that lock a device which a backend has named, by the preset of the whitepaper (3.2). */
const FAILURES_THAT_LOCK = 5;

const flow = withSharedFlowStack();

/** Prepares the liveness checks of a session on a device, each of which will fail. */
async function prepared(device: string): Promise<readonly string[]> {
  const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
    type: 'registration',
    user_id: aUserId(),
    device: { id: device },
    consent: { given: true, notice_version: '2026-01' },
  });
  const path = `/verification-sessions/${id}/liveness-sessions`;
  const nobody = new Uint8Array(await aPhotoWithoutFace());
  const checks: string[] = [];
  while (checks.length < CHECKS_EACH) {
    const { liveness_session_id } = await flow.backend.post<{ liveness_session_id: string }>(path);
    const url = `${flow.stack.endpoint}/_local/rekognition/liveness-sessions/${liveness_session_id}/recording`;
    await fetch(url, { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: nobody });
    checks.push(`${path}/${liveness_session_id}/complete`);
  }
  return checks;
}

it('locks a device after five of fifty failures at once, in sessions that were prepared for it', {
  timeout: 120_000,
}, async () => {
  const device = `device-${aUserId()}`;
  const checks: string[] = [];
  for (let user = 0; user < USERS; user += 1) checks.push(...(await prepared(device)));
  expect(checks).toHaveLength(USERS * CHECKS_EACH);

  const answers = await Promise.allSettled(checks.map((path) => flow.backend.post(path)));
  const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as ApiProblem] : []));
  expect(answers.length - refused.length).toBe(FAILURES_THAT_LOCK);
  for (const problem of refused) expect(problem).toMatchObject({ status: 429, code: 'liveness_locked_out' });
  expect(await flow.operator.get(`/devices/${device}/lockout`)).toMatchObject({
    state: 'timed_out',
    timeouts: 1,
  });
  // nothing new begins there either
  await expect(prepared(device)).rejects.toMatchObject({ code: 'liveness_locked_out' });
});
