import { answerOf, apiClient, type components } from '@face-idv/client';
import { clientSessionFetch, OWN } from '../session/client-session-fetch.ts';
import { type OwnSession, ownSession } from '../session/own-session.ts';
import { reportLeaving } from '../session/report-leaving.ts';
import type { KeptPlace } from './kept-entrance.ts';

type NewSession = components['schemas']['CreateVerificationSession'];

/** A session that the page has entered. */
export interface Entered {
  readonly session: OwnSession;
  /** Whether the session belongs to whoever has signed in, who may begin another. */
  readonly own: boolean;
  /** Whether the person has agreed on this page already: before it created the session, or before a reload. */
  readonly agreed: boolean;
  /** Whether they had gone on with a phone before a reload. */
  readonly handedOff: boolean;
  /** Whether it was opened by a link, perhaps on a second device. */
  readonly linked: boolean;
  /** Reports that the person closes the page. */
  leave(): void;
}

export interface Doors {
  readonly apiUrl: string;
  readonly accessToken: () => Promise<string>;
  /** Posts photos to the storage. */
  readonly send: typeof fetch;
}

const sessionUrl = (apiUrl: string, path: string): string => apiUrl.replace(/\/$/, '') + path;

const NOWHERE: KeptPlace = { agreed: false, handedOff: false };

/** Enters the session of a client token. @param place where the person was before a reload */
export function enterByToken(
  { apiUrl, send }: Doors,
  token: string,
  linked: boolean,
  place: KeptPlace = NOWHERE,
): Entered {
  const api = apiClient({ apiUrl, accessToken: () => token, fetch: clientSessionFetch });
  return {
    session: ownSession(api, OWN, send),
    own: false,
    ...place,
    linked,
    leave: () => reportLeaving(sessionUrl(apiUrl, '/client-session'), token),
  };
}

/** Enters a session of the person who has signed in. @param place where they were before a reload */
export function enterAsPerson(
  { apiUrl, accessToken, send }: Doors,
  sessionId: string,
  place: KeptPlace = NOWHERE,
): Entered {
  let latest: string | undefined;
  const remembered = async () => {
    latest = await accessToken();
    return latest;
  };
  return {
    session: ownSession(apiClient({ apiUrl, accessToken: remembered }), sessionId, send),
    own: true,
    ...place,
    agreed: true,
    linked: false,
    leave: () => {
      if (latest) reportLeaving(sessionUrl(apiUrl, `/verification-sessions/${sessionId}`), latest);
    },
  };
}

/** Exchanges the secret of a capture link for the session's token. @throws ApiProblem `capture_link_invalid` */
export async function exchangeLink({ apiUrl }: Doors, secret: string, key: string): Promise<string> {
  const api = apiClient({ apiUrl, accessToken: () => '', fetch: withoutToken });
  const params = { header: { 'Idempotency-Key': key } };
  const { client_token } = await answerOf(api.POST('/capture-links/exchange', { params, body: { secret } }));
  return client_token;
}

/** The secret is the credential: an empty token beside it would be refused. */
function withoutToken(request: Request): Promise<Response> {
  request.headers.delete('authorization');
  return fetch(request);
}

/** Creates a session for the person who has signed in. */
export async function createSession(
  { apiUrl, accessToken }: Doors,
  body: NewSession,
  key: string,
): Promise<string> {
  const params = { header: { 'Idempotency-Key': key } };
  const { id } = await answerOf(
    apiClient({ apiUrl, accessToken }).POST('/verification-sessions', { params, body }),
  );
  return id;
}
