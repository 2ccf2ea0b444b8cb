import { type Block, readMarkdown, type Span, withLevelsFrom } from './markdown.ts';

interface MarkdownTextProps {
  readonly markdown: string;
  /** Level of the page for headings of the first two levels. */
  readonly level?: 1 | 2;
}

/** Text of a dashboard or of the runbook. */
export function MarkdownText({ markdown, level = 2 }: MarkdownTextProps) {
  return withLevelsFrom(level, readMarkdown(markdown)).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other identity, and the text does not change
    <BlockOf key={index} block={block} />
  ));
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${block.level}` as 'h2';
      return <Heading id={block.anchor}>{block.text}</Heading>;
    }
    case 'code':
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'list':
      return (
        <ul>
          {block.items.map((spans) => (
            <li key={spans.map(({ text }) => text).join()}>
              <Spans spans={spans} />
            </li>
          ))}
        </ul>
      );
    default:
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
  }
}

const Spans = ({ spans }: { readonly spans: readonly Span[] }) =>
  spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <SpanOf key={index} span={span} />
  ));

function SpanOf({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case 'bold':
      return <strong>{span.text}</strong>;
    case 'italic':
      return <em>{span.text}</em>;
    case 'code':
      return <code>{span.text}</code>;
    case 'link':
      // other documents are files of the project, which this page does not serve
      if (span.href.startsWith('#') || span.href.startsWith('https:'))
        return <a href={span.href}>{span.text}</a>;
      return (
        <>
          {span.text} (<code>docs/{span.href}</code>)
        </>
      );
    default:
      return span.text;
  }
}
