import type * as z from 'zod/mini';
import { type Generations, watchlistsOf } from '../collections/contract.ts';
import type { Caller } from '../kernel/caller.ts';
import type { watchlistList } from './contract.ts';

/** Lists the watchlists that the config gives to a tenant, in its order. */
export const listWatchlists = (
  { tenant }: Pick<Caller, 'tenant'>,
  { declared }: { readonly declared: Generations },
): z.infer<typeof watchlistList> => ({ data: watchlistsOf(declared, tenant).map((id) => ({ id })) });
