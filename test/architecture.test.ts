import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['bin', 'lib', 'lambda', 'local', 'web', 'bench', 'scripts', 'test'];
/** Longest file before it has more than one reason. */
const MAX_LINES = 330;

interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports: files by their path from the root, packages by their name. */
  readonly imports: readonly string[];
}

/** An arrow that may not be: files under `from` import nothing that `forbidden` says of. */
interface Law {
  readonly from: RegExp;
  readonly says: string;
  readonly allows: (imported: string) => boolean;
}

const isPackage = (imported: string) => !/^(bin|lib|lambda|local|web|bench|scripts|test)\//.test(imported);
const under =
  (...folders: readonly string[]) =>
  (imported: string) =>
    folders.some((folder) => imported === folder || imported.startsWith(`${folder}/`));
const either =
  (...allowed: readonly ((imported: string) => boolean)[]) =>
  (imported: string) =>
    allowed.some((allows) => allows(imported));
const packages =
  (...names: readonly string[]) =>
  (imported: string) =>
    isPackage(imported) && names.includes(imported);

const LAWS: readonly Law[] = [
  {
    from: /^lambda\/domain\//,
    says: 'the domain knows only itself and zod, and of Node only hashing',
    allows: either(under('lambda/domain'), packages('zod', 'node:crypto')),
  },
  {
    from: /^lambda\/contract\//,
    says: 'the contract knows the domain and zod: templates and functions both read it',
    allows: either(under('lambda/contract', 'lambda/domain'), packages('zod')),
  },
  {
    from: /^lambda\/ports\//,
    says: 'ports are written in words of the domain and the contract',
    allows: under('lambda/ports', 'lambda/domain', 'lambda/contract'),
  },
  {
    from: /^lambda\/use-cases\//,
    says: 'use-cases know domain, contract and ports, and no SDK',
    allows: either(
      under('lambda/use-cases', 'lambda/ports', 'lambda/domain', 'lambda/contract'),
      packages('zod', 'node:crypto'),
    ),
  },
  {
    from: /^lambda\/adapters\//,
    says: 'adapters know ports, domain and contract, and each its own SDK',
    allows: either(
      under('lambda/adapters', 'lambda/ports', 'lambda/domain', 'lambda/contract'),
      (imported) => isPackage(imported) && !imported.startsWith('@aws-lambda-powertools/'),
    ),
  },
  {
    from: /^lambda\/runtime\/env\.ts$/,
    says: 'environments are read by templates and functions, so they know nothing but zod',
    allows: packages('zod'),
  },
  {
    from: /^lambda\/runtime\//,
    says: 'the run time knows nothing of use-cases and handlers',
    allows: either(
      under('lambda/runtime', 'lambda/adapters', 'lambda/ports', 'lambda/domain', 'lambda/contract'),
      isPackage,
    ),
  },
  {
    from: /^lambda\/handlers\//,
    says: 'handlers wire, and import no SDK',
    allows: either(under('lambda'), packages('aws-lambda', '@aws-lambda-powertools/batch')),
  },
  {
    from: /^lambda\//,
    says: 'functions know neither templates nor the laptop',
    allows: either(
      under('lambda'),
      (imported) => isPackage(imported) && !/^(aws-cdk-lib|constructs)/.test(imported),
    ),
  },
  {
    from: /^lib\//,
    says: 'templates know of the functions only the contract and the environments',
    allows: either(under('lib', 'lambda/contract', 'lambda/runtime/env.ts'), isPackage),
  },
  {
    from: /^local\/rekognition\//,
    says: 'the local Rekognition stands alone',
    allows: either(under('local/rekognition'), isPackage),
  },
  {
    from: /^local\//,
    says: 'the laptop knows neither functions nor templates: it reads cdk.out and runs bundles',
    allows: either(under('local'), isPackage),
  },
  {
    from: /^web\//,
    says: 'the pages know the API only',
    allows: either(under('web'), isPackage),
  },
];

const files = FOLDERS.flatMap(sourceFiles);

function sourceFiles(folder: string): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules/') && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/** Static, dynamic and re-exported imports; strings and comments that only look like them are rare enough. */
function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\s(?:[^'"=;]*?\sfrom\s)?['"]([^'"]+)['"]/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)];
  return [...specifiers, ...dynamic].map(([, specifier = '']) =>
    specifier.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(path), specifier)).replaceAll('\\', '/')
      : specifier,
  );
}

describe('the arrows of the architecture', () => {
  it('are checked over a tree that is there', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.find(({ path }) => path === 'lambda/handlers/index-face.ts')?.imports).toContain(
      'lambda/use-cases/index-face.ts',
    );
  });

  it.each(LAWS.map((law) => [law.says, law] as const))('%s', (_says, { from, allows }) => {
    const inside = files.filter(({ path }) => from.test(path));
    const wrong = inside.flatMap(({ path, imports }) =>
      imports.filter((imported) => !allows(imported)).map((imported) => `${path} -> ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  it('hold for every layer: no folder of lambda/ is without a law', () => {
    const layers = new Set(files.flatMap(({ path }) => /^lambda\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...layers].sort()).toEqual([
      'adapters',
      'contract',
      'domain',
      'handlers',
      'ports',
      'runtime',
      'use-cases',
    ]);
  });
});

/** The first ring of files that import one another; its first file is named again at its end. */
function findRing(sources: readonly SourceFile[]): readonly string[] | undefined {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const imported of importsOf.get(path) ?? []) {
      const ring = visit(imported, [...trail, path]);
      if (ring) return ring;
    }
    done.add(path);
    return undefined;
  };
  return sources.map(({ path }) => visit(path, [])).find((ring) => ring !== undefined);
}

it('no files import one another in a ring, not even for a type', () => {
  const file = (path: string, ...imports: string[]) => ({ path, imports, text: '' });
  expect(findRing([file('a', 'b', 'zod'), file('b', 'c'), file('c', 'b')])).toEqual(['b', 'c', 'b']);
  expect(findRing([file('a', 'b', 'c'), file('b', 'c'), file('c')])).toBeUndefined();
  expect(findRing(files)).toBeUndefined();
});

describe('the run time', () => {
  const lambda = files.filter(({ path }) => path.startsWith('lambda/'));

  it('reads the environment in its settings only, and does not know where it runs', () => {
    const readers = lambda.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'lambda/runtime/clients/s3.ts',
      'lambda/runtime/logger.ts',
      'lambda/runtime/settings.ts',
    ]);
    expect(lambda.filter(({ text }) => /isLocal|localhost/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('imports zod as a namespace, of which bundlers keep what is used: `{ z }` costs each bundle 350 KB', () => {
    const greedy = lambda.filter(({ text }) => /import \{[^}]*\} from 'zod'/.test(text));
    expect(greedy.map(({ path }) => path)).toEqual([]);
  });

  it('takes the time and random numbers from one place', () => {
    const askers = lambda
      .filter(({ text }) => /Date\.now\(\)|new Date\(\)|Math\.random|randomUUID|randomBytes/.test(text))
      .map(({ path }) => path);
    expect(askers).toEqual(['lambda/runtime/system.ts']);
  });
});

describe('every file', () => {
  it('has one reason, and so not too many lines', () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > MAX_LINES && !path.startsWith('test/'));
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
