import { useEffect, useState } from 'react';
import { opsApi } from './data/ops-api.ts';
import { MarkdownText } from './text/markdown-text.tsx';

/** The runbook, at the heading that an alarm links to. */
export function RunbookPage() {
  const [markdown, setMarkdown] = useState<string>();
  const [fault, setFault] = useState<string>();
  useEffect(() => {
    document.title = 'Runbook - face-idv operations';
    opsApi.runbook().then(setMarkdown, (error: Error) => setFault(error.message));
  }, []);
  useEffect(() => {
    const heading = markdown && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (heading) heading.scrollIntoView();
  }, [markdown]);
  return (
    <main className="runbook">
      <p>
        <a href="/ops">Back to operations</a>
      </p>
      {fault === undefined ? null : <p role="alert">The runbook could not be read. {fault}</p>}
      {markdown === undefined ? null : <MarkdownText markdown={markdown} level={1} />}
    </main>
  );
}
