import { sendForm, type UploadForm } from '../../local/index/index-job-client.ts';
import type { FlowStack } from './flow-stack.ts';

/** An entry as the API returns it, by what tests look at. */
export interface EntryView {
  readonly id: string;
  readonly state: string;
  readonly rejected_for?: readonly string[];
  readonly upload?: UploadForm;
}

/** What an operator says of each entry. */
export const REASON = {
  reason: { code: 'confirmed_fraud', text: 'case 4711' },
  source: 'fraud team',
} as const;

/** Entries of a list of the demo tenant. */
export const ENTRIES = '/watchlists/fraud/entries';

/** Creates an entry without its face, as a reviewer does. @param body where the face comes from */
export const createEntry = ({ reviewer }: FlowStack, body: object): Promise<EntryView> =>
  reviewer.post<EntryView>(ENTRIES, { ...REASON, ...body }, 'case 4711');

export const completeEntry = ({ reviewer }: FlowStack, { id }: EntryView): Promise<EntryView> =>
  reviewer.post<EntryView>(`${ENTRIES}/${id}/complete`, {});

/** Posts an image to the form of an entry. */
export async function uploadImage({ upload }: EntryView, bytes: Buffer): Promise<void> {
  if (!upload) throw new Error('the entry has no form');
  await sendForm(upload, { name: 'face.jpg', bytes });
}

/** Creates an entry with an image, and completes it. */
export async function uploadEntry(flow: FlowStack, image: Buffer): Promise<EntryView> {
  const entry = await createEntry(flow, { content_type: 'image/jpeg' });
  await uploadImage(entry, image);
  return completeEntry(flow, entry);
}

/** Deletes an entry, as administrators do. */
export const deleteEntry = ({ operator }: FlowStack, { id }: EntryView): Promise<void> =>
  operator.delete(`${ENTRIES}/${id}`, 'case closed');
