import './policies.css';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { documentText } from './policy-document.ts';

/** The document of a version as JSON. */
export function DocumentPanel({ document }: { readonly document: unknown }) {
  const text = documentText(document);
  return (
    <ExpandableSection
      variant="container"
      headerText="Document"
      headerActions={
        <CopyToClipboard
          copyButtonText="Copy"
          textToCopy={text}
          copySuccessText="Copied"
          copyErrorText="Could not be copied"
        />
      }
    >
      {/* a region that scrolls must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className="policy-json" aria-label="Document as JSON" tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </ExpandableSection>
  );
}
