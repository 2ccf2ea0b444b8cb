import { useEffect, useState } from 'react';

/** Longest time that a hint covers the page, in milliseconds. */
const SHOWN_MS = 8000;

/** A hint that is shown for a while. */
export function useKeyHint() {
  // an object, so that the same hint again is shown for as long again
  const [hint, setHint] = useState<{ readonly text: string }>();
  useEffect(() => {
    if (!hint) return undefined;
    const timer = setTimeout(() => setHint(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [hint]);
  return {
    text: hint?.text,
    show: (text: string | undefined) => setHint(text === undefined ? undefined : { text }),
  };
}

/** Says why a key did nothing, wherever the page is scrolled to. Always there, so that it is read aloud. */
export const KeyHint = ({ text }: { readonly text: string | undefined }) => (
  <div className="key-hint" role="status">
    {text}
  </div>
);
