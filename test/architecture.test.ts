import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPackage, placeOf, planted, sources } from './support/places.ts';
import { findRing, type SourceFile } from './support/source-files.ts';

/** Folders of `lambda/`, lowest first: a folder imports only itself and folders above it in this list. */
const CAPABILITIES = [
  'kernel',
  'platform',
  'rate-limits',
  'images',
  'access',
  'audit',
  'policies',
  'collections',
  'tombstones',
  'consents',
  'enrollment',
  'user-vectors',
  'replication',
  'abuse',
  'allowed-pairs',
  'signing',
  'step-up',
  'client-sessions',
  'sessions',
  'events',
  'ledger',
  'webhooks',
  'review-cases',
  'search',
  'watchlist',
  'late-check',
  'users',
  'captures',
  'liveness',
  'migration',
  'reconciliation',
  'authentication',
  'face-login',
  'bulk-indexing',
  'registration',
  'test-mode',
  'policy-simulations',
  'retention',
  'data-access',
  'repudiations',
  'erasure',
  'api',
] as const;

/** What a file of a ring may import of its own and of other capabilities. */
const RINGS: Readonly<Record<string, readonly string[]>> = {
  kernel: ['kernel'],
  platform: ['kernel', 'platform'],
  domain: ['kernel', 'domain'],
  contract: ['kernel', 'domain', 'contract'],
  ports: ['kernel', 'domain', 'contract', 'ports'],
  'use-cases': ['kernel', 'domain', 'contract', 'ports', 'use-cases'],
  adapters: ['kernel', 'platform', 'domain', 'contract', 'ports', 'use-cases', 'adapters'],
  functions: ['kernel', 'platform', 'domain', 'contract', 'functions'],
  examples: ['platform', 'examples'],
  wiring: [
    'kernel',
    'platform',
    'domain',
    'contract',
    'ports',
    'use-cases',
    'adapters',
    'functions',
    'wiring',
  ],
  handlers: [
    'kernel',
    'platform',
    'domain',
    'contract',
    'ports',
    'use-cases',
    'adapters',
    'functions',
    'wiring',
    'handlers',
  ],
  api: ['kernel', 'platform', 'domain', 'contract', 'functions', 'examples', 'api'],
};

/** Packages that a ring may import; a ring without a row takes any but the CDK. */
const RING_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  // canonicalize is a pure function: RFC 8785
  kernel: ['zod/mini', 'zod/v4/locales/en.js', 'node:crypto', 'canonicalize'],
  // so are the parts of node:net that know addresses
  domain: ['zod/mini', 'node:crypto', 'node:net'],
  contract: ['zod/mini'],
  ports: [],
  'use-cases': ['zod/mini', 'node:crypto'],
  functions: ['zod/mini'],
  examples: [],
  handlers: ['aws-lambda', '@aws-lambda-powertools/batch'],
  api: ['zod/mini'],
};

/** A package of this repository. */
const isOurs = (imported: string) => imported.startsWith('@face-idv/');

/** Each import of run-time code that points the wrong way, with the rule that it breaks. */
function wrongArrows(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, imports }) => {
    const from = placeOf(path);
    if (!from) return [];
    const wrong = (imported: string): string | undefined => {
      if (isPackage(imported)) {
        const allowed = RING_PACKAGES[from.ring];
        if (/^(aws-cdk-lib|constructs)/.test(imported)) return 'functions do not know the templates';
        return allowed && !allowed.includes(imported) ? `${from.ring} do not import packages` : undefined;
      }
      const to = placeOf(imported);
      if (!to) return 'functions know neither templates, packages nor the laptop';
      if (rankOf(to.capability) > rankOf(from.capability)) return `${to.capability} is above`;
      return RINGS[from.ring]?.includes(to.ring) ? undefined : `${from.ring} do not import ${to.ring}`;
    };
    return imports.flatMap((imported) => {
      const rule = wrong(imported);
      return rule === undefined ? [] : [`${path} -> ${imported}: ${rule}`];
    });
  });
}

const rankOf = (capability: string): number => {
  const rank = (CAPABILITIES as readonly string[]).indexOf(capability);
  if (rank < 0) throw new Error(`lambda/${capability} has no place in the list of capabilities`);
  return rank;
};

/** An arrow outside `lambda/`: files under `from` import nothing but what `allows` says. */
interface Law {
  readonly from: RegExp;
  readonly says: string;
  readonly allows: (imported: string) => boolean;
}

const LAWS: readonly Law[] = [
  {
    from: /^lib\//,
    says: 'templates know of the functions only the kernel, contracts and records',
    allows: (imported) =>
      imported.startsWith('lib/') ||
      isPackage(imported) ||
      /^lambda\/(kernel\/|platform\/(access|function-definition|route)\.ts$|[^/]+\/(contract|functions|routes)\.ts$)/.test(
        imported,
      ),
  },
  {
    from: /^packages\/local-rekognition\//,
    says: 'the local Rekognition stands alone',
    allows: (imported) =>
      imported.startsWith('packages/local-rekognition/') || (isPackage(imported) && !isOurs(imported)),
  },
  {
    from: /^packages\/local-aws\//,
    says: 'the local AWS knows the public face of the local Rekognition, and nothing of the product',
    allows: (imported) =>
      imported.startsWith('packages/local-aws/') ||
      (isPackage(imported) && !isOurs(imported)) ||
      imported.startsWith('@face-idv/local-rekognition'),
  },
  {
    from: /^(bin|lib|lambda)\//,
    says: 'what is deployed does not know that it also runs on a laptop',
    allows: (imported) => !isOurs(imported) && !imported.startsWith('packages/'),
  },
  {
    from: /^examples\//,
    says: 'an example is code of a customer: it knows the API and nothing of the product',
    allows: (imported) => imported.startsWith('examples/') || (isPackage(imported) && !isOurs(imported)),
  },
  {
    from: /^web\/src\//,
    says: 'a page knows the API by its client, and nothing else of the product',
    allows: (imported) =>
      imported.startsWith('web/src/') ||
      (isPackage(imported) && (!isOurs(imported) || imported === '@face-idv/client')),
  },
  {
    from: /^(local|bench|scripts|test)\//,
    says: 'packages are known by their name, through their public face',
    allows: (imported) => !imported.startsWith('packages/'),
  },
  {
    from: /^local\//,
    says: 'the laptop knows neither functions nor templates: it reads cdk.out and runs bundles',
    allows: (imported) => imported.startsWith('local/') || isPackage(imported),
  },
];

