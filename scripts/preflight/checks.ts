import { BATCHES_CONCURRENCY } from '../../lambda/bulk-indexing/contract.ts';
import { galleriesOf, generationsOf, shardsOfGalleries } from '../../lambda/collections/contract.ts';
import { limitedOperation, OPERATIONS_OF_LIMIT, type Quotas } from '../../lambda/rate-limits/contract.ts';
import type { DeploymentConfig } from '../../lib/config.ts';
import { withWatchlists } from '../../lib/watchlists.ts';
import type { Account } from './account.ts';
import { type Check, type Finding, regionsOf } from './preflight.ts';

/** Minimum version of the bootstrap stack, of the CDK's default synthesizer. */
const MIN_BOOTSTRAP_VERSION = 6;
/** Concurrent executions per request per second, roughly: requests take less than a second. */
const EXECUTIONS_PER_REQUEST_RATE = 1;

/** The checks of the preflight, in order: without credentials nothing else can be read. */
export const CHECKS: readonly Check[] = [
  {
    name: 'credentials',
    actions: ['sts:GetCallerIdentity'],
    isVital: true,
    run: async ({ account }) => {
      const { accountId, arn } = await account.caller();
      const found: Finding = { level: 'fine', what: `account ${accountId}, as ${arn}` };
      if (!arn.endsWith(':root')) return [found];
      const todo = 'Use a user or role of your own with MFA and the permissions in docs/preflight.md.';
      return [{ level: 'warns', what: `${found.what}: the root user of the account`, todo }];
    },
  },
  {
    name: 'bootstrap',
    actions: ['ssm:GetParameter'],
    run: ({ config, account }) => inEachRegion(config, (region) => checkBootstrap(region, account)),
  },
  {
    name: 'collections',
    actions: ['rekognition:ListCollections'],
    run: ({ config, account, isUpdate }) =>
      inEachRegion(config, async (region) => {
        const present = await account.collectionIds(region);
        const found = judgeCollections(region, collectionsOf(config), present, isUpdate);
        return isUpdate ? [found, ...judgeShards(region, config, present)] : [found];
      }),
  },
  {
    name: 'quotas',
    actions: ['servicequotas:ListServiceQuotas', 'servicequotas:ListAWSDefaultServiceQuotas'],
    run: ({ config, account }) =>
      inEachRegion(config, async (region) =>
        judgeQuotas(region, quotasOf(config, region), await account.rekognitionQuotas(region)),
      ),
  },
  {
    name: 'concurrency',
    actions: ['lambda:GetAccountSettings'],
    run: async ({ config, account }) => [
      judgeConcurrency(config, await account.unreservedConcurrency(config.region)),
    ],
  },
];

async function inEachRegion(
  config: DeploymentConfig,
  check: (region: string) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const found = [];
  for (const region of regionsOf(config)) found.push(...(await check(region)));
  return found;
}

async function checkBootstrap(region: string, account: Account): Promise<readonly Finding[]> {
  const version = await account.bootstrapVersion(region);
  if (version !== undefined && version >= MIN_BOOTSTRAP_VERSION)
    return [{ level: 'fine', what: `${region} is bootstrapped, version ${version}` }];
  const { accountId } = await account.caller();
  return [
    {
      level: 'blocks',
      what:
        version === undefined
          ? `${region} is not bootstrapped for the CDK`
          : `the bootstrap stack of ${region} has version ${version}, and ${MIN_BOOTSTRAP_VERSION} is needed`,
      todo: `npx cdk bootstrap aws://${accountId}/${region}`,
    },
  ];
}

/** Returns the ids of the collections that a stage's templates create in each region. */
const collectionsOf = (config: DeploymentConfig): readonly string[] =>
  config.tenants.flatMap(({ id }) =>
    shardsOfGalleries(config.collectionPrefix, id, galleriesOf(withWatchlists(config), id)).map(
      ({ collectionId }) => collectionId,
    ),
  );

