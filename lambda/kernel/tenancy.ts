/**
 * Names that contain the tenant: in tokens, collections, keys
 * and prefixes. Templates and functions build them here.
 */

/**
 * Tenant names are short, lowercase and without separators,
 * because they become part of names with separators.
 */
export const TENANT_PATTERN = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** Prefix of the rows that belong to the account and no tenant: its rates, which all tenants share. */
export const ACCOUNT_ROWS = 'limiter';

/** Second part of the keys of rows from which the calls of a tenant are granted. */
export const CALL_LANES = 'callers';

/** Names that no tenant may have: its permissions would reach the account's own rows. */
export const RESERVED_TENANTS: readonly string[] = [ACCOUNT_ROWS];

/** Resource server whose scopes grant a caller's permissions. */
export const API_RESOURCE_SERVER = 'face-idv';

/** Scopes a token can carry, without the resource server's name. */
export const API_SCOPES = {
  self: 'verifications.self',
  manage: 'verifications.manage',
  view: 'verifications.view',
  review: 'verifications.review',
  operate: 'verifications.operate',
  reports: 'verifications.reports',
  users: 'verifications.users',
  proofs: 'verifications.proofs',
  webhooks: 'verifications.webhooks',
} as const;

/** Scopes of a tenant's backend: every one runs verifications. */
export const BACKEND_SCOPES = [
  'manage',
  'reports',
  'users',
  'proofs',
  'webhooks',
] as const satisfies readonly (keyof typeof API_SCOPES)[];

/**
 * Scopes that a tenant grants to its backend: `reports` reads reasons and measures, `users` deletes faces and
 * users and takes the steps of their rights, `proofs` spends proofs of step-ups, `webhooks` manages the
 * endpoints that receive events.
 */
export const GRANTED_SCOPES = [
  'reports',
  'users',
  'proofs',
  'webhooks',
] as const satisfies readonly (typeof BACKEND_SCOPES)[number][];
export type GrantedScope = (typeof GRANTED_SCOPES)[number];

/**
 * Resource servers whose scopes name the tenant of a
 * machine client: `tenant/acme`; a server holds 100 scopes.
 */
export const TENANT_RESOURCE_SERVER = 'tenant';
export const TENANTS_PER_RESOURCE_SERVER = 100;

/**
 * Roles of operators, lowest first; each may do what those before it may. The members of a Cognito group get
 * the scope of its role.
 */
export const OPERATOR_ROLES = {
  viewer: { group: 'viewers', scope: 'view' },
  reviewer: { group: 'reviewers', scope: 'review' },
  administrator: { group: 'operators', scope: 'operate' },
} as const satisfies Readonly<Record<string, { group: string; scope: keyof typeof API_SCOPES }>>;
export type OperatorRole = keyof typeof OPERATOR_ROLES;
export const ROLES_BY_RANK = Object.keys(OPERATOR_ROLES) as readonly OperatorRole[];

/** Attribute of a user that names its tenant; set by administrators, never by the user. */
export const TENANT_ATTRIBUTE = 'tenant';

/** Session tag that names the tenant a function works for; policies compare it with names and keys. */
export const TENANT_TAG = 'tenant';

/** `face-idv/verifications.self` and the like: what API Gateway compares with the token. */
export const apiScope = (scope: keyof typeof API_SCOPES): string =>
  `${API_RESOURCE_SERVER}/${API_SCOPES[scope]}`;

/** Scope that carries the tenant; `index` is the resource server's number, 0 for the first 100 tenants. */
export const tenantScope = (tenant: string, index = 0): string =>
  `${TENANT_RESOURCE_SERVER}${index === 0 ? '' : `-${index + 1}`}/${tenant}`;

const TENANT_SCOPE = /^tenant(?:-(\d+))?\/(.+)$/;

