import * as z from 'zod/mini';
import { policyReference } from '../../kernel/policy-reference.ts';
import { type UserMessageKey, userMessageKey } from '../../kernel/reason-code.ts';
import { type SessionType, sessionType } from '../../kernel/session-type.ts';
import { toClientView } from '../../sessions/domain/client-view.ts';
import { sessionStatus } from '../../sessions/domain/session-status.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

export const decisionExplanation = z
  .object({
    session_id: z.string(),
    type: sessionType,
    status: sessionStatus,
    decided_at: z.optional(z.iso.datetime()),
    decided_by: z
      .optional(z.enum(['automated', 'person']))
      .check(z.describe('Absent before a decision, and after a fault.')),
    policy: policyReference,
    user_message_key: z.optional(userMessageKey),
    checked: z.array(z.string()).check(z.describe('What every session of this type is checked for.')),
    outcome: z.string().check(z.describe('The outcome, and its class of reason, in a sentence.')),
    advice: z.string().check(z.describe('What the person can do.')),
    contest: z.string().check(z.describe('How a person can be made to look at it (GDPR, article 22(3)).')),
    contest_until: z.iso
      .datetime()
      .check(z.describe('Until when the records of the session are kept, by which it can be reviewed.')),
  })
  .register(z.globalRegistry, {
    id: 'DecisionExplanation',
    description: 'A decision explained to its person. It never says which check against fraud has failed.',
  });
export type DecisionExplanation = z.infer<typeof decisionExplanation>;

const LIVE = 'a live person is in front of the camera';
const RECOGNIZED = 'the person is the user who enrolled before';
/**
 * Checks of each type of session, the same for every session of the type: a list of those that ran would say
 * which one ended it.
 */
const CHECKED: Readonly<Record<SessionType, readonly string[]>> = {
  registration: [
    LIVE,
    'the photo of the identity document can be used',
    'the person is the one on the identity document',
    'the person is not registered already, and nothing else speaks against the registration',
  ],
  authentication: [LIVE, RECOGNIZED],
  step_up: [LIVE, RECOGNIZED],
  re_enrollment: [LIVE, RECOGNIZED, 'the new picture can be used'],
};

/** Classes of messages, as the person reads them. */
type MessageClass =
  | 'picture'
  | 'document'
  | 'liveness'
  | 'match'
  | 'later'
  | 'app'
  | 'help'
  | 'known'
  | 'consent'
  | 'declined';

const CLASSES: Readonly<Record<UserMessageKey, MessageClass>> = {
  show_your_face: 'picture',
  be_alone_in_the_picture: 'picture',
  move_closer: 'picture',
  look_straight_ahead: 'picture',
  hold_still: 'picture',
  find_better_light: 'picture',
  uncover_your_face: 'picture',
  open_your_eyes: 'picture',
  close_your_mouth: 'picture',
  take_off_your_sunglasses: 'picture',
  take_off_your_glasses: 'picture',
  use_another_picture: 'picture',
  photograph_document_again: 'document',
  photograph_only_the_document: 'document',
  photograph_document_closer: 'document',
  photograph_document_flat: 'document',
  photograph_document_sharper: 'document',
  photograph_document_in_better_light: 'document',
  uncover_portrait_on_document: 'document',
  use_jpeg_or_png_of_document: 'document',
  use_smaller_picture_of_document: 'document',
  repeat_liveness_check: 'liveness',
  face_does_not_match_document: 'match',
  try_again_later: 'later',
  upgrade_required: 'app',
  ask_for_help: 'help',
  already_registered: 'known',
  use_existing_account: 'known',
  consent_needed: 'consent',
  verification_declined: 'declined',
};

const WORDS: Readonly<Record<MessageClass, { readonly outcome: string; readonly advice: string }>> = {
  picture: {
    outcome: 'The picture of the face could not be used.',
    advice: 'Try again as the message in the app says, such as in better light.',
  },
  document: {
    outcome: 'The photo of the identity document could not be used.',
    advice: 'Photograph the document again as the message in the app says.',
  },
  liveness: {
    outcome: 'The check for a live person did not succeed.',
    advice: 'Take the check again, or ask for another way if you cannot or do not want to take it.',
  },
  match: {
    outcome: 'The face and the photo on the identity document did not match closely enough.',
    advice: 'Try again with a recent document that belongs to you.',
  },
  later: { outcome: 'No decision could be made.', advice: 'Try again later.' },
  app: { outcome: 'The app is too old for the check.', advice: 'Update the app, and try again.' },
  help: { outcome: 'The verification could not be completed.', advice: 'Ask customer service for help.' },
  known: {
    outcome: 'There is an account already.',
    advice: 'Use the account that you have, or ask customer service.',
  },
  consent: {
    outcome: 'Consent was withdrawn before a decision, so nothing was checked any more.',
    advice: 'Start again if you consent again, or ask customer service for another way.',
  },
  declined: {
    outcome:
      'The checks together did not confirm the identity. Details are not given, to protect all customers.',
    advice: 'Ask customer service for a review, or for another way to verify.',
  },
};

const OF_STATUS: Readonly<
  Record<VerificationSession['status'], { readonly outcome: string; readonly advice: string }>
> = {
  approved: { outcome: 'The identity was confirmed.', advice: 'Nothing needs to be done.' },
  in_review: {
    outcome: 'A person is looking at it, since the checks alone could not decide.',
    advice: 'Wait for the decision; nothing has to be repeated.',
  },
  processing: { outcome: 'The decision is being made.', advice: 'Wait a few seconds.' },
  requires_input: { outcome: 'Nothing has been decided yet.', advice: 'Go on in the app.' },
  canceled: {
    outcome: 'The verification was canceled before a decision.',
    advice: 'Start again if you wish.',
  },
  expired: {
    outcome: 'The verification ended before anything was done.',
    advice: 'Start again if you wish.',
  },
  abandoned: {
    outcome: 'The verification ended before it was complete.',
    advice: 'Start again if you wish.',
  },
  declined: WORDS.declined,
  error: WORDS.later,
};

const CONTEST =
  'Ask customer service to have a person look at the decision, and add what they should know. They find it by session_id, as long as its records are kept.';

/**
 * Explains a decision to its person: what is checked, what class of reason it has, what to do, and who has
 * decided. Within a class all explanations are equal, so that they say no more than the app did.
 */
export function explanationOf(session: VerificationSession, now: Date): DecisionExplanation {
  const view = toClientView(session, now);
  const key = 'user_message_key' in view ? view.user_message_key : undefined;
  const { outcome, advice } = key === undefined ? OF_STATUS[view.status] : WORDS[CLASSES[key]];
  const { decision, type, policy, retained_until } = session;
  const isDecided = view.status === 'approved' || view.status === 'declined';
  return {
    session_id: session.id,
    type,
    status: view.status,
    ...(isDecided && decision
      ? {
          decided_at: decision.decided_at,
          decided_by: decision.decided_by === 'reviewer' ? 'person' : 'automated',
        }
      : {}),
    policy,
    ...(key === undefined ? {} : { user_message_key: key }),
    checked: [...CHECKED[type]],
    outcome,
    advice,
    contest: CONTEST,
    contest_until: retained_until,
  };
}
