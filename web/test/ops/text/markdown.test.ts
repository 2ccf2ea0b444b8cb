import { expect, it } from 'vitest';
import { anchorOf, readMarkdown, withLevelsFrom } from '../../../src/ops/text/markdown.ts';

const text = (value: string) => ({ kind: 'text', text: value });

it('reads headings, paragraphs, lists and code', () => {
  const markdown = [
    '## Late checks failing',
    'It has',
    'failed.',
    '',
    '**Do.** Read the [ledger](ledger.md) with `npm run x`:',
    '- one',
    '  goes on',
    '- two',
    '',
    '```sh',
    'a',
    '',
    '# b',
    '```',
  ].join('\n');
  expect(readMarkdown(markdown)).toEqual([
    { kind: 'heading', level: 2, text: 'Late checks failing', anchor: 'late-checks-failing' },
    { kind: 'paragraph', spans: [text('It has failed.')] },
    {
      kind: 'paragraph',
      spans: [
        { kind: 'bold', text: 'Do.' },
        text(' Read the '),
        { kind: 'link', text: 'ledger', href: 'ledger.md' },
        text(' with '),
        { kind: 'code', text: 'npm run x' },
        text(':'),
      ],
    },
    { kind: 'list', items: [[text('one goes on')], [text('two')]] },
    { kind: 'code', text: 'a\n\n# b' },
  ]);
});

it('has the anchors of GitHub', () => {
  expect(anchorOf('Dead letters: `why`, and what')).toBe('dead-letters-why-and-what');
});

it.each([
  [1, [1, 2, 1, 2]],
  [2, [2, 2, 2, 3]],
])('begins headings at level %s and skips none', (first, levels) => {
  const blocks = withLevelsFrom(first, readMarkdown('# A\n\n## B\n\n# C\n\n### D'));
  expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []))).toEqual(levels);
});

it('reads bold and italic text apart', () => {
  expect(readMarkdown('**Do.** Find an *orphan face*, 2 * 3 * 4.')).toEqual([
    {
      kind: 'paragraph',
      spans: [
        { kind: 'bold', text: 'Do.' },
        text(' Find an '),
        { kind: 'italic', text: 'orphan face' },
        text(', 2 * 3 * 4.'),
      ],
    },
  ]);
});
