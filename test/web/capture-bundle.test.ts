import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPages } from '../../local/pages/build-pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a person downloads of the page's own before they may begin, on a phone with a poor network: in bytes. */
const BUDGET = 250_000;

/** React DOM, the Amplify component with TensorFlow, Amplify's sign-in, and what only a local stack loads. */
const OTHERS = /^(react-dom|liveness-check|cognito|local-stage)-/;

/** Languages of which a person reads one. */
const TEXTS = /^(en|es|de|fr)-/;

/** The files of a page, by their name. */
interface PageFiles {
  /** What the page loads before it does anything. */
  readonly first: ReadonlyMap<string, string>;
  /** All that it may load, but for what is behind {@link OTHERS}. */
  readonly all: ReadonlyMap<string, string>;
}

// a built file has a hash in its name, other than an example in a text of a library
const NAMED_BY_PAGE = /(?:src|href)="\/assets\/([^"]+)"/g;
const IMPORTED = /(?:from|import)\s*["'`]\.\/([\w.-]+-[\w-]{8}\.js)["'`]/g;
const IMPORTED_LATER = /import\(\s*["'`]\.\/([\w.-]+-[\w-]{8}\.js)["'`]/g;

const namesIn = (text: string, ...patterns: readonly RegExp[]): readonly string[] =>
  patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));

async function filesOf(built: string, page: string): Promise<PageFiles> {
  const html = await readFile(join(built, page), 'utf8');
  const walk = async (patterns: readonly RegExp[]) => {
    const found = new Map([[page, html]]);
    const open = [...namesIn(html, NAMED_BY_PAGE)];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue;
      const text = await readFile(join(built, 'assets', name), 'utf8');
      found.set(name, text);
      if (!OTHERS.test(name)) open.push(...namesIn(text, ...patterns));
    }
    return found;
  };
  return { first: await walk([IMPORTED]), all: await walk([IMPORTED, IMPORTED_LATER]) };
}

const sizeOf = (text: string): number => gzipSync(text).byteLength;

describe('the files of the capture page', () => {
  let files: PageFiles;
  beforeAll(async () => {
    files = await filesOf(await buildPages(root, join(root, '.local')), 'capture/index.html');
  });

  it('are few: what is ours, with one language, is within its budget', () => {
    const sizes = [...files.all].map(([name, text]) => ({ name, bytes: sizeOf(text) }));
    const ours = sizes.filter(({ name }) => !OTHERS.test(name) && !TEXTS.test(name));
    const texts = sizes.filter(({ name }) => TEXTS.test(name)).map(({ bytes }) => bytes);
    const names = ours.map(({ name }) => name.replace(/-[\w-]{8}\./, '.'));
    expect(names).toEqual(expect.arrayContaining(['index.css', 'qr-code.js', 'signed-in.js']));
    expect(names.filter((name) => name.includes('-dev'))).toEqual([]);
    expect(texts).toHaveLength(4);
    const total = ours.reduce((sum, { bytes }) => sum + bytes, Math.max(...texts));
    expect(total).toBeLessThanOrEqual(BUDGET);
  });

  it('of others wait until they are needed, but for React', () => {
    const early = [...files.first.keys()].filter((name) => OTHERS.test(name));
    expect(early.map((name) => name.split('-')[0])).toEqual(['react']);
    // a library that moves into a chunk of the page is still none that the page begins with
    const begun = [...files.first].filter(([name]) => !OTHERS.test(name)).map(([, text]) => text);
    expect(begun.filter((text) => /FaceLivenessDetector|USER_SRP_AUTH|tensorflow/i.test(text))).toEqual([]);
    const later = [...files.all.keys()].filter((name) => OTHERS.test(name) && !files.first.has(name));
    expect(new Set(later.map((name) => name.split('-')[0]))).toEqual(
      new Set(['cognito', 'liveness', 'local']),
    );
  });
});
