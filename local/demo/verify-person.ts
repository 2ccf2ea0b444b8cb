import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem } from '@face-idv/client';
import type { Camera, LivenessCheck, LivenessJudge } from './camera.ts';
import { InputError, type Photo } from './photo.ts';
import type { StepReporter } from './step-reporter.ts';
import type { VerificationApi } from './verification-api.ts';

export interface VerificationRequest {
  readonly type: 'registration' | 'authentication' | 'step_up' | 're_enrollment';
  /** Of a re-enrollment: whether the face is added to those of the user, or replaces them. */
  readonly enrollment?: { readonly mode: 'add' | 'replace' };
  /** Of a step-up: what the person approves. */
  readonly transaction?: object;
  /** A registration without one takes the path without a face: a reviewer judges the document. */
  readonly selfie?: Photo;
  /** For registrations only. */
  readonly document?: Photo;
  /** Documents for further attempts in the same session, each if the one before it failed. */
  readonly furtherDocuments?: readonly Photo[];
  /** Omitted when `person` is an end user: the API then takes the user from the token. */
  readonly userId?: string;
  readonly sensitivity: 'regular' | 'sensitive';
  readonly judge: LivenessJudge;
}

export interface VerificationCallers {
  /** Runs the session: the person's app, or a backend on the person's behalf. */
  readonly person: VerificationApi;
  /** Reads the report. */
  readonly operator: VerificationApi;
  /** Streams or records the liveness check. */
  readonly camera: Camera;
}

export interface Report {
  readonly id: string;
  readonly user_id: string;
  readonly status: string;
  /** The text that the person has consented to, and the receipt of it. */
  readonly consent: {
    readonly notice_version: string;
    readonly text_sha256?: string;
    readonly receipt_id?: string;
  };
  readonly decision?: { readonly outcome: string; readonly reason_codes: readonly string[] };
  /** Why it is held for a person. */
  readonly review?: { readonly reason_codes: readonly string[] };
  /** Of the latest run. */
  readonly checks: readonly ReportedCheck[];
  readonly earlier_runs?: readonly EarlierRun[];
  readonly billable_calls: Readonly<Record<string, number>>;
  readonly cost_usd: number;
}

/** A run that another one has replaced. */
export interface EarlierRun {
  readonly run: number;
  readonly checks: readonly ReportedCheck[];
  readonly decision?: { readonly outcome: string; readonly reason_codes: readonly string[] };
}

export interface ReportedCheck {
  readonly name: string;
  readonly status: string;
  readonly reason_codes: readonly string[];
  readonly duration_ms: number;
  readonly measures: readonly {
    readonly name: string;
    readonly value: number | boolean;
    readonly limit?: string;
  }[];
  readonly searched_shards?: readonly {
    readonly collection_id: string;
    readonly face_model_version: string;
    readonly vectors?: string;
  }[];
}

const WITHOUT_FACE = { reason: 'does_not_want_face_check', means: 'document_review' };

interface Session {
  readonly id: string;
  readonly status: string;
}

/** Longest wait of one call. */
const WAIT_SECONDS = 5;
/** Time between two calls, as `Retry-After` says where the first was not allowed to wait. */
const RETRY_AFTER_MS = 1000;
/** A registration takes seconds; one that retries through an outage ends after a quarter of an hour. */
const DECISION_DEADLINE_MS = 1_200_000;

/**
 * Registers or authenticates a person through the REST API, as a mobile app and a backend would.
 * @returns the operator's report once the session is decided
 * @throws ApiProblem when the API refuses a step; InputError for a photo that can never be accepted
 */
export async function verifyPerson(
  callers: VerificationCallers,
  request: VerificationRequest,
  steps: StepReporter,
): Promise<Report> {
  const { path, passed } = await prepareVerification(callers, request, steps);
  if (!passed) return callers.operator.get<Report>(`${path}/report`);
  let report = await submitVerification(callers, path, steps);
  for (const document of request.furtherDocuments ?? []) {
    if (report.status !== 'requires_input') break;
    await uploadDocument(callers.person, path, document, steps);
    report = await submitVerification(callers, path, steps);
  }
  return report;
}

/** A session of which everything is done but the submit, unless its liveness check failed. */
export interface PreparedVerification {
  /** Of the session in the API. */
  readonly path: string;
  /** Whether the liveness check was passed, or none is taken. */
  readonly passed: boolean;
}

