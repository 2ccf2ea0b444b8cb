import { type ApiClient, answerOf, awaitDecision, type components, uploadDocument } from '@face-idv/client';

type Schemas = components['schemas'];
export type Session = Schemas['VerificationSession'];
export type LivenessSession = Schemas['LivenessSession'];
export type LivenessResult = Schemas['LivenessResult'];
export type ConsentText = Schemas['ConsentText'];
export type CaptureLink = Schemas['CaptureLink'];
export type UserMessageKey = Schemas['UserMessageKey'];
export type AlternativeReason = Schemas['AlternativeReason'];
export type AlternativeMeans = Schemas['AlternativeMeans'];
export type InterruptionReason = Schemas['InterruptionReason'];

/** Where a text is shown: the person's language, and whose law holds. */
export interface Place {
  readonly locale: string;
  readonly jurisdiction?: string;
}

/**
 * One verification session, as its person's page acts on it. Each call that changes something takes the key
 * under which it may be repeated.
 * @throws ApiProblem from each call, and TypeError without a network
 */
export interface OwnSession {
  view(): Promise<Session>;
  consentText(noticeVersion: string, place: Place): Promise<ConsentText>;
  createLiveness(key: string): Promise<LivenessSession>;
  completeLiveness(livenessSessionId: string, key: string): Promise<LivenessResult>;
  upload(photo: Blob): Promise<void>;
  submit(key: string): Promise<Session>;
  /** Waits until the session is decided, held for a person, or needs something of its person again. */
  decision(signal: AbortSignal): Promise<Session>;
  takeAlternative(
    reason: AlternativeReason,
    means: AlternativeMeans | undefined,
    key: string,
  ): Promise<Session>;
  captureLink(key: string): Promise<CaptureLink>;
  cancel(key: string): Promise<Session>;
  /** Reports that the person cannot, or does not want to, go on. */
  interrupt(reason: InterruptionReason, key: string): Promise<void>;
}

/** @param send posts the photo of a document to the storage */
export function ownSession(api: ApiClient, id: string, send: typeof fetch = fetch): OwnSession {
  const path = { id };
  const once = (key: string) => ({ path, header: { 'Idempotency-Key': key } });
  return {
    view: () => answerOf(api.GET('/verification-sessions/{id}', { params: { path } })),
    consentText: (notice_version, place) =>
      answerOf(
        api.GET('/consent-texts/{notice_version}', { params: { path: { notice_version }, query: place } }),
      ),
    createLiveness: (key) =>
      answerOf(api.POST('/verification-sessions/{id}/liveness-sessions', { params: once(key) })),
    completeLiveness: (liveness_session_id, key) =>
      answerOf(
        api.POST('/verification-sessions/{id}/liveness-sessions/{liveness_session_id}/complete', {
          params: { path: { id, liveness_session_id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    upload: (photo) => uploadDocument(api, id, photo, send),
    submit: (key) => answerOf(api.POST('/verification-sessions/{id}/submit', { params: once(key) })),
    decision: (signal) => awaitDecision(api, id, signal),
    takeAlternative: (reason, means, key) =>
      answerOf(
        api.POST('/verification-sessions/{id}/alternative-path', {
          params: once(key),
          body: { reason, ...(means ? { means } : {}) },
        }),
      ),
    captureLink: (key) =>
      answerOf(api.POST('/verification-sessions/{id}/capture-links', { params: once(key) })),
    cancel: (key) => answerOf(api.POST('/verification-sessions/{id}/cancel', { params: once(key) })),
    interrupt: async (reason, key) => {
      const params = once(key);
      await answerOf(api.POST('/verification-sessions/{id}/interruption', { params, body: { reason } }));
    },
  };
}
