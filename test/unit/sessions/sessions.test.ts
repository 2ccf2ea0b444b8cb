import { describe, expect, it } from 'vitest';
import { cancelVerificationSession } from '../../../lambda/sessions/cancel-verification-session.ts';
import { createDocumentUpload } from '../../../lambda/sessions/create-document-upload.ts';
import { getVerificationReport } from '../../../lambda/sessions/get-verification-report.ts';
import { getVerificationSession } from '../../../lambda/sessions/get-verification-session.ts';
import { listVerificationSessions } from '../../../lambda/sessions/list-verification-sessions.ts';
import {
  aBackend,
  aCaller,
  anOperator,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const clock = () => NOON;
const aStranger = () => aCaller(['self'], 'user-2');

describe('getting a session', () => {
  const dependencies = { sessions: new InMemorySessionStore(aSession()), clock };

  it('shows it to its user, to backends and to operators', async () => {
    for (const caller of [aCaller(), aBackend(), anOperator()])
      expect((await getVerificationSession(caller, 'vs_1', dependencies)).id).toBe('vs_1');
  });

  it("refuses another user's and another tenant's session as if there were none", async () => {
    const missing = getVerificationSession(aStranger(), 'vs_9', dependencies);
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
    const others = getVerificationSession(aStranger(), 'vs_1', dependencies);
    await expect(others).rejects.toMatchObject({ code: 'not_found' });
    const otherTenant = getVerificationSession({ ...anOperator(), tenant: 'other' }, 'vs_1', dependencies);
    await expect(otherTenant).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('getting a report', () => {
  it('tells what only operators may know', async () => {
    const dependencies = { sessions: new InMemorySessionStore(aSession()), clock };
    const report = await getVerificationReport(anOperator(), 'vs_1', dependencies);
    expect(report).toMatchObject({ id: 'vs_1', device_id: 'phone-1', billable_calls: {} });
  });
});

describe('listing sessions', () => {
  const dependencies = {
    sessions: new InMemorySessionStore(
      aSession({ id: 'vs_1' }),
      aSession({ id: 'vs_2' }),
      aSession({ id: 'vs_3' }),
    ),
    clock,
  };

  it('goes page by page', async () => {
    const first = await listVerificationSessions(aBackend(), { user_id: 'user-1', limit: 2 }, dependencies);
    expect(first).toMatchObject({
      data: [{ id: 'vs_3' }, { id: 'vs_2' }],
      has_more: true,
      next_cursor: 'vs_2',
    });
    const rest = { status: 'requires_input', type: 'registration', limit: 2, cursor: 'vs_2' } as const;
    const second = await listVerificationSessions(aBackend(), rest, dependencies);
    expect(second).toMatchObject({ data: [{ id: 'vs_1' }], has_more: false, next_cursor: null });
  });

  it('refuses to list all sessions of a tenant', async () => {
    const listing = listVerificationSessions(aBackend(), { limit: 2 }, dependencies);
    await expect(listing).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('canceling a session', () => {
  it('ends it, once', async () => {
    const { emit, metrics } = recordedMetrics();
    const dependencies = { sessions: new InMemorySessionStore(aSession()), clock, emit };
    expect((await cancelVerificationSession(aCaller(), 'vs_1', dependencies)).status).toBe('canceled');
    const again = cancelVerificationSession(aCaller(), 'vs_1', dependencies);
    await expect(again).rejects.toMatchObject({ code: 'invalid_state' });
    expect(metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'canceled' } },
    ]);
  });

  it('refuses a session that somebody submits at the same time', async () => {
    const sessions = new InMemorySessionStore(aSession());
    const cancel = sessions.transition;
    sessions.transition = async (tenant, id, name, changes) => {
      await cancel(tenant, id, 'submit', {});
      return cancel(tenant, id, name, changes);
    };
    const cancellation = cancelVerificationSession(aCaller(), 'vs_1', {
      sessions,
      clock,
      ...recordedMetrics(),
    });
    await expect(cancellation).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('refuses an expired session, and writes down once that it is', async () => {
    const dependencies = {
      sessions: new InMemorySessionStore(aSession()),
      clock: () => minutesAfter(60),
      ...recordedMetrics(),
    };
    for (const _time of ['first', 'second']) {
      const cancellation = cancelVerificationSession(aCaller(), 'vs_1', dependencies);
      await expect(cancellation).rejects.toMatchObject({ code: 'session_expired' });
    }
    expect(dependencies.sessions.stored(TENANT, 'vs_1').status).toBe('expired');
    expect(dependencies.metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'expired' } },
    ]);
  });
});

describe('asking for the upload of a document', () => {
  const newIdentifier = () => 'doc_1';
  const { emit } = recordedMetrics();

  it('gives it a place under tenant, user and session', async () => {
    const sessions = new InMemorySessionStore(aSession());
    const place = await createDocumentUpload(aCaller(), 'vs_1', { sessions, clock, newIdentifier, emit });
    expect(place).toEqual({ documentId: 'doc_1', key: 'acme/user-1/vs_1/document/doc_1' });
    expect(sessions.stored(TENANT, 'vs_1').document).toEqual({ key: place.key });
  });

  it('refuses an authentication, which takes no document', async () => {
    const sessions = new InMemorySessionStore(aSession({ type: 'authentication' }));
    const request = createDocumentUpload(aCaller(), 'vs_1', { sessions, clock, newIdentifier, emit });
    await expect(request).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('refuses once the session is submitted, also in the same moment', async () => {
    const submitted = new InMemorySessionStore(aSession({ status: 'processing' }));
    const late = createDocumentUpload(aCaller(), 'vs_1', { sessions: submitted, clock, newIdentifier, emit });
    await expect(late).rejects.toMatchObject({ code: 'invalid_state' });
    const sessions = new InMemorySessionStore(aSession());
    sessions.setDocument = async () => false;
    const raced = createDocumentUpload(aCaller(), 'vs_1', { sessions, clock, newIdentifier, emit });
    await expect(raced).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
