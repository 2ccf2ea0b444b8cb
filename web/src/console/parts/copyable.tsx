import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

/** An id or another text with a button that copies it. @param name of what is copied, such as `session ID` */
export const Copyable = ({ text, name }: { readonly text: string; readonly name: string }) => (
  <span className="wraps">
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${name}`}
      copySuccessText="Copied"
      copyErrorText="Could not be copied"
    />
  </span>
);
