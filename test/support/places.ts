import { type SourceFile, sourceFilesOf } from './source-files.ts';

/** Folders whose files the laws read. */
export const FOLDERS = [
  'bin',
  'lib',
  'lambda',
  'local',
  'examples',
  'packages',
  'web',
  'bench',
  'scripts',
  'test',
];

/** All of the project's own code. */
export const sources = FOLDERS.flatMap(sourceFilesOf);
/** A file that a law is tried on. */
export const planted = (path: string, ...imports: string[]): SourceFile => ({ path, imports, text: '' });

/** Neither below a folder of ours nor a file at the root, such as a tool's configuration. */
export const isPackage = (imported: string) =>
  !FOLDERS.includes(imported.split('/')[0] ?? '') && !/^[^/]+\.(ts|json)$/.test(imported);

/** Where a file of `lambda/` stands in its capability. */
interface Place {
  readonly capability: string;
  readonly ring: string;
}

/** Files at a capability's root that are not use-cases, each a ring of its own. */
const ROOT_RINGS = ['contract', 'functions', 'examples', 'wiring'];

export function placeOf(path: string): Place | undefined {
  const [, capability = '', rest = ''] = /^lambda\/([^/]+)\/(.+)\.ts$/.exec(path) ?? [];
  if (capability === '') return undefined;
  // these three are no capabilities: a language, a run time and a list
  if (['kernel', 'platform', 'api'].includes(capability)) return { capability, ring: capability };
  const folder = /^([^/]+)\//.exec(rest)?.[1];
  return { capability, ring: folder ?? (ROOT_RINGS.includes(rest) ? rest : 'use-cases') };
}
