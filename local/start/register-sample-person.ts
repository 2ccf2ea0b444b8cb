import { registerPerson } from '../demo/register-person.ts';
import { samplePerson } from '../demo/sample-person.ts';
import type { StepReporter } from '../demo/step-reporter.ts';
import { verificationApi } from '../demo/verification-api.ts';
import type { DemoTokens } from './demo-accounts.ts';

export interface SampleStack {
  /** With the stage and a trailing slash. */
  readonly apiUrl: string;
  /** Takes the photo that stands for the person in front of the camera. */
  readonly rekognitionEndpoint: string;
  readonly tokens: DemoTokens;
}

/**
 * Registers the sample person, then deletes the face, so that the next start meets no duplicate.
 * @throws Error when the person is not approved
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
  const report = await registerPerson(
    { person, operator, endpoint: stack.rekognitionEndpoint },
    { selfie, document, sensitivity: 'regular', judge: 'capture' },
    steps,
  );
  const { outcome = report.status, reason_codes = [] } = report.decision ?? {};
  print(
    `\n  ${[outcome, ...reason_codes].join(', ')}: ${describeCost(report.billable_calls, report.cost_usd)}\n`,
  );
  if (outcome !== 'approved') throw new Error(`the sample person was not approved, but ${outcome}`);
  await steps.run('forget the sample person', async () => {
    const faces = await operator.get<{ data: { face_id: string }[] }>(`/users/${report.user_id}/faces`);
    for (const { face_id } of faces.data) await operator.delete(`/users/${report.user_id}/faces/${face_id}`);
    return {
      value: undefined,
      result: `${faces.data.length} face deleted, so that the next start finds no duplicate`,
    };
  });
}

function describeCost(calls: Readonly<Record<string, number>>, costUsd: number): string {
  const list = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`);
  return `on AWS this would have cost $${costUsd.toFixed(3)} (${list.join(', ')})`;
}
