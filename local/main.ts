import './start/quiet-sdk.ts';
import { fileURLToPath } from 'node:url';
import { registerPerson } from './demo/register-person.ts';
import { samplePerson } from './demo/sample-person.ts';
import { printedSteps } from './demo/step-reporter.ts';
import { verificationApi } from './demo/verification-api.ts';
import { DEMO_ACCOUNTS } from './start/demo-accounts.ts';
import { announce, type LocalStack, startLocalStack } from './start/local-stack.ts';
import { cloudLog, print, reportAndExit } from './start/output.ts';
import { LOCAL_FOLDER, LOCAL_PORT } from './start/places.ts';
import { synthesize } from './start/synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(): Promise<void> {
  const steps = printedSteps(print);
  print('\nface-idv on this machine\n');
  const { cdkOut } = await steps.run('synthesize the CDK app', async () => {
    const synthesis = await synthesize(root, `${root}${LOCAL_FOLDER}`);
    return {
      value: synthesis,
      result: synthesis.made ? 'stage local, from bin/app.ts' : 'nothing had changed',
    };
  });
  const stack = await steps.run('boot the local cloud', async () => {
    const booted = await startLocalStack({
      cdkOut,
      dataDir: `${root}${LOCAL_FOLDER}/data`,
      port: Number(process.env.PORT ?? LOCAL_PORT),
      log: cloudLog(`${root}${LOCAL_FOLDER}/cloud.log`),
    });
    return { value: booted, result: booted.endpoint };
  });
  const withdraw = await announce(`${root}${LOCAL_FOLDER}`, stack);
  const stop = async () => {
    await withdraw();
    await stack.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  print('\nregistering the sample person through the REST API\n');
  await registerSamplePerson(stack);
  printDirections(stack);
}

/** Registers the sample person, then deletes the face, so that the next start meets no duplicate. */
async function registerSamplePerson(stack: LocalStack): Promise<void> {
  const steps = printedSteps(print);
  const { selfie, document } = await samplePerson();
  await steps.run('sign-in', async () => {
    await Promise.all([stack.tokens.user('sam'), stack.tokens.user('olivia')]);
    return { value: undefined, result: 'sam (the person), olivia (an operator)' };
  });
  const person = verificationApi(stack.apiUrl, () => stack.tokens.user('sam'));
  const operator = verificationApi(stack.apiUrl, () => stack.tokens.user('olivia'));
  const report = await registerPerson(
    { person, operator, endpoint: stack.endpoint },
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

function printDirections({ endpoint, apiUrl, endUserClientId, notEmulated }: LocalStack): void {
  const { sam, olivia } = DEMO_ACCOUNTS;
  const signIn = JSON.stringify({
    ClientId: endUserClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: olivia.username, PASSWORD: olivia.password },
  });
  print(`
  API            ${apiUrl}
  AWS endpoint   ${endpoint}   (aws --endpoint-url ${endpoint} ..., keys LOCAL / LOCALSECRET)
  person         ${sam.username} / ${sam.password}
  operator       ${olivia.username} / ${olivia.password}
  not emulated   ${notEmulated.join(', ') || 'nothing of what the templates hold'}

  The local Rekognition is no judge of spoofs: it checks the protocol and gross replays, nothing more.

  Register anybody from two photos:
    npm run demo -- --selfie me.jpg --document licence.jpg

  Or look at the sample person's session yourself:
    TOKEN=$(curl -s ${endpoint} -H 'content-type: application/x-amz-json-1.1' -H 'x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth' -d '${signIn}' | sed 's/.*"AccessToken":"\\([^"]*\\)".*/\\1/'); curl -s ${apiUrl}verification-sessions -H "authorization: Bearer $TOKEN"

  Ctrl-C stops it; what it knows stays in ${LOCAL_FOLDER}.
`);
}

main().catch(reportAndExit);
