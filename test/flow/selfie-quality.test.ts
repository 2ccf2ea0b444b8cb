import {
  aPhotoWithoutFace,
  blurred,
  fromFarAway,
  type PersonName,
  selfieOf,
  sideBySide,
} from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { register } from '../support/registrations.ts';
import { storedFacesCome } from '../support/rekognition-admin.ts';

describe('a selfie that is not good enough', () => {
  const flow = withSharedFlowStack();

  const ofTwo = async () => sideBySide(await selfieOf('franck'), await selfieOf('cage'));

  // a face is indexed, and judged, once it has matched the document
  it.each<[string, PersonName, () => Promise<Buffer>, string]>([
    ['tiny', 'franck', async () => fromFarAway(await selfieOf('franck')), 'face_too_small'],
    ['of two people', 'cage', ofTwo, 'multiple_faces_detected'],
    ['of nobody', 'franck', aPhotoWithoutFace, 'face_not_detected'],
    ['too blurred to match', 'franck', async () => blurred(await selfieOf('franck')), 'face_mismatch'],
  ])('is declined when it is %s, for exactly that reason', async (_, person, selfie, reason) => {
    const report = await register(flow, { selfie: await selfie(), document: await identityCardOf(person) });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: [reason] });
    // the face of a declined person is deleted after the decision
    await storedFacesCome(flow.stack, (faces) => expect(faces).toEqual([]));
  });
});