const wrongOf = ({ from, allows }: Law, files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path }) => from.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((imported) => !allows(imported)).map((imported) => `${path} -> ${imported}`),
    );

describe('the arrows of the architecture', () => {
  it('are checked over a tree that is there', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(
      sources.find(({ path }) => path === 'lambda/registration/handlers/index-face.ts')?.imports,
    ).toContain('lambda/registration/index-face.ts');
  });

  it('go down the list of capabilities and inwards through the rings', () => {
    expect(wrongArrows(sources)).toEqual([]);
  });

  it.each([
    ['up the list', 'lambda/sessions/end-session.ts', 'lambda/registration/contract.ts'],
    ['from kernel to a capability', 'lambda/kernel/check.ts', 'lambda/images/domain/box-overlap.ts'],
    ['from the domain to a port', 'lambda/abuse/domain/lockout.ts', 'lambda/abuse/ports/lockout-ledger.ts'],
    ['from a port to an adapter', 'lambda/images/ports/x.ts', 'lambda/images/adapters/s3-image-store.ts'],
    ['from a use-case to an adapter', 'lambda/users/x.ts', 'lambda/users/adapters/dynamo-face-removal.ts'],
    ['from a use-case to the run time', 'lambda/users/x.ts', 'lambda/platform/system.ts'],
    ['from a use-case to an SDK', 'lambda/users/x.ts', '@aws-sdk/client-s3'],
    ['from an adapter to wiring', 'lambda/users/adapters/x.ts', 'lambda/enrollment/wiring.ts'],
    ['from the run time to a template', 'lambda/platform/x.ts', 'lib/config.ts'],
    ['from a handler to an SDK', 'lambda/users/handlers/x.ts', '@aws-sdk/client-s3'],
  ])('a planted one %s is found', (_what, from, to) => {
    expect(wrongArrows([planted(from, to)])).toHaveLength(1);
  });

  it.each([
    ['down the list', 'lambda/registration/x.ts', 'lambda/sessions/end-session.ts'],
    ['from a handler to wiring', 'lambda/users/handlers/x.ts', 'lambda/enrollment/wiring.ts'],
    ['from an adapter to its SDK', 'lambda/users/adapters/x.ts', '@aws-sdk/client-s3'],
  ])('one %s is right', (_what, from, to) => {
    expect(wrongArrows([planted(from, to)])).toEqual([]);
  });

  it.each(LAWS.map((law) => [law.says, law] as const))('%s', (_says, law) => {
    expect(wrongOf(law, sources)).toEqual([]);
    const wrong = [
      planted('lib/x.ts', 'lambda/users/wiring.ts'),
      planted('local/x.ts', 'lib/config.ts'),
      planted('examples/x.ts', 'lambda/kernel/policy.ts'),
      planted('lib/y.ts', '@face-idv/local-aws'),
      planted('test/x.ts', 'packages/local-aws/src/clock.ts'),
      planted('web/src/x.ts', 'lambda/kernel/problem.ts'),
      planted('packages/local-rekognition/src/x.ts', '@face-idv/local-aws'),
      planted('packages/local-aws/src/x.ts', 'packages/local-rekognition/src/clock.ts'),
    ];
    expect(wrongOf(law, wrong)).not.toEqual([]);
  });

  it('name every folder of lambda/, and none that does not exist', () => {
    const found = new Set(sources.flatMap(({ path }) => /^lambda\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...found].sort()).toEqual([...CAPABILITIES].sort());
    const rings = new Set(sources.flatMap(({ path }) => placeOf(path)?.ring ?? []));
    expect([...rings].sort()).toEqual(Object.keys(RINGS).sort());
  });

  it('are those of docs/architecture.md: the list of capabilities and the table of rings', () => {
    const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
    const [, capabilities = ''] = /### Capabilities\n.*?```text\n(.*?)\n```/s.exec(page) ?? [];
    expect(capabilities.split('\n').reverse()).toEqual(CAPABILITIES);
    const [, table = ''] = /### Rings\n(.*?)\n### /s.exec(page) ?? [];
    const rows = [...table.matchAll(/^\| `([^`]+)` \| .* \| (`[^|]+) \|$/gm)];
    const rings = rows.map(([, ring = '', imports = '']) => [ring, imports.replaceAll('`', '').split(', ')]);
    expect(Object.fromEntries(rings)).toEqual(RINGS);
  });
});

it('no files import one another in a ring, not even for a type', () => {
  expect(findRing([planted('a', 'b', 'zod'), planted('b', 'c'), planted('c', 'b')])).toEqual(['b', 'c', 'b']);
  expect(findRing([planted('a', 'b', 'c'), planted('b', 'c'), planted('c')])).toBeUndefined();
  expect(findRing(sources)).toBeUndefined();
});
