import type { components } from '@face-idv/client';

type Schemas = components['schemas'];
/** The client gives a pair as an array. */
type WithUsers<Case extends Schemas['ReviewCase']> = Omit<Case, 'users'> & {
  readonly users?: readonly NonNullable<Case['users']>[number][];
};
export type ReviewCase = WithUsers<Schemas['ReviewCase']>;
export type CaseDetail = WithUsers<Schemas['ReviewCaseDetail']>;
export type CaseReason = ReviewCase['reason'];
export type CaseStatus = ReviewCase['status'];
export type Finding = ReviewCase['possible_findings'][number];

/** The question of each reason. */
export const QUESTIONS: Readonly<Record<CaseReason, string>> = {
  possible_duplicate: 'Are these users one person?',
  match_in_band: 'Does the selfie show the person on the document?',
  liveness_in_band: 'Was there a person in front of the camera?',
  replay_suspected: 'Was an equal picture of another session injected?',
  near_copy_suspected: 'Is the capture a copy of one of another session?',
  watchlist_hit: 'Is this the person of the watchlist entry?',
  search_incomplete: 'A collection did not answer. Search again?',
  sampled: 'Does this passed liveness check show a real person?',
  alternative_path: 'Is the document good enough to accept the person without a face?',
  repudiated: 'Did this person enroll themselves?',
};

interface FindingWords {
  readonly label: string;
  /** What follows from it. */
  readonly effect: string;
}

const WORDS: Readonly<Record<Finding, FindingWords>> = {
  allow_pair: { label: 'Different people', effect: 'They only look alike. Later searches respect it.' },
  same_person: { label: 'Same person', effect: 'They are one person. A held session is declined.' },
  attack: { label: 'Attack', effect: 'Somebody tries to deceive. A held session is declined.' },
  accept_match: {
    label: 'Accept the match',
    effect: 'It is the person of the document. The session goes on.',
  },
  accept_liveness: {
    label: 'Accept the liveness check',
    effect: 'It was a real person. The session goes on.',
  },
  accept_capture: { label: 'Accept the capture', effect: 'It is a capture of its own. The session goes on.' },
  accept_document: {
    label: 'Accept the document',
    effect: 'The person is approved by it. No face is enrolled.',
  },
  decline: { label: 'Decline', effect: 'A held session is declined.' },
  search_again: { label: 'Search again', effect: 'The session searches every collection once more.' },
  genuine: { label: 'Genuine', effect: 'A real person. The label is kept; nothing else changes.' },
  spoof: { label: 'Spoof', effect: 'A photo, screen, mask or deepfake. The label is kept.' },
  unclear: { label: 'Unclear', effect: 'The images do not show it. The label is kept.' },
};

/** Findings of some reasons mean something else than those of the others. */
const OF_REASON: Readonly<Partial<Record<CaseReason, Readonly<Partial<Record<Finding, FindingWords>>>>>> = {
  watchlist_hit: {
    allow_pair: {
      label: 'Not the person of the entry',
      effect: 'The session goes on, and this user does not meet the entry again.',
    },
  },
  repudiated: {
    same_person: {
      label: 'Enrolled themselves',
      effect: 'It was this person after all. The user is released.',
    },
    attack: { label: 'Attack', effect: 'Somebody else has enrolled. The user stays frozen.' },
    decline: { label: 'Nobody can say', effect: 'The user stays frozen.' },
  },
};

/** Words of a finding about a case of a reason. */
export const findingWords = (reason: CaseReason, finding: Finding): FindingWords =>
  OF_REASON[reason]?.[finding] ?? WORDS[finding];

/** Words of the question that is asked before a finding is given. */
export function confirmationOf(
  { reason, four_eyes, status }: Pick<ReviewCase, 'reason' | 'four_eyes' | 'status'>,
  finding: Finding,
): { readonly title: string; readonly text: string } {
  const { label, effect } = findingWords(reason, finding);
  const isFirst = four_eyes && status !== 'awaiting_second' && status !== 'disputed';
  const next = isFirst
    ? 'It counts once another operator has found the same.'
    : 'Only an administrator can reopen the case afterwards.';
  return { title: `Decide by the finding "${label}"?`, text: `${effect} ${next}` };
}

const KINDS: Readonly<Record<CaseDetail['images'][number]['kind'], string>> = {
  selfie: 'Selfie',
  document: 'Document',
  audit_image: 'Audit image',
  enrolled_image: 'Enrolled image',
  watchlist_image: 'Image of the watchlist entry',
};

/** Words of an image's kind. */
export const imageName = ({ kind }: CaseDetail['images'][number]): string => KINDS[kind];
