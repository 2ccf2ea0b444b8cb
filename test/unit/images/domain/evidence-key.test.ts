import { expect, it } from 'vitest';
import { evidencePrefix } from '../../../../lambda/images/domain/evidence-key.ts';
import { aSession } from '../../../support/lambda/builders.ts';

it('the images of a session lie under its tenant and id, by what they are, and name no user', () => {
  for (const folder of ['liveness', 'document', 'prepared', 'judged'] as const)
    expect(evidencePrefix(aSession(), folder)).toBe(`acme/vs_1/${folder}`);
});
