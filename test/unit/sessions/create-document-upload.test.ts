import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { createDocumentUpload } from '../../../lambda/sessions/create-document-upload.ts';
import {
  aCaller,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

function anUpload(session = aSession(), clock = () => NOON) {
  const sessions = new InMemorySessionStore(session);
  let made = 0;
  const newIdentifier = (prefix: string) => {
    made += 1;
    return `${prefix}_${made}`;
  };
  const dependencies = { sessions, ledgers: sessions.lockouts, clock, newIdentifier };
  return { sessions, ask: () => createDocumentUpload(aCaller(), 'vs_1', dependencies) };
}

describe('asking for the upload of a document', () => {
  it('gives it a place under tenant, user and session; the last one counts', async () => {
    const { ask, sessions } = anUpload();
    expect(await ask()).toEqual({ documentId: 'doc_1', key: 'acme/vs_1/document/doc_1' });
    expect(sessions.stored(TENANT, 'vs_1').document).toEqual({ key: 'acme/vs_1/document/doc_1' });
    await ask();
    expect(sessions.stored(TENANT, 'vs_1').document).toEqual({ key: 'acme/vs_1/document/doc_2' });
  });

  it.each(['authentication', 'step_up'] as const)('refuses a session of type %s', async (type) => {
    const { ask, sessions } = anUpload(aSession({ type }));
    await expect(ask()).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('needs no document'),
    });
    expect(sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('document');
  });

  it('refuses a user or a device that is locked out, so that no document is tried meanwhile', async () => {
    for (const subject of subjectsOf(aSession())) {
      const { ask, sessions } = anUpload();
      await sessions.lockouts.update(TENANT, subject, (ledger) => ({ ...ledger, blocked: true }));
      await expect(ask()).rejects.toMatchObject({ code: 'liveness_blocked' });
      expect(sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('document');
    }
  });

  it('is open to a user who is locked out, where nothing is decided by a face', async () => {
    const { ask, sessions } = anUpload(aSession({ alternative_path: WITHOUT_FACE }));
    await sessions.lockouts.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ({
      ...ledger,
      blocked: true,
    }));
    expect(await ask()).toMatchObject({ documentId: 'doc_1' });
  });

  it('refuses once the session is submitted or over, also in the same moment', async () => {
    const submitted = anUpload(aSession({ status: 'processing' }));
    await expect(submitted.ask()).rejects.toMatchObject({ code: 'invalid_state' });
    const over = anUpload(aSession(), () => minutesAfter(60));
    await expect(over.ask()).rejects.toMatchObject({ code: 'session_expired' });
    const { ask, sessions } = anUpload();
    sessions.setDocument = async () => {
      await sessions.move(TENANT, 'vs_1', 'submit');
      return false;
    };
    await expect(ask()).rejects.toMatchObject({
      code: 'invalid_state',
      message: 'verification session vs_1 is processing',
    });
  });
});
