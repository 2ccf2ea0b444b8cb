import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const GENERATED = fileURLToPath(new URL('api.ts', import.meta.url));
const USAGE = fileURLToPath(new URL('usage.ts', import.meta.url));

/** The strictest flags that a customer's project may have. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
  // those of TypeScript itself; the generated types are checked, since they are no declaration file
  skipLibCheck: true,
};

/** Compiles usage.ts with generated types, which are in memory only, and returns what is wrong. */
export function compileUsage(types: string): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => path === GENERATED || fileExists(path);
  host.readFile = (path) => (path === GENERATED ? types : readFile(path));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([USAGE], OPTIONS, host));
  return diagnostics.map(({ file, messageText, start }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
