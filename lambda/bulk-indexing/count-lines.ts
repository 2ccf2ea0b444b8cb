/** How many lines of a text have more than white space, and the first of them. */
export interface Lines {
  readonly count: number;
  readonly first: string;
}

/**
 * Counts the lines of a text of UTF-8 while it streams by, holding one piece of it at a time: as one string,
 * a manifest of 100 MB would take most of a function's memory.
 */
export async function countLines(pieces: AsyncIterable<Uint8Array>): Promise<Lines> {
  const decoder = new TextDecoder();
  let count = 0;
  let first = '';
  let unfinished = '';
  const take = (line: string) => {
    if (line.trim() === '') return;
    if (count === 0) first = line;
    count += 1;
  };
  for await (const piece of pieces) {
    const lines = (unfinished + decoder.decode(piece, { stream: true })).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
  take(unfinished + decoder.decode());
  return { count, first };
}
