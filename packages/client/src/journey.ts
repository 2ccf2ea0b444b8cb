import type { components } from './api.d.ts';
import { type ApiClient, answerOf } from './api-client.ts';
import { ApiProblem } from './api-problem.ts';
import { wait } from './wait.ts';

type Session = components['schemas']['VerificationSession'];

/** A session that the API works on no longer. */
export type DecidedSession = Exclude<Session, { readonly status: 'processing' }>;

/** Longest wait of one call in seconds, as the API allows by default. */
const WAIT_SECONDS = 5;
/** Time between two calls. */
const PAUSE_MS = 1000;

/**
 * Waits until a submitted session is decided, held for a person, or needs something else of its person.
 * @param signal ends the wait; a registration takes seconds, and minutes in an outage
 * @throws ApiProblem; the signal's reason when it is aborted
 */
export async function awaitDecision(
  api: Pick<ApiClient, 'GET'>,
  sessionId: string,
  signal: AbortSignal,
  pause: (ms: number, signal: AbortSignal) => Promise<void> = wait,
): Promise<DecidedSession> {
  for (;;) {
    const params = { path: { id: sessionId }, query: { wait: WAIT_SECONDS } };
    const call = api.GET('/verification-sessions/{id}/decision', { params, signal });
    const session = await answerOf(call).catch(passOverTimeout);
    if (session && session.status !== 'processing') return session;
    await pause(PAUSE_MS, signal);
  }
}

/** Passes over a call that was cut short: reading again does nothing twice. */
const passOverTimeout = (error: unknown): undefined => {
  if (!(error instanceof ApiProblem && error.code === 'upstream_timeout')) throw error;
};

/**
 * Uploads the photo of a document, which `submit` then takes.
 * @param photo a JPEG or PNG, as its type says
 * @throws ApiProblem if the API or its storage refuses it, such as one that is too large
 */
export async function uploadDocument(
  api: Pick<ApiClient, 'POST'>,
  sessionId: string,
  photo: Blob,
  send: typeof fetch = fetch,
): Promise<void> {
  const content_type = photo.type === 'image/png' ? 'image/png' : 'image/jpeg';
  const { upload, max_bytes } = await answerOf(
    api.POST('/verification-sessions/{id}/documents', {
      params: { path: { id: sessionId } },
      body: { content_type },
    }),
  );
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
  // the storage ignores fields after the file
  form.set('file', photo);
  const response = await send(upload.url, { method: 'POST', body: form });
  if (response.ok) return;
  const [, code = 'unknown'] = /<Code>(.*?)<\/Code>/.exec(await response.text()) ?? [];
  const message = `the upload was refused (${code}); a photo has at most ${max_bytes} bytes`;
  throw new ApiProblem(response.status, 'unknown', message);
}
