import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../../lambda/kernel/policy.ts';
import { REASON_CODES } from '../../../../lambda/kernel/reason-code.ts';
import { possibleReasons } from '../../../../lambda/test-mode/domain/reason-origin.ts';
import { aCompleteSession, aReview, aSession, NOON, WITHOUT_FACE } from '../../../support/lambda/builders.ts';

const missing = (session: Parameters<typeof possibleReasons>[0], policy = DEFAULT_POLICY) => {
  const possible: readonly string[] = possibleReasons(session, policy);
  return REASON_CODES.filter((reason) => !possible.includes(reason));
};
const OF_REVIEWS = ['existing_account', 'review_lapsed'];

describe('the reasons that a session can have', () => {
  it('are of a registration all but those of logins and of reviewers', () => {
    expect(missing(aSession())).toEqual([
      'user_not_enrolled',
      'face_not_recognized',
      'face_limit_reached',
      'enrollment_in_progress',
      ...OF_REVIEWS,
      'alternative_path',
    ]);
  });

  it('are of a re-enrollment those of its user in place of those of a document', () => {
    const possible = possibleReasons(aSession({ type: 're_enrollment' }), DEFAULT_POLICY);
    expect(possible).toEqual(
      expect.arrayContaining([
        'face_not_recognized',
        'face_limit_reached',
        'duplicate_face',
        'liveness_in_band',
      ]),
    );
    for (const reason of ['document_is_selfie', 'face_mismatch', 'user_already_enrolled'] as const)
      expect(possible).not.toContain(reason);
  });

  it('are of a login those of its liveness check, its selfie, its user, and of one that was never decided', () => {
    for (const type of ['authentication', 'step_up'] as const)
      expect(possibleReasons(aSession({ type }), DEFAULT_POLICY)).toEqual([
        'face_not_detected',
        'multiple_faces_detected',
        'face_too_small',
        'pose_out_of_range',
        'image_too_blurry',
        'image_too_dark',
        'face_occluded',
        'eyes_closed',
        'mouth_open',
        'sunglasses_worn',
        'eyeglasses_worn',
        'image_format_unsupported',
        'image_too_small',
        'image_too_large',
        'liveness_confidence_low',
        'liveness_check_failed',
        'reference_image_missing',
        'challenge_version_retired',
        'replay_suspected',
        'near_copy_suspected',
        'attempts_exhausted',
        'user_not_enrolled',
        'face_not_recognized',
        'upstream_unavailable',
      ]);
  });

  it('leave out the checks that the policy leaves out', () => {
    const lean: VerificationPolicy = {
      ...DEFAULT_POLICY,
      checks: { document: false, duplicates: false, watchlists: false, login_quality: false },
      watchlist: { on_hit: 'review', at_login: 'decline' },
    };
    const of = (session: Parameters<typeof possibleReasons>[0]): readonly string[] =>
      possibleReasons(session, lean);
    const registration = of(aSession({ document_required: false }));
    for (const reason of ['face_mismatch', 'duplicate_face', 'watchlist_hit', 'search_incomplete'])
      expect(registration).not.toContain(reason);
    const login = of(aSession({ type: 'authentication' }));
    expect(login).toContain('watchlist_hit');
    expect(login).toContain('image_too_large');
    expect(login).not.toContain('image_too_dark');
  });

  it('leave out the liveness check once it is passed', () => {
    const possible = possibleReasons(aCompleteSession(), DEFAULT_POLICY);
    expect(possible).toContain('liveness_in_band');
    expect(possible).not.toContain('liveness_confidence_low');
  });

  it('are on the path without a face that path alone', () => {
    expect(possibleReasons(aSession({ alternative_path: WITHOUT_FACE }), DEFAULT_POLICY)).toEqual([
      'alternative_path',
    ]);
  });

  it('are of a held session what it is held for, and what a review may find or miss', () => {
    const held = aCompleteSession({
      status: 'in_review',
      review: aReview(['duplicate_face'], ['possible_duplicate'], NOON),
    });
    expect(possibleReasons(held, DEFAULT_POLICY)).toEqual(['duplicate_face', 'review_lapsed']);
    const linking = {
      ...DEFAULT_POLICY,
      review: { ...DEFAULT_POLICY.review, same_person: 'link' },
    } as const;
    expect(possibleReasons(held, linking)).toEqual(['duplicate_face', ...OF_REVIEWS]);
  });
});
