import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { humanize } from '../format/words.ts';

interface CodeSelectProps<Code extends string> {
  readonly label: string;
  readonly codes: readonly Code[];
  readonly value: Code | undefined;
  /** Text of the choice of none. @default - one must be chosen */
  readonly all?: string | undefined;
  readonly onChange: (code: Code | undefined) => void;
}

/** A choice of one of the API's codes, written as words. */
export function CodeSelect<Code extends string>(props: CodeSelectProps<Code>) {
  const { label, codes, value, all, onChange } = props;
  const options = [
    ...(all === undefined ? [] : [{ value: '', label: all }]),
    ...codes.map((code) => ({ value: code as string, label: humanize(code) })),
  ];
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === (value ?? '')) ?? null}
        placeholder="Choose"
        expandToViewport
        onChange={({ detail }) => onChange(codes.find((code) => code === detail.selectedOption.value))}
      />
    </FormField>
  );
}