/** The tenant of a token, from the one scope that names it; undefined when none or several do. */
export function tenantOfScopes(scopes: readonly string[]): string | undefined {
  const tenants = scopes.flatMap((scope) => TENANT_SCOPE.exec(scope)?.[2] ?? []);
  return tenants.length === 1 ? tenants[0] : undefined;
}

/** Number of the resource server whose scope names the tenant, 0 for the first; undefined without one. */
export function tenantServerOfScopes(scopes: readonly string[]): number | undefined {
  const scope = scopes.find((one) => TENANT_SCOPE.test(one));
  return scope === undefined ? undefined : Number(TENANT_SCOPE.exec(scope)?.[1] ?? 1) - 1;
}

/** Name of the parameter that lists the backend clients of one resource server's tenants. */
export const backendClientsParameter = (stage: string, server: number): string =>
  `/face-idv/${stage}/backend-clients/${server}`;
export const BACKEND_CLIENTS_SEPARATOR = ',';
/** The client ids in that parameter. */
export const parseBackendClients = (value: string): readonly string[] =>
  value.split(BACKEND_CLIENTS_SEPARATOR).filter((id) => id !== '');

/**
 * `{prefix}.{tenant}.{generation}.{shard}`: the name of one Rekognition collection (at most 255 characters).
 */
export const collectionId = (prefix: string, tenant: string, generation: string, shard: number): string =>
  `${prefix}.${tenant}.${generation}.${shard}`;

/** Name of a collection that belongs to no tenant: tenant names have no capital letters. */
export const modelProbeCollectionId = (prefix: string): string => `${prefix}.MODEL-PROBE`;

/**
 * How a collection of another region is written: `{region}/{name}`. Both regions have the same names,
 * and a name holds no slash. One without a region is in the region that the product is deployed to.
 */
export const collectionInRegion = (region: string, collection: string): string => `${region}/${collection}`;

/** The region of a collection; undefined for the one that the product is deployed to. */
export const regionOfCollection = (collection: string): string | undefined => {
  const slash = collection.indexOf('/');
  return slash < 0 ? undefined : collection.slice(0, slash);
};

/** Returns the CollectionId: the collection's name without a region. */
export const collectionName = (collection: string): string => collection.slice(collection.indexOf('/') + 1);

/** Names of watchlists are parts of collections' names. */
export const WATCHLIST_PATTERN = /^[a-z][a-z0-9-]{0,30}$/;

/** Separates a generation from a list; no name of either holds it. */
const LIST_SEPARATOR = '_';

/**
 * `{generation}_{list}`: the part of a collection's name that holds the faces of a watchlist, in place of the
 * generation. No generation has such a name, so no list meets the users, and no two lists meet.
 */
export const galleryOfList = (generation: string, list: string): string =>
  `${generation}${LIST_SEPARATOR}${list}`;

/** The part of a collection's name between tenant and shard; no other part of it holds a dot. */
export const galleryOfCollection = (collection: string): string => collection.split('.').at(-2) ?? '';

/** The generation in a collection's name, be its faces of users or of a watchlist. */
export const generationOfCollection = (collection: string): string =>
  galleryOfCollection(collection).split(LIST_SEPARATOR)[0] ?? '';

/** The watchlist in a collection's name; undefined for a collection of users' faces. */
export const listOfCollection = (collection: string): string | undefined =>
  galleryOfCollection(collection).split(LIST_SEPARATOR)[1];

/** Number of the shard in a collection's name. */
export const shardOfCollection = (collection: string): number => Number(collection.split('.').at(-1));

/** The shard of a collection as metrics name it: lists share one name, apart from the shards of users. */
export const shardLabelOf = (collection: string): string =>
  listOfCollection(collection) === undefined ? String(shardOfCollection(collection)) : 'watchlist';

/** The tenant in a collection's name. */
export const tenantOfCollection = (collection: string): string => collection.split('.').at(-3) ?? '';

/** Tenants per rule of a schedule, whose input may have 8,192 characters (Amazon EventBridge quotas). */
export const TENANTS_PER_RULE = 200;
