/** How many lines of a text have more than white space, the first of them, and the longest. */
export interface Lines {
  readonly count: number;
  /** The first line, or as much of it as was kept. */
  readonly first: string;
  /** Number of the longest line, counted from 1, and its bytes. */
  readonly longest: { readonly line: number; readonly bytes: number };
}

/** Characters of a line that are kept in memory. */
const MAX_KEPT = 64 * 1024;

/**
 * Counts the lines of a text of UTF-8 while it streams by, holding one piece of it at a time: as one string,
 * a manifest of 100 MB would take most of a function's memory.
 */
export async function countLines(pieces: AsyncIterable<Uint8Array>): Promise<Lines> {
  const decoder = new TextDecoder();
  let count = 0;
  let first = '';
  let longest = { line: 0, bytes: 0 };
  let unfinished = { kept: '', bytes: 0 };
  const extend = (text: string) => {
    unfinished = {
      kept: unfinished.kept.length < MAX_KEPT ? unfinished.kept + text.slice(0, MAX_KEPT) : unfinished.kept,
      bytes: unfinished.bytes + Buffer.byteLength(text),
    };
  };
  const take = () => {
    const { kept, bytes } = unfinished;
    unfinished = { kept: '', bytes: 0 };
    if (kept.trim() === '') return;
    if (count === 0) first = kept;
    count += 1;
    if (bytes > longest.bytes) longest = { line: count, bytes };
  };
  for await (const piece of pieces) {
    const [rest = '', ...lines] = decoder.decode(piece, { stream: true }).split('\n');
    extend(rest);
    for (const line of lines) {
      take();
      extend(line);
    }
  }
  extend(decoder.decode());
  take();
  return { count, first, longest };
}
