import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { completeWatchlistEntry } from '../complete-watchlist-entry.ts';
import { toEntryView } from '../contract.ts';
import { createWatchlistEntry } from '../create-watchlist-entry.ts';
import { requireEntry } from '../entry-access.ts';
import { toCreatedEntry } from '../entry-upload.ts';
import { WATCHLIST_FUNCTIONS } from '../functions.ts';
import { listWatchlistEntries } from '../list-watchlist-entries.ts';
import { listWatchlists } from '../list-watchlists.ts';
import { removeWatchlistEntry } from '../remove-watchlist-entry.ts';
import { watchlistsApiDependencies } from '../wiring/watchlists-api.ts';

const env = readEnv(WATCHLIST_FUNCTIONS, 'watchlists-api');
const dependencies = watchlistsApiDependencies(env);

export const handler = apiHandler(
  WATCHLIST_FUNCTIONS['watchlists-api'].routes,
  {
    'list-watchlists': async ({ caller }) => listWatchlists(caller, dependencies),
    'create-watchlist-entry': presented(
      ({ caller, path, body }) => createWatchlistEntry(caller, path('id'), body, dependencies),
      // signed for every answer, so that a repeated request gets a form that still works
      (entry, { body }) => toCreatedEntry(entry, body.content_type, dependencies),
    ),
    'complete-watchlist-entry': presented(
      ({ caller, path }) => completeWatchlistEntry(caller, path('id'), path('entry_id'), dependencies),
      toEntryView,
    ),
    'list-watchlist-entries': ({ caller, path, query }) =>
      listWatchlistEntries(caller, path('id'), query, dependencies),
    'get-watchlist-entry': async ({ caller, path }) =>
      toEntryView(await requireEntry(dependencies.entries, caller.tenant, path('id'), path('entry_id'))),
    'delete-watchlist-entry': async ({ caller, path }) => {
      const entry = await requireEntry(dependencies.entries, caller.tenant, path('id'), path('entry_id'));
      await removeWatchlistEntry(entry, 'removed', dependencies);
    },
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
