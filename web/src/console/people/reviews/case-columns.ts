import type { CaseDetail } from './case-words.ts';

type CaseImage = CaseDetail['images'][number];
type CasePerson = CaseDetail['people'][number];

/** What a case shows of one person, or of one entry of a watchlist. */
export interface CaseColumn {
  readonly key: string;
  readonly person?: CasePerson;
  readonly entry?: { readonly list_id: string; readonly entry_id: string };
  readonly images: readonly CaseImage[];
}

/** Order in which images lie below each other, so that like lies beside like. */
const ORDER: readonly CaseImage['kind'][] = [
  'selfie',
  'watchlist_image',
  'enrolled_image',
  'document',
  'audit_image',
];

/** Returns the columns of a case: its people, in their order, then the watchlist entries that they resemble. */
export function columnsOf({ people, images }: Pick<CaseDetail, 'people' | 'images'>): readonly CaseColumn[] {
  const byKind = [...images].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  const entries = new Map<string, CaseColumn>();
  for (const { list_id, entry_id } of byKind)
    if (list_id !== undefined && entry_id !== undefined)
      entries.set(entry_id, {
        key: entry_id,
        entry: { list_id, entry_id },
        images: byKind.filter((image) => image.entry_id === entry_id),
      });
  return [
    ...people.map((person) => ({
      key: person.user_id,
      person,
      images: byKind.filter(({ user_id, entry_id }) => user_id === person.user_id && entry_id === undefined),
    })),
    ...entries.values(),
  ];
}
