import type { Deployed } from './check.ts';

/** Creates a registration session of the smoke test's user, by any text that is published. @returns its id */
export async function createSession({ backend, userId }: Deployed): Promise<string> {
  const { data: texts } = await backend.get<{ data: { notice_version: string }[] }>('/consent-texts');
  const [text] = texts;
  if (!text)
    throw new Error('the stage has no consent text: publish one by POST /v1/consent-texts (docs/consent.md)');
  const { id } = await backend.post<{ id: string }>('/verification-sessions', {
    type: 'registration',
    user_id: userId,
    consent: { given: true, notice_version: text.notice_version },
    device: { id: 'smoke' },
  });
  return id;
}

/** Runs a piece of work on a session of its own, which is canceled afterwards. */
export async function withCanceledSession<T>(
  deployed: Deployed,
  work: (sessionId: string) => Promise<T>,
): Promise<T> {
  const id = await createSession(deployed);
  try {
    return await work(id);
  } finally {
    await deployed.backend.post(`/verification-sessions/${id}/cancel`);
  }
}

/** Cancels the sessions of the smoke test's user that wait for their person. */
export async function cancelOpenSessions({ backend, userId }: Deployed): Promise<void> {
  const { data } = await backend.get<{ data: { id: string; status: string }[] }>(
    `/verification-sessions?user_id=${userId}`,
  );
  for (const { id, status } of data)
    if (status === 'requires_input') await backend.post(`/verification-sessions/${id}/cancel`);
}
