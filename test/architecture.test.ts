import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findRing, type SourceFile, sourceFilesOf } from './support/source-files.ts';

const FOLDERS = ['bin', 'lib', 'lambda', 'local', 'packages', 'web', 'bench', 'scripts', 'test'];
/** Longest file before it has more than one reason. */
const MAX_LINES = 330;

/** Folders of `lambda/`, lowest first: a folder imports only itself and folders above it in this list. */
const CAPABILITIES = [
  'kernel',
  'platform',
  'rate-limits',
  'images',
  'access',
  'audit',
  'collections',
  'enrollment',
  'user-vectors',
  'replication',
  'abuse',
  'sessions',
  'review-cases',
  'search',
  'late-check',
  'users',
  'liveness',
  'migration',
  'reconciliation',
  'authentication',
  'bulk-indexing',
  'registration',
  'api',
] as const;

/** Where a file of `lambda/` stands in its capability. */
interface Place {
  readonly capability: string;
  readonly ring: string;
}

/** Files at a capability's root that are not use-cases, each a ring of its own. */
const ROOT_RINGS = ['contract', 'functions', 'examples', 'wiring'];

function placeOf(path: string): Place | undefined {
  const [, capability = '', rest = ''] = /^lambda\/([^/]+)\/(.+)\.ts$/.exec(path) ?? [];
  if (capability === '') return undefined;
  // these three are no capabilities: a language, a run time and a list
  if (['kernel', 'platform', 'api'].includes(capability)) return { capability, ring: capability };
  const folder = /^([^/]+)\//.exec(rest)?.[1];
  return { capability, ring: folder ?? (ROOT_RINGS.includes(rest) ? rest : 'use-cases') };
}

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
  wiring: ['kernel', 'platform', 'domain', 'contract', 'ports', 'use-cases', 'adapters', 'wiring'],
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
  kernel: ['zod', 'node:crypto'],
  domain: ['zod', 'node:crypto'],
  contract: ['zod'],
  ports: [],
  'use-cases': ['zod', 'node:crypto'],
  functions: ['zod'],
  examples: [],
  handlers: ['aws-lambda', '@aws-lambda-powertools/batch'],
  api: ['zod'],
};

/** Neither below a folder of ours nor a file at the root, such as a tool's configuration. */
const isPackage = (imported: string) =>
  !FOLDERS.includes(imported.split('/')[0] ?? '') && !/^[^/]+\.(ts|json)$/.test(imported);
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

const files = FOLDERS.flatMap(sourceFilesOf);
const file = (path: string, ...imports: string[]): SourceFile => ({ path, imports, text: '' });

