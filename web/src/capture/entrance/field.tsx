import { type InputHTMLAttributes, useId } from 'react';

interface FieldProps
  extends Pick<InputHTMLAttributes<HTMLInputElement>, 'name' | 'type' | 'autoComplete' | 'inputMode'> {
  readonly label: string;
}

/** A field that has to be filled in, with its label. */
export function Field({ label, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} required autoCapitalize="none" spellCheck={false} {...input} />
    </div>
  );
}
