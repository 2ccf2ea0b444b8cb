import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '../..');

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  rewriteRelativeImportExtensions: true,
  declaration: true,
  types: [],
  rootDir: join(HERE, 'src'),
};

/**
 * Compiles the package into a folder that can be published: `npm publish packages/client/dist`. The sources
 * are what the repository itself imports, so its own manifest is not the one of the registry.
 * @throws Error with what the compiler reports
 */
export function buildPackage(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const program = ts.createProgram([join(HERE, 'src/index.ts')], { ...OPTIONS, outDir: directory });
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length > 0)
    throw new Error(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join('\n'),
    );
  copyFileSync(join(HERE, 'src/api.d.ts'), join(directory, 'api.d.ts'));
  copyFileSync(join(HERE, 'README.md'), join(directory, 'README.md'));
  copyFileSync(join(ROOT, 'LICENSE'), join(directory, 'LICENSE'));
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
}

function publishedManifest(): object {
  const {
    private: _private,
    scripts,
    devDependencies,
    ...kept
  } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as Record<string, unknown>;
  return { ...kept, exports: { '.': { types: './index.d.ts', default: './index.js' } } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildPackage(join(HERE, 'dist'));
