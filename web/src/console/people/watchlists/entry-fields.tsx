import DatePicker from '@cloudscape-design/components/date-picker';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { CodeSelect } from '../../parts/code-select.tsx';
import { ENTRY_REASONS, type EntryForm, type FormFaults, IMAGE_TYPES } from './entry-form.ts';

interface EntryFieldsProps {
  readonly form: EntryForm;
  readonly image: File | undefined;
  readonly faults: FormFaults;
  /** Why the operator adds it, for the audit entry. */
  readonly reason: string;
  readonly reasonFault: string | undefined;
  readonly onChange: (changed: Partial<EntryForm>) => void;
  readonly onImage: (image: File | undefined) => void;
  readonly onReason: (reason: string) => void;
}

/** Fields of an entry. */
export function EntryFields(props: EntryFieldsProps) {
  const { form, image, faults, reason, reasonFault, onChange, onImage, onReason } = props;
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label="Face from"
        selectedId={form.from}
        options={[
          { id: 'session', text: 'Selfie of a session' },
          { id: 'image', text: 'Image' },
        ]}
        onChange={({ detail }) => onChange({ from: detail.selectedId === 'image' ? 'image' : 'session' })}
      />
      {form.from === 'session' ? (
        <FormField label="Session ID" errorText={faults.sessionId}>
          <Input value={form.sessionId} onChange={({ detail }) => onChange({ sessionId: detail.value })} />
        </FormField>
      ) : (
        <FormField label="Image" description="A JPEG or PNG with one face." errorText={faults.image}>
          <FileUpload
            accept={IMAGE_TYPES.join(',')}
            value={image ? [image] : []}
            showFileSize
            i18nStrings={UPLOAD_TEXTS}
            onChange={({ detail }) => onImage(detail.value[0])}
          />
        </FormField>
      )}
      <CodeSelect
        label="Why the face is on the list"
        codes={ENTRY_REASONS}
        value={form.code}
        onChange={(code) => code && onChange({ code })}
      />
      <FormField label="More about it (optional)">
        <Input value={form.text} onChange={({ detail }) => onChange({ text: detail.value })} />
      </FormField>
      <FormField label="Source" description="Who reported the person." errorText={faults.source}>
        <Input value={form.source} onChange={({ detail }) => onChange({ source: detail.value })} />
      </FormField>
      <FormField
        label="Ends (optional)"
        description="In UTC. Without a day it has no end."
        errorText={faults.expires}
      >
        <DatePicker
          value={form.expires}
          placeholder="YYYY/MM/DD"
          expandToViewport
          openCalendarAriaLabel={() => 'Choose a day'}
          onChange={({ detail }) => onChange({ expires: detail.value })}
        />
      </FormField>
      {form.from === 'session' && (
        <FormField
          label="Legal hold (optional)"
          description="Why the entry stays although the person of the session is erased."
        >
          <Input value={form.legalHold} onChange={({ detail }) => onChange({ legalHold: detail.value })} />
        </FormField>
      )}
      <FormField
        label="Reason of this call"
        description="It is kept in the audit entry, such as a case number."
        errorText={reasonFault}
      >
        <Input value={reason} onChange={({ detail }) => onReason(detail.value)} />
      </FormField>
    </SpaceBetween>
  );
}

const UPLOAD_TEXTS = {
  uploadButtonText: () => 'Choose image',
  dropzoneText: () => 'Drop an image here',
  removeFileAriaLabel: () => 'Remove image',
  limitShowFewer: 'Show fewer',
  limitShowMore: 'Show more',
  errorIconAriaLabel: 'Error',
};
