import type { ConsentText } from '../session/own-session.ts';

/** A consent text, in the language that it is written in. */
export function ConsentBody({ text }: { readonly text: ConsentText }) {
  return (
    <div className="consent-text" lang={text.locale}>
      {text.body.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}
