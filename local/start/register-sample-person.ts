import { ApiProblem } from '@face-idv/client';
import { photoCamera } from '../demo/camera.ts';
import { registerPerson } from '../demo/register-person.ts';
import { samplePerson } from '../demo/sample-person.ts';
import type { StepReporter } from '../demo/step-reporter.ts';
import { type VerificationApi, verificationApi } from '../demo/verification-api.ts';
import type { DemoTokens } from './demo-accounts.ts';

export interface SampleStack {
  /** With the stage and a trailing slash. */
  readonly apiUrl: string;
  /** Accepts the photo that stands in for the camera. */
  readonly rekognitionEndpoint: string;
  readonly tokens: DemoTokens;
}

/** Problems that the person's own earlier sessions cause, and that end by themselves. */
const OF_THE_PERSON: readonly string[] = [
  'too_many_open_sessions',
  'liveness_locked_out',
  'liveness_blocked',
];

/**
 * Registers the sample person, then deletes the face, so that the next start finds no duplicate. Faces that
 * an interrupted start left behind are deleted first. If another user is registered with this face, the
 * sample person is declined as a duplicate, and a message explains why.
 */
export async function registerSamplePerson(
  stack: SampleStack,
  steps: StepReporter,
  print: (line: string) => void,
): Promise<void> {
  const { selfie, document } = await samplePerson();
  await steps.run('sign-in', async () => {
    await Promise.all([stack.tokens.user('sam'), stack.tokens.user('olivia')]);
    return { value: undefined, result: 'sam (the person), olivia (an operator)' };
  });
  const person = verificationApi(stack.apiUrl, () => stack.tokens.user('sam'));
  const operator = verificationApi(stack.apiUrl, () => stack.tokens.user('olivia'));
  await deleteFaces(operator, subjectOf(await stack.tokens.user('sam')));
  const report = await registerPerson(
    { person, operator, camera: photoCamera(stack.rekognitionEndpoint) },
    { selfie, document, sensitivity: 'regular', judge: 'capture' },
    steps,
  ).catch((error: unknown) => {
    // what somebody did as sam before; the stack serves all the same
    if (!(error instanceof ApiProblem) || !OF_THE_PERSON.includes(error.code)) throw error;
    print(`\n  The sample person is not registered: ${error.message}\n`);
    return undefined;
  });
  if (!report) return;
  const { outcome = report.status, reason_codes = [] } = report.decision ?? {};
  print(
    `\n  ${[outcome, ...reason_codes].join(', ')}: ${describeCost(report.billable_calls, report.cost_usd)}\n`,
  );
  if (reason_codes.includes('duplicate_face')) {
    print(
      '  Another user is registered with the sample person\'s face, from an earlier demo. "npm run local -- reset" deletes all data.\n',
    );
  }
  await steps.run('delete the sample person', async () => {
    const count = await deleteFaces(operator, report.user_id);
    return {
      value: undefined,
      result: `deleted ${count === 1 ? '1 face' : `${count} faces`}, so that the next start finds no duplicate`,
    };
  });
}

/** Deletes all faces of a user. @returns how many there were */
async function deleteFaces(operator: VerificationApi, userId: string): Promise<number> {
  const { data } = await operator.get<{ data: { face_id: string }[] }>(`/users/${userId}/faces`);
  for (const { face_id } of data)
    await operator.delete(`/users/${userId}/faces/${face_id}`, 'the sample person registers again');
  return data.length;
}

/** The `sub` of an access token: the user id of everything that is done with it. */
function subjectOf(accessToken: string): string {
  const [, payload = ''] = accessToken.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub: string }).sub;
}

function describeCost(calls: Readonly<Record<string, number>>, costUsd: number): string {
  const list = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`);
  return `this would have cost $${costUsd.toFixed(3)} on AWS (${list.join(', ')})`;
}
