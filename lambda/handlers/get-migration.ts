import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { parsePolicy, parseShadowReadPolicy, readEnv } from '../runtime/settings.ts';
import { openMigrations, openMissingImages, openShadowReads } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { migrationDetails, toMigrationView } from '../use-cases/migration-view.ts';
import { getMigration } from '../use-cases/migrations.ts';

const env = readEnv('get-migration');
const migrations = openMigrations(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);
const details = {
  missing: openMissingImages(env),
  shadowReads: openShadowReads(env),
  policy: parseShadowReadPolicy(env.SHADOW_READ_POLICY),
  prices: prices_usd,
};

export const handler = httpHandler(
  'get-migration',
  {
    execute: ({ caller, path }) => getMigration(caller, path('id'), migrations),
    present: async (migration) => ({
      ...toMigrationView(migration, prices_usd, systemClock()),
      ...(await migrationDetails(migration, details)),
    }),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