describe('the arrows of the architecture', () => {
  it('are checked over a tree that is there', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(
      files.find(({ path }) => path === 'lambda/registration/handlers/index-face.ts')?.imports,
    ).toContain('lambda/registration/index-face.ts');
  });

  it('go down the list of capabilities and inwards through the rings', () => {
    expect(wrongArrows(files)).toEqual([]);
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
    expect(wrongArrows([file(from, to)])).toHaveLength(1);
  });

  it.each([
    ['down the list', 'lambda/registration/x.ts', 'lambda/sessions/end-session.ts'],
    ['from a handler to wiring', 'lambda/users/handlers/x.ts', 'lambda/enrollment/wiring.ts'],
    ['from an adapter to its SDK', 'lambda/users/adapters/x.ts', '@aws-sdk/client-s3'],
  ])('one %s is right', (_what, from, to) => {
    expect(wrongArrows([file(from, to)])).toEqual([]);
  });

  it.each(LAWS.map((law) => [law.says, law] as const))('%s', (_says, law) => {
    expect(wrongOf(law, files)).toEqual([]);
    const planted = [
      file('lib/x.ts', 'lambda/users/wiring.ts'),
      file('local/x.ts', 'lib/config.ts'),
      file('lib/y.ts', '@face-idv/local-aws'),
      file('test/x.ts', 'packages/local-aws/src/clock.ts'),
      file('packages/local-rekognition/src/x.ts', '@face-idv/local-aws'),
      file('packages/local-aws/src/x.ts', 'packages/local-rekognition/src/clock.ts'),
    ];
    expect(wrongOf(law, planted)).not.toEqual([]);
  });

  it('name every folder of lambda/, and none that does not exist', () => {
    const found = new Set(files.flatMap(({ path }) => /^lambda\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...found].sort()).toEqual([...CAPABILITIES].sort());
    const rings = new Set(files.flatMap(({ path }) => placeOf(path)?.ring ?? []));
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
  expect(findRing([file('a', 'b', 'zod'), file('b', 'c'), file('c', 'b')])).toEqual(['b', 'c', 'b']);
  expect(findRing([file('a', 'b', 'c'), file('b', 'c'), file('c')])).toBeUndefined();
  expect(findRing(files)).toBeUndefined();
});

/** A package.json: what it stands for, what its files are. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Tools that are run, and what the liveness component asks for beside itself: no file names them. */
const NOT_IMPORTED = [
  '@stryker-mutator/core',
  '@stryker-mutator/vitest-runner',
  '@biomejs/biome',
  '@vitest/coverage-v8',
  'aws-amplify',
  'aws-cdk',
  'tsx',
  'typescript',
];

const WORKSPACES = [
  ['the product', '', /^(?!packages\/|test\/client-types\/)/],
  ['local-rekognition', 'packages/local-rekognition/', /^packages\/local-rekognition\//],
  ['local-aws', 'packages/local-aws/', /^packages\/local-aws\//],
  ['client-types', 'test/client-types/', /^test\/client-types\//],
] as const;

describe.each(WORKSPACES)('the package.json of %s', (_name, folder, members) => {
  const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Manifest;
  const { dependencies = {}, devDependencies = {} } = manifest;
  const declared = Object.keys({ ...dependencies, ...devDependencies });
  const own = files.filter(({ path }) => members.test(path));
  const packageOf = (imported: string) =>
    imported
      .split('/')
      .slice(0, imported.startsWith('@') ? 2 : 1)
      .join('/');

  it('names every package that its files import', () => {
    const imported = own.flatMap(({ imports }) => imports.filter(isPackage).map(packageOf));
    const unnamed = imported.filter(
      (name) => !name.startsWith('node:') && !declared.includes(name) && !declared.includes(`@types/${name}`),
    );
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('is what the lock file was made of, or npm ci refuses it', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, Manifest>>;
    };
    const locked = lock.packages[folder.replace(/\/$/, '')];
    expect(locked?.dependencies).toEqual(manifest.dependencies);
    expect(locked?.devDependencies).toEqual(manifest.devDependencies);
  });

  it('names none that nothing of its own uses, and versions that are exact', () => {
    const names = (name: string) => new RegExp(`['"]${name}['"/]`);
    const unused = declared.filter(
      (name) =>
        !name.startsWith('@types/') &&
        !NOT_IMPORTED.includes(name) &&
        !own.some(({ text }) => names(name).test(text)),
    );
    expect(unused).toEqual([]);
    const inexact = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(inexact).toEqual([]);
  });
});

describe('the run time', () => {
  const lambda = files.filter(({ path }) => path.startsWith('lambda/'));

  it('reads the environment in its settings only, and does not know where it runs', () => {
    const readers = lambda.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'lambda/platform/clients/s3.ts',
      'lambda/platform/logger.ts',
      'lambda/platform/read-env.ts',
    ]);
    expect(lambda.filter(({ text }) => /isLocal|localhost/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('imports zod as a namespace, of which bundlers keep what is used: `{ z }` costs each bundle 350 KB', () => {
    const greedy = lambda.filter(({ text }) => /import \{[^}]*\} from 'zod'/.test(text));
    expect(greedy.map(({ path }) => path)).toEqual([]);
  });

  it('asks for the shard of a user in one place: a user whose faces are stored may have none', () => {
    const askers = lambda.filter(({ text }) => /\bshardOf\(/.test(text)).map(({ path }) => path);
    expect(askers).toEqual([
      'lambda/collections/collections-to-write.ts',
      'lambda/collections/domain/shard.ts',
    ]);
  });

  it('takes the time and random numbers from one place', () => {
    const askers = lambda
      .filter(({ text }) => /Date\.now\(\)|new Date\(\)|Math\.random|randomUUID|randomBytes/.test(text))
      .map(({ path }) => path);
    expect(askers).toEqual(['lambda/platform/system.ts']);
  });
});

describe('the tests', () => {
  /** Use-cases, and files of the domain that do something, without a test of their own name that has to do with them. */
  const untested = (among: readonly SourceFile[]) =>
    among
      .filter(({ path, text }) => {
        const ring = placeOf(path)?.ring;
        return ring === 'use-cases' || (ring === 'domain' && /^export (?!interface|type)/m.test(text));
      })
      .map(({ path }) => path)
      .filter((path) => {
        const name = `test/unit/${path.slice('lambda/'.length, -'.ts'.length)}.test.ts`;
        const test = among.find((one) => one.path === name);
        // by itself, or by what it has in common with other tests
        const support = among.filter((one) => test?.imports.includes(one.path) && /^test\//.test(one.path));
        return ![test, ...support].some((one) => one?.imports.includes(path));
      });

  it('of a use-case, and of the domain, are found by guessing', () => {
    expect(untested(files)).toEqual([]);
    const planted = 'lambda/users/forget-user.ts';
    const test = file('test/unit/users/forget-user.test.ts', planted);
    expect(untested([file(planted)])).toEqual([planted]);
    expect(untested([file(planted), { ...test, imports: [] }])).toEqual([planted]);
    expect(untested([file(planted), test])).toEqual([]);
  });

  it('take the mock of an SDK client off it again: the next file in the process may need the client', () => {
    const askers = files.filter(({ imports }) => imports.includes('aws-sdk-client-mock'));
    expect(askers.map(({ path }) => path)).toEqual(['test/support/lambda/mocked-client.ts']);
  });
});

/** Files of the kernel, of domains and use-cases that do something, and have no unit test of their own name. */
function untested(sources: readonly SourceFile[]): readonly string[] {
  const imports = new Map(sources.map((source) => [source.path, source.imports]));
  const importedBy = (path: string) => imports.get(path) ?? [];
  return sources
    .filter(({ path, text }) => {
      const ring = placeOf(path)?.ring ?? '';
      // types alone do nothing
      return ['kernel', 'domain', 'use-cases'].includes(ring) && /^export (?!interface|type)/m.test(text);
    })
    .map(({ path }) => path)
    .filter((path) => {
      const test = path.replace(/^lambda\/(.+)\.ts$/, 'test/unit/$1.test.ts');
      // itself, or by what sets it up
      const setUp = importedBy(test).filter((imported) => imported.startsWith('test/support/'));
      return ![test, ...setUp].some((one) => importedBy(one).includes(path));
    });
}

describe('every use-case, and every file of a domain and of the kernel', () => {
  it('has a unit test of its own name', () => {
    expect(untested(files)).toEqual([]);
  });

  it('is looked at, but for types', () => {
    const text = 'export async function endSession() {}';
    const planted = { path: 'lambda/sessions/end-session.ts', imports: [], text };
    const test = 'test/unit/sessions/end-session.test.ts';
    expect(untested([planted])).toEqual([planted.path]);
    expect(untested([planted, file(test)])).toEqual([planted.path]);
    expect(untested([planted, file(test, planted.path)])).toEqual([]);
    const support = file('test/support/x.ts', planted.path);
    expect(untested([planted, file(test, support.path), support])).toEqual([]);
    expect(untested([{ ...planted, text: 'export interface Ended {}' }])).toEqual([]);
  });
});

describe('every file', () => {
  it('has one reason, and so not too many lines', () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > MAX_LINES && !/(^|\/)test\//.test(path));
    expect(long).toEqual([]);
  });

  it('has a name in kebab-case', () => {
    const misnamed = files.map(({ path }) => path).filter((path) => !/^[a-z0-9./-]+$/.test(path));
    expect(misnamed).toEqual([]);
  });

  it('exports by name', () => {
    const anonymous = files.filter(
      ({ path, text }) => /^export default /m.test(text) && !path.endsWith('.config.ts'),
    );
    expect(anonymous.map(({ path }) => path)).toEqual([]);
  });
});
