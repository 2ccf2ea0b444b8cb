/** Says that the page works, to eyes and screen readers. */
export function Busy({ text }: { readonly text: string }) {
  return (
    <p className="busy" role="status">
      <span className="spinner" aria-hidden="true" />
      {text}
    </p>
  );
}
