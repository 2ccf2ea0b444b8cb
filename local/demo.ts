import './start/quiet-sdk.ts';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { photoCamera } from './demo/camera.ts';
import { readPhoto } from './demo/photo.ts';
import { printReport } from './demo/print-report.ts';
import { printedSteps } from './demo/step-reporter.ts';
import { type VerificationApi, verificationApi } from './demo/verification-api.ts';
import { type Report, verifyPerson } from './demo/verify-person.ts';
import { type CommandInput, runCommand, UsageError } from './start/command.ts';
import { demoTokens } from './start/demo-accounts.ts';
import type { Ending } from './start/ending.ts';
import { findOrStartStack } from './start/find-or-start-stack.ts';
import { print } from './start/output.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `npm run demo -- --selfie a.jpg --document b.jpg [--document another.jpg] [--user id] [--sensitive] [--json]
       npm run demo -- --alternative-path --document b.jpg [--user id] [--json]
       npm run demo -- --flow authentication --selfie a.jpg --user id [--sensitive] [--json]
       npm run demo -- --flow step-up --selfie a.jpg --user id [--transaction '{"amount":"1.00"}'] [--json]
       npm run demo -- --flow re-enroll --selfie a.jpg --user id [--replace] [--json]`;
const OPTIONS = {
  flow: { type: 'string', default: 'registration' },
  selfie: { type: 'string' },
  'alternative-path': { type: 'boolean', default: false },
  document: { type: 'string', multiple: true },
  user: { type: 'string' },
  transaction: { type: 'string', default: '{"amount":"1.00","currency":"EUR","payee":"Ann Example"}' },
  replace: { type: 'boolean', default: false },
  sensitive: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;
const EXIT_CODES: Readonly<Record<string, number>> = { approved: 0, declined: 3, in_review: 4 };

type Flow = 'registration' | 'authentication' | 'step_up' | 're_enrollment';

interface Arguments {
  readonly flow: Flow;
  /** Absent on the path without a face. */
  readonly selfie?: string;
  /** In order of the attempts; none but in a registration. */
  readonly documents: readonly string[];
  readonly user: string;
  /** Of a step-up. */
  readonly transaction?: object;
  /** Of a re-enrollment. */
  readonly enrollment?: { readonly mode: 'add' | 'replace' };
  readonly sensitive: boolean;
  readonly json: boolean;
}

async function verify(options: Arguments, ending: Ending): Promise<void> {
  const started = performance.now();
  const selfie = options.selfie === undefined ? undefined : await readPhoto(options.selfie);
  const [document, ...furtherDocuments] = await Promise.all(options.documents.map(readPhoto));
  const address = await findOrStartStack(root, ending);
  const tokens = demoTokens(address);
  const person = verificationApi(address.apiUrl, () => tokens.backend());
  const report = await verifyPerson(
    {
      person,
      operator: verificationApi(address.apiUrl, () => tokens.user('olivia')),
      camera: photoCamera(address.endpoint),
    },
    {
      type: options.flow,
      ...(selfie ? { selfie } : {}),
      ...(document ? { document, furtherDocuments } : {}),
      ...(options.transaction ? { transaction: options.transaction } : {}),
      ...(options.enrollment ? { enrollment: options.enrollment } : {}),
      userId: options.user,
      sensitivity: options.sensitive ? 'sensitive' : 'regular',
      judge: 'protocol',
    },
    printedSteps(print),
  );
  printReport(report, print);
  if (options.flow === 'step_up') await printProof(person, report.id);
  if (options.json) print(JSON.stringify(summary(report, performance.now() - started)));
  process.exitCode = EXIT_CODES[report.status] ?? 1;
}

/** Prints the proof of an approved step-up, as the backend gets it. */
async function printProof(person: VerificationApi, sessionId: string): Promise<void> {
  const { step_up_proof } = await person.get<{ readonly step_up_proof?: string }>(
    `/verification-sessions/${sessionId}`,
  );
  if (step_up_proof !== undefined) print(`\nproof, for five minutes:\n${step_up_proof}`);
}

function checked({
  flow,
  selfie,
  'alternative-path': withoutFace,
  document: documents = [],
  user,
  transaction,
  replace,
  sensitive,
  json,
}: CommandInput<typeof OPTIONS>['values']): Arguments {
  if (flow !== 'registration' && flow !== 'authentication' && flow !== 'step-up' && flow !== 're-enroll')
    throw new UsageError(`--flow must be registration, authentication, step-up or re-enroll, not ${flow}`);
  if (withoutFace && (selfie || flow !== 'registration'))
    throw new UsageError('--alternative-path is a registration without a face: it takes no --selfie');
  if (!selfie && !withoutFace) throw new UsageError('--selfie is required');
  const shown = selfie ? { selfie } : {};
  if (flow === 'registration') {
    if (documents.length === 0) throw new UsageError('--document is required for a registration');
    return { flow, ...shown, documents, user: user ?? `demo-${randomUUID()}`, sensitive, json };
  }
  if (!user) throw new UsageError(`--user is required for ${flow}: the user that the person claims to be`);
  const recognized = { ...shown, documents: [], user, sensitive, json };
  if (flow === 're-enroll')
    return { flow: 're_enrollment', enrollment: { mode: replace ? 'replace' : 'add' }, ...recognized };
  return flow === 'step-up'
    ? { flow: 'step_up', transaction: transactionOf(transaction), ...recognized }
    : { flow, ...recognized };
}

function transactionOf(json: string): object {
  try {
    const transaction: unknown = JSON.parse(json);
    if (typeof transaction === 'object' && transaction !== null) return transaction;
  } catch {
    // said below
  }
  throw new UsageError('--transaction must be a JSON object');
}

/** The members of {@link summary} for a run that ended without a report. */
function failure(error: unknown) {
  return {
    status: 'error',
    decision: { outcome: 'error', reason_codes: [] },
    checks: [],
    billable_calls: {},
    duration_ms: Math.round(performance.now()),
    error: error instanceof Error ? error.message : String(error),
  };
}

function summary(report: Report, durationMs: number) {
  return {
    status: report.status,
    decision: {
      outcome: report.decision?.outcome ?? report.status,
      reason_codes: report.decision?.reason_codes ?? [],
    },
    checks: report.checks,
    billable_calls: report.billable_calls,
    duration_ms: Math.round(durationMs),
  };
}

await runCommand({
  usage: USAGE,
  options: OPTIONS,
  main: ({ values }, ending) => verify(checked(values), ending),
  failureLine: (error, words) => (words.includes('--json') ? JSON.stringify(failure(error)) : undefined),
});
