import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLines } from '../../../lambda/bulk-indexing/count-lines.ts';

async function* piecesOf(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** The first line of the most bytes, counted from 1. */
const longestOf = (lines: readonly string[]) =>
  lines.reduce(
    (longest, text, index) =>
      Buffer.byteLength(text) > longest.bytes ? { line: index + 1, bytes: Buffer.byteLength(text) } : longest,
    { line: 0, bytes: 0 },
  );

describe('counting lines', () => {
  it('keeps no more of a line than it has to', async () => {
    const { first, longest } = await countLines(piecesOf('x'.repeat(1_000_000), Array(100).fill(9_000)));
    expect(first.length).toBeLessThan(200_000);
    expect(longest).toEqual({ line: 1, bytes: 1_000_000 });
  });

  it('gives what splitting the text gives, wherever it is cut into pieces', async () => {
    const texts = fc
      .array(fc.string({ unit: fc.constantFrom('a', 'ü', '人', ' ', '\r', '\n', '"') }))
      .map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(8), { maxLength: 40 }), async (text, sizes) => {
        const lines = text.split('\n').filter((line) => line.trim() !== '');
        expect(await countLines(piecesOf(text, sizes))).toEqual({
          count: lines.length,
          first: lines[0] ?? '',
          longest: longestOf(lines),
        });
      }),
    );
  });

  it('counts a last line that does not end', async () => {
    expect(await countLines(piecesOf('user_id,image_key\na,b', []))).toEqual({
      count: 2,
      first: 'user_id,image_key',
      longest: { line: 1, bytes: 17 },
    });
    const nothing = { count: 0, first: '', longest: { line: 0, bytes: 0 } };
    expect(await countLines(piecesOf('', []))).toEqual(nothing);
  });
});
