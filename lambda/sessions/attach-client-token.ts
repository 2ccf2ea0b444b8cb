import { type MintClientTokenDependencies, mintClientToken } from '../client-sessions/mint-client-token.ts';
import { type Caller, isBackend } from '../kernel/caller.ts';
import type { ClientView } from './domain/client-view.ts';

/**
 * Returns the view of a session that was just created with the token for its app. Only backends get one:
 * people and operators have tokens of their own.
 */
export async function attachClientToken(
  caller: Caller,
  view: ClientView,
  dependencies: MintClientTokenDependencies,
): Promise<ClientView> {
  if (!isBackend(caller) || view.status !== 'requires_input') return view;
  const { id, created_at, expires_at } = view;
  const minted = await mintClientToken({ tenant: caller.tenant, id, created_at, expires_at }, dependencies);
  return { ...view, ...minted };
}
