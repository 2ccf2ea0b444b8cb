import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

/** Folders and files in the words of CONTRIBUTING.md, which itself lists what not to write. */
const WRITTEN = [
  'bench',
  'bin',
  'docs',
  'lambda',
  'lib',
  'local',
  'packages',
  'scripts',
  'CHANGELOG.md',
  'README.md',
  'SECURITY.md',
];
const SUFFIXES = /\.(ts|mjs|md|json|sh)$/;
/** Tests are left out. */
const LEFT_OUT = /^packages\/[^/]+\/test\//;

/** The line width of biome.json, which does not break comments. */
const LINE_WIDTH = 110;

interface Rule {
  readonly write: string;
  readonly not: RegExp;
  /** A line that the rule finds, and one that it must not find. */
  readonly found: string;
  readonly allowed: string;
}

const TIME = '(second|minute|hour|day|week|month|year)';
const COUNTED =
  '(calls|requests|searches|images|faces|rows|users|writes|reads|messages|photos|frames|vectors)';
const EACH =
  '(call|search|row|partition|file|function|suite|folder|role|test|heading|reason|attempt|method|case)';
const OF =
  '(call|row|user|image|face|tenant|region|collection|run|stage|service|shard|route|window|job|file|task)';

const RULES: readonly Rule[] = [
  {
    write: 'fix, repair',
    not: /\bmend(s|ed|ing)?\b/i,
    found: '// nothing to mend',
    allowed: '// an amendment to the recommended value',
  },
  {
    write: 'report, return, show, distinguish',
    not: /\b(tell|tells|told|telling)\b/i,
    found: '/** Tells how far it is. */',
    allowed: '/** Distinguishes two shards; intelligible. */',
  },
  {
    write: 'per',
    not: new RegExp(`\\b${COUNTED} an? ${TIME}\\b(?! (call|time|region|user|attempt))`),
    found: '// 50 calls a second',
    allowed: '// sends requests a second time, once a day',
  },
  {
    write: 'one ... per ...',
    not: new RegExp(`\\b(one|two|a|an) ${EACH} an? ${OF}\\b`),
    found: '// one call a shard',
    allowed: '// a call that a shard refuses',
  },
  {
    write: 'is not a ...',
    not: /(?<!\bthere )\b(is|are|was|were) no (?!(longer|more|less|fewer|larger|smaller|higher|lower|better|later|earlier)\b)/i,
    found: '// the body is no JSON',
    allowed: '// there is no face any more, and it is no longer mapped',
  },
  {
    write: 'any, the one that, in any case',
    not: /\b(whoever|whatever|whomever)\b/i,
    found: '// waits for whoever comes',
    allowed: '// waits for any caller',
  },
  {
    write: 'a doc comment that begins with what the thing is or does',
    not: /^\s*\/\*\* What\b/,
    found: '/** What is known of a face. */',
    allowed: '/** Returns what is known of a face. */',
  },
  {
    write: 'the result, outcome or state of ...',
    not: /\bwhat (becomes|became|comes|came|is known) of\b/i,
    found: '// what became of it',
    allowed: '// the outcome',
  },
  {
    write: 'evict, make room',
    not: /\b(gives?|gave|giving) way\b/,
    found: '// a face gives way',
    allowed: '// a surplus face is evicted',
  },
  {
    write: 'does not detect spoofs',
    not: /\bjudge of spoofs\b/,
    found: '// it is not a judge of spoofs',
    allowed: '// it does not detect spoofs',
  },
  {
    write: 'American spelling',
    not: /\b(enrol|enrols|enrolment|licen[c]e|colour\w*|behaviour\w*|centre[ds]?|neighbour\w*|grey|analysed?|cancelled|favour\w*)\b|\b\w+(organi|recogni|optimi|normali|customi|minimi)s(e|ed|es|ing|ation)\b|\b(organi|recogni|optimi|normali|customi|minimi)s(e|ed|es|ing|ation)\b/i,
    found: '// organisation of colours',
    allowed: '// organization of colors; two analyses; wise promises',
  },
  {
    write: 'PER, MAX, CONCURRENCY in names of constants',
    not: /\b[A-Z]+(_[A-Z]+)*_A_[A-Z]+\b|\b[A-Z_]+_AT_ONCE\b|\bMOST_[A-Z]+/,
    found: 'const IMAGES_A_PAGE = 50;',
    allowed: 'const IMAGES_PER_PAGE = 50;',
  },
];

/** Messages that AWS itself returns, in its own spelling. */
const OF_AWS = ['Transaction cancelled, please refer cancellation reasons'];

function filesBelow(path: string): readonly string[] {
  if (SUFFIXES.test(path)) return [path];
  return readdirSync(new URL(path, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SUFFIXES.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.pathname.length))
    .filter((file) => !file.includes('node_modules/') && !LEFT_OUT.test(file));
}

/** Doc comments on one line, so that a rule about their beginning sees those of several lines, too. */
const joined = (text: string): string => text.replaceAll(/\/\*\*\n\s*\* /g, '/** ');

const findings = (rule: Rule, text: string): readonly string[] =>
  joined(text)
    .split('\n')
    .filter((line) => rule.not.test(line) && !OF_AWS.some((message) => line.includes(message)));

const files = WRITTEN.flatMap(filesBelow).map((path) => ({
  path,
  text: readFileSync(new URL(path, root), 'utf8'),
}));

describe('the words of code and documents', () => {
  it('are checked in files that are there', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(files.map(({ path }) => path)).toContain('docs/openapi.json');
  });

  it.each(RULES.map((rule) => [rule.write, rule] as const))('are: %s', (_write, rule) => {
    expect(findings(rule, rule.found)).toHaveLength(1);
    expect(findings(rule, rule.allowed)).toEqual([]);
    const found = files.flatMap(({ path, text }) =>
      findings(rule, text).map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});

describe('comments', () => {
  /** Links, suppressions and the source of WebAssembly kernels stay on one line. */
  const isUnbreakable = (line: string) => /https?:\/\/|biome-ignore|@ts-|^\s*\*\s+\(/.test(line);
  const tooLong = (text: string) =>
    text
      .split('\n')
      .filter(
        (line) => line.length > LINE_WIDTH && /^\s*(\/\*\*|\*|\/\/) /.test(line) && !isUnbreakable(line),
      );

  it('fit the line width, which the formatter does not see', () => {
    expect(tooLong(`// ${'word '.repeat(30)}`)).toHaveLength(1);
    expect(tooLong(`// https://example.com/${'word'.repeat(30)}`)).toEqual([]);
    const sources = files.filter(({ path }) => /(?<!\.d)\.(ts|mjs)$/.test(path));
    expect(sources.flatMap(({ path, text }) => tooLong(text).map((line) => `${path}: ${line}`))).toEqual([]);
  });
});
