import {
  aPhotoWithoutFace,
  aTurnedFace,
  blurred,
  darkened,
  fromFarAway,
  selfieOf,
  sideBySide,
} from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { register } from '../support/registrations.ts';
import { storedFaces } from '../support/rekognition-admin.ts';

describe('a selfie that is not good enough', () => {
  const flow = withSharedFlowStack();

  it.each([
    ['blurred', async () => blurred(await selfieOf('franck')), ['image_too_blurry']],
    ['dark', async () => darkened(await selfieOf('franck')), ['image_too_dark']],
    ['turned away', aTurnedFace, ['pose_out_of_range']],
    ['tiny', async () => fromFarAway(await selfieOf('franck')), ['face_too_small']],
    [
      'of two people',
      async () => sideBySide(await selfieOf('franck'), await selfieOf('cage')),
      ['multiple_faces_detected'],
    ],
    ['of nobody', aPhotoWithoutFace, ['face_not_detected']],
  ])('is declined when it is %s, for exactly that reason', async (_, selfie, reasons) => {
    const report = await register(flow, { selfie: await selfie(), document: await identityCardOf('franck') });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: reasons });
    expect(await storedFaces(flow.stack)).toEqual([]);
  });
});
