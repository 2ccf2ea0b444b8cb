import type { ExchangedToken } from '../client-sessions/contract.ts';
import { type LinkPlace, useOf } from '../client-sessions/domain/capture-link.ts';
import { type MintClientTokenDependencies, mintClientToken } from '../client-sessions/mint-client-token.ts';
import type { CaptureLinksStore } from '../client-sessions/ports/capture-links-store.ts';
import { Problem } from '../kernel/problem.ts';
import { statusAt } from './domain/verification-session.ts';
import type { SessionStore } from './ports/session-store.ts';

export interface ExchangeCaptureLinkDependencies extends MintClientTokenDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly captureLinks: CaptureLinksStore;
}

/** Writers of one row are pages of one person. */
const MAX_ATTEMPTS = 8;

/** The one answer to every link that does not work, so that it says nothing of what there is. */
export const invalidLink = (): Problem =>
  new Problem('capture_link_invalid', 'this link was used or is too old; show a new one on the other device');

/**
 * Exchanges a link for the token of its session, once: one conditional write decides. The same request may be
 * repeated, since its answer may be lost.
 * @param place of the link, from its secret
 * @param key Idempotency-Key of the request
 * @throws Problem `capture_link_invalid` for a link that is unknown, used, expired or of a closed session
 */
export async function exchangeCaptureLink(
  { tenant, session_id, secret_sha256 }: LinkPlace,
  key: string,
  dependencies: ExchangeCaptureLinkDependencies,
): Promise<ExchangedToken> {
  const { sessions, captureLinks, clock, emit } = dependencies;
  const refuse = () => {
    emit('CaptureLink', 1, { Result: 'refused' });
    return invalidLink();
  };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const now = clock();
    const [links, session] = await Promise.all([
      captureLinks.get(tenant, session_id),
      sessions.get(tenant, session_id),
    ]);
    const use = useOf(links, secret_sha256, key, now);
    if (use.kind === 'refuse' || !session || statusAt(session, now) !== 'requires_input') throw refuse();
    if (use.kind === 'use' && !(await captureLinks.put(tenant, session_id, use.links))) continue;
    const minted = await mintClientToken(session, dependencies);
    if (!minted) throw refuse();
    emit('CaptureLink', 1, { Result: use.kind === 'use' ? 'exchanged' : 'repeated' });
    return minted;
  }
  throw new Error(`the capture links of ${session_id} were changed in each of ${MAX_ATTEMPTS} attempts`);
}
