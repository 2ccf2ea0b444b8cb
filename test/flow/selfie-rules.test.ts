import {
  inDarkGlasses,
  inGlasses,
  selfieOf,
  withClosedEyes,
  withOpenMouth,
} from '@face-idv/local-rekognition/testing/photos';
import { afterEach, describe, expect, it } from 'vitest';
import { REASONS, type ReasonCode } from '../../lambda/kernel/reason-code.ts';
import { SELFIE_RULES } from '../../lambda/kernel/selfie-rules.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { withPolicyChange } from '../support/policy-change.ts';
import { aUserId, authenticate, register, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFacesCome } from '../support/rekognition-admin.ts';

/** The likelier value of each attribute decides. */
const EVERY_RULE = Object.fromEntries(SELFIE_RULES.map((rule) => [rule, { min_confidence: 50 }]));

describe('the further rules of a selfie', () => {
  const flow = withSharedFlowStack();
  withPolicyChange(flow, { quality: { selfie: { rules: EVERY_RULE } } });
  afterEach(() => forgetEverybody(flow));

  const measuresOf = ({ checks }: Report, name: string) =>
    checks.flatMap(({ measures }) => measures).find((measure) => measure.name === name);

  it('pass a person who looks as they ask, for no further call', async () => {
    await resetRekognitionCalls(flow.stack);
    const report = await registerPersonNamed(flow, 'franck');
    expect(report.status).toBe('approved');
    expect(measuresOf(report, 'eyes_open_percent')).toMatchObject({ limit: '>= 50' });
    // one for the document, and one that indexes the selfie
    expect(await rekognitionCalls(flow.stack)).toMatchObject({ DetectFaces: 1, IndexFaces: 1 });
  });

  it('decline a registration by the answer that indexed its face, and tell its person what to do', async () => {
    const report = await register(flow, {
      selfie: await withClosedEyes(),
      document: await identityCardOf('franck'),
    });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: ['eyes_closed'] });
    expect(await flow.backend.get(`/verification-sessions/${report.id}`)).toMatchObject({
      status: 'declined',
      user_message_key: 'open_your_eyes',
      retryable: true,
    });
    await storedFacesCome(flow.stack, (faces) => expect(faces).toEqual([]));
  });

  it('hold at a login', async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    const selfies: readonly (readonly [ReasonCode, Buffer])[] = [
      ['eyes_closed', await withClosedEyes()],
      ['mouth_open', await withOpenMouth()],
      ['eyeglasses_worn', await inGlasses()],
      ['sunglasses_worn', await inDarkGlasses()],
    ];
    for (const [reason, selfie] of selfies) {
      const report = await authenticate(flow, userId, selfie);
      expect(report.decision?.reason_codes).toContain(reason);
      expect(REASONS[reason].retryable).toBe(true);
    }
    expect((await authenticate(flow, userId, await selfieOf('franck'))).status).toBe('approved');
  });
});