/**
 * Finds existing collections: CloudFormation cannot create them again, and a first deployment expects none.
 */
function judgeCollections(
  region: string,
  wanted: readonly string[],
  present: readonly string[],
  isUpdate: boolean,
): Finding {
  const existing = wanted.filter((id) => present.includes(id));
  const known = `${existing.length} of ${wanted.length} collections of the stage exist in ${region}`;
  if (isUpdate || existing.length === 0) return { level: 'fine', what: known };
  return {
    level: 'blocks',
    what: `${known} already, such as ${existing[0]}: their creation would fail`,
    todo: 'Pass --update if the stage is deployed; otherwise delete them, or deploy with --import-existing-resources.',
  };
}

/** Finds generations whose number of shards would change in place: searches would miss people afterwards. */
const judgeShards = (
  region: string,
  { collectionPrefix, generations, tenants }: DeploymentConfig,
  present: readonly string[],
): readonly Finding[] =>
  tenants.flatMap(({ id }) =>
    generationsOf(generations, id).flatMap(({ generation, shards }): Finding[] => {
      const begin = `${collectionPrefix}.${id}.${generation}.`;
      const existing = present.filter((collection) => collection.startsWith(begin)).length;
      if (existing === 0 || existing === shards) return [];
      return [
        {
          level: 'blocks',
          what: `generation ${generation} of tenant ${id} has ${existing} shards in ${region}, and lib/config.ts has ${shards}: people would be enrolled twice`,
          todo: 'Put the number back, add a generation with a new name after it, and migrate (docs/migrations.md).',
        },
      ];
    }),
  );

/** Returns the configured quotas of bulk jobs in a region. */
const quotasOf = ({ region, quotas, secondRegion }: DeploymentConfig, of: string): Quotas =>
  secondRegion !== undefined && of !== region ? secondRegion.quotas : quotas;

function judgeQuotas(
  region: string,
  configured: Quotas,
  granted: ReadonlyMap<string, number>,
): readonly Finding[] {
  return limitedOperation.options.flatMap((limited): Finding[] => {
    const wanted = configured[limited];
    return OPERATIONS_OF_LIMIT[limited].map((operation): Finding => {
      const quota = granted.get(operation);
      if (quota === undefined)
        return {
          level: 'warns',
          what: `Service Quotas has no quota of ${operation} in ${region}; ${wanted} calls per second are configured`,
          todo: 'Look at the Service Quotas console, and set quotas in lib/config.ts to what it says.',
        };
      const what = `${operation} in ${region}: ${wanted} calls per second configured, ${quota} granted`;
      if (quota >= wanted) return { level: 'fine', what };
      const todo = `Request an increase in Service Quotas, or set quotas: { ${limited}: ${quota} } in lib/config.ts.`;
      return { level: 'warns', what, todo };
    });
  });
}

function judgeConcurrency(
  { region, api: { rateLimitPerSecond }, longPoll, tenants }: DeploymentConfig,
  unreserved: number,
): Finding {
  const waiting = longPoll.maxSeconds > 0 ? longPoll.slots * tenants.length : 0;
  const wanted = rateLimitPerSecond * EXECUTIONS_PER_REQUEST_RATE + BATCHES_CONCURRENCY + waiting;
  const what = `Lambda in ${region}: ${unreserved} executions at once`;
  if (unreserved >= wanted) return { level: 'fine', what };
  const todo = `Request an increase of "Concurrent executions" (Lambda, L-B99A9384) in Service Quotas to ${wanted} or more.`;
  if (unreserved <= BATCHES_CONCURRENCY)
    return {
      level: 'blocks',
      what: `${what}: an index job takes ${BATCHES_CONCURRENCY}, so that no request would be answered beside it`,
      todo,
    };
  return {
    level: 'warns',
    what: `${what}: ${rateLimitPerSecond} requests per second, ${waiting} that wait for a decision (longPoll) and an index job may need ${wanted}`,
    todo,
  };
}
