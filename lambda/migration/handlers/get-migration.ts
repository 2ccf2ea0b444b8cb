import { openMissingImages } from '../../enrollment/wiring.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { parseShadowReadPolicy } from '../contract.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { migrationDetails, toMigrationView } from '../migration-view.ts';
import { getMigration } from '../migrations.ts';
import { openMigrations, openShadowReads } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'get-migration');
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
  MIGRATION_FUNCTIONS['get-migration'].route,
  {
    execute: ({ caller, path }) => getMigration(caller, path('id'), migrations),
    present: async (migration) => ({
      ...toMigrationView(migration, prices_usd, systemClock()),
      ...(await migrationDetails(migration, details)),
    }),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
