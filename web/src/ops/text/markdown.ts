/** A piece of a line. */
export type Span =
  | { readonly kind: 'text' | 'bold' | 'italic' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly anchor: string }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'code'; readonly text: string };

/**
 * Reads the Markdown that dashboards and the runbook are written in: headings, paragraphs, lists, code, bold
 * and italic text, and links. Anything else stays text.
 */
export function readMarkdown(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of chunksOf(markdown.split('\n'))) {
    const [first = ''] = chunk;
    const heading = /^(#{1,6}) (.+)$/.exec(first);
    if (heading) {
      const [, { length: level } = '', text = ''] = heading;
      blocks.push({ kind: 'heading', level, text, anchor: anchorOf(text) });
    } else if (first.startsWith('```')) blocks.push({ kind: 'code', text: chunk.slice(1, -1).join('\n') });
    else if (first.startsWith('- ')) blocks.push({ kind: 'list', items: itemsOf(chunk).map(spansOf) });
    else blocks.push({ kind: 'paragraph', spans: spansOf(chunk.join(' ')) });
  }
  return blocks;
}

/**
 * Returns the blocks with levels of headings that fit a page: none above `first`, and none that skips a level,
 * which a screen reader would take for a missing part.
 */
export function withLevelsFrom(first: number, blocks: readonly Block[]): Block[] {
  let deepest = first;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    const level = Math.min(deepest, Math.max(first, block.level));
    deepest = level + 1;
    return { ...block, level };
  });
}

/** Returns the anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Returns the lines of each block. */
function chunksOf(lines: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let open: string[] | undefined;
  let isCode = false;
  for (const line of lines) {
    const isFence = line.startsWith('```');
    const isHeading = !isCode && /^#{1,6} /.test(line);
    const isFirstItem = line.startsWith('- ') && !open?.[0]?.startsWith('- ');
    if (!isCode && line.trim() === '') open = undefined;
    else if (open && !isHeading && (isCode || (!isFence && !isFirstItem))) open.push(line);
    else {
      open = [line];
      chunks.push(open);
    }
    if (isHeading || (isFence && isCode)) open = undefined;
    if (isFence) isCode = !isCode;
  }
  return chunks;
}

/** A line that does not begin an item goes on with the one before. */
const itemsOf = (lines: readonly string[]): string[] =>
  lines
    .map((line) => line.trim())
    .join('\n')
    .slice('- '.length)
    .split('\n- ')
    .map((item) => item.replaceAll('\n', ' '));

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)]+)\)/g)) {
    const [whole, code, bold, italic, label, href] = match;
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (bold !== undefined) spans.push({ kind: 'bold', text: bold });
    else if (italic !== undefined) spans.push({ kind: 'italic', text: italic });
    else if (label !== undefined && href !== undefined)
      spans.push({ kind: 'link', text: label.replaceAll('`', ''), href });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}