/** Creates a session, takes its liveness check, if any, and uploads its document. */
export async function prepareVerification(
  { person, camera }: VerificationCallers,
  request: VerificationRequest,
  steps: StepReporter,
): Promise<PreparedVerification> {
  const { selfie, document, furtherDocuments = [] } = request;
  const session = await steps.run('consent and session', async () => {
    const created = await person.post<Session>('/verification-sessions', {
      type: request.type,
      // without it the policy decides, which may ask for more
      ...(request.sensitivity === 'sensitive' ? { sensitivity: request.sensitivity } : {}),
      ...(request.transaction ? { transaction: request.transaction } : {}),
      ...(request.enrollment ? { enrollment: request.enrollment } : {}),
      consent: { given: true, notice_version: '2026-01' },
      // each person has a phone of their own; failures are counted per device
      device: { id: `phone-of-${request.userId ?? 'the-token'}` },
      ...(request.userId ? { user_id: request.userId } : {}),
      // the last document decides, instead of leaving the session to wait for one that never comes
      ...(document ? { document_attempts: furtherDocuments.length + 1 } : {}),
      ...(selfie ? {} : { alternative_path: WITHOUT_FACE }),
    });
    return { value: created, result: created.id };
  });
  const path = `/verification-sessions/${session.id}`;

  const passed = !selfie || (await takeLiveness({ person, camera }, path, selfie, request.judge, steps));
  if (passed && document) await uploadDocument(person, path, document, steps);
  return { path, passed };
}

/** @returns whether the check was passed */
const takeLiveness = (
  { person, camera }: Pick<VerificationCallers, 'person' | 'camera'>,
  path: string,
  selfie: Photo,
  judge: LivenessJudge,
  steps: StepReporter,
): Promise<boolean> =>
  steps.run('liveness', async () => {
    const liveness = await person.post<LivenessCheck>(`${path}/liveness-sessions`);
    await camera(liveness, selfie, judge);
    const result = await person.post<{ passed: boolean; feedback: string[]; attempts_remaining: number }>(
      `${path}/liveness-sessions/${liveness.liveness_session_id}/complete`,
    );
    const why = result.feedback.length > 0 ? ` (${result.feedback.join(', ').toLowerCase()})` : '';
    return {
      value: result.passed,
      good: result.passed,
      result: result.passed ? 'passed' : `not passed${why}, ${result.attempts_remaining} attempts left`,
    };
  });

/** Submits a prepared session. @returns the operator's report once it is decided */
export async function submitVerification(
  { person, operator }: VerificationCallers,
  path: string,
  steps: StepReporter,
): Promise<Report> {
  await person.post(`${path}/submit`);
  return followDecision(person, operator, path, steps);
}

async function uploadDocument(
  person: VerificationApi,
  path: string,
  document: Photo,
  steps: StepReporter,
): Promise<void> {
  await steps.run('document upload', async () => {
    const { upload } = await person.post<{ upload: { url: string; fields: Record<string, string> } }>(
      `${path}/documents`,
      {
        content_type: document.contentType,
      },
    );
    await sendForm(upload, document);
    return { value: undefined, result: `${Math.ceil(document.bytes.length / 1024)} KB` };
  });
}

async function sendForm(
  upload: { url: string; fields: Record<string, string> },
  document: Photo,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(document.bytes)], { type: document.contentType }));
  const response = await fetch(upload.url, { method: 'POST', body: form });
  if (response.ok) return;
  const text = await response.text();
  const [code, message] = ['Code', 'Message'].map(
    (tag) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(text)?.[1],
  );
  throw new InputError(
    `${document.name}: upload refused: ${code ?? response.status} ${message ?? ''}`.trim(),
  );
}

/** Waits for the decision, and prints the checks that were recorded by the end of each wait. */
async function followDecision(
  person: VerificationApi,
  operator: VerificationApi,
  path: string,
  steps: StepReporter,
): Promise<Report> {
  const deadline = Date.now() + DECISION_DEADLINE_MS;
  const reported = new Set<string>(['liveness']);
  const waitAndRead = async (): Promise<Report> => {
    await person.get(`${path}/decision?wait=${WAIT_SECONDS}`);
    return operator.get<Report>(`${path}/report`);
  };
  for (;;) {
    const report = await waitAndRead().catch(passOverTimeout);
    for (const check of report ? checksOf(report) : []) {
      if (reported.has(check.name)) continue;
      reported.add(check.name);
      steps.report(
        check.name.replaceAll('_', ' '),
        check.duration_ms,
        check.status === 'passed',
        describeCheck(check),
      );
    }
    if (report && report.status !== 'processing') return report;
    if (Date.now() > deadline)
      throw new Error(`no decision after ${DECISION_DEADLINE_MS / 1000} s: see ${path}`);
    await delay(RETRY_AFTER_MS);
  }
}

/** Passes over a call that the API cut short: reading again does nothing twice. */
const passOverTimeout = (error: unknown): undefined => {
  if (!(error instanceof ApiProblem && error.code === 'upstream_timeout')) throw error;
};

/** The checks of the run that was submitted, which is an earlier one once its person may try again. */
const checksOf = ({ status, checks, earlier_runs = [] }: Report): readonly ReportedCheck[] =>
  status === 'requires_input' ? (earlier_runs.at(-1)?.checks ?? []) : checks;

function describeCheck({ status, reason_codes, measures, searched_shards }: ReportedCheck): string {
  const count = searched_shards?.length;
  const shards = count === undefined ? undefined : `${count} ${count === 1 ? 'shard' : 'shards'} answered`;
  const values = measures
    .slice(0, 4)
    .map(({ name, value }) => `${name} ${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`);
  const found = reason_codes.length > 0 ? reason_codes : [status];
  return [...found, ...(shards ? [shards] : []), ...values].join(', ');
}
