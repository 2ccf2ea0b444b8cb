import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT_THE_START, nextStep, type Progress } from '../../../src/capture/session/next-step.ts';
import { aSession, STATUSES } from './a-session.ts';

const progress: fc.Arbitrary<Progress> = fc.record({
  agreed: fc.boolean(),
  cameraSuits: fc.boolean(),
  ready: fc.boolean(),
  uploaded: fc.boolean(),
});

const session = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    liveness_passed: fc.boolean(),
    document_required: fc.boolean(),
    means: fc.constantFrom('movement_challenge', 'document_review', undefined),
  })
  .map(({ means, ...members }) =>
    aSession({ ...members, ...(means ? { alternative_path: { means } } : {}) }),
  );

/** Checks a law of every session and everything that may have happened on the page. */
const always = (law: (one: ReturnType<typeof aSession>, made: Progress, step: string) => void) =>
  fc.assert(fc.property(session, progress, (one, made) => law(one, made, nextStep(one, made))));

describe('the next step', () => {
  it('takes nothing of a person before they agree', () => {
    always(({ status }, { agreed }, step) => {
      if (status === 'requires_input' && !agreed) expect(step).toBe('consent');
    });
  });

  it('pays for no liveness check before consent, a camera that suits, and a person who is ready', () => {
    always((one, { agreed, cameraSuits, ready }, step) => {
      if (step !== 'liveness') return;
      expect({ agreed, cameraSuits, ready }).toEqual({ agreed: true, cameraSuits: true, ready: true });
      expect(one.liveness_passed).toBe(false);
    });
  });

  it('looks at no face where a reviewer judges the document alone', () => {
    always(({ alternative_path }, _, step) => {
      if (alternative_path?.means === 'document_review')
        expect(['camera', 'get_ready', 'liveness']).not.toContain(step);
    });
  });

  it('shows a session that needs nothing as waiting or as a result', () => {
    always(({ status }, _, step) => {
      if (status === 'processing') expect(step).toBe('waiting');
      else if (status !== 'requires_input') expect(step).toBe('result');
      else expect(['waiting', 'result']).not.toContain(step);
    });
  });

  it('submits once the face and the document are there', () => {
    always(({ document_required, liveness_passed, alternative_path }, { uploaded }, step) => {
      if (step === 'document') expect([document_required, uploaded]).toEqual([true, false]);
      if (step !== 'submit') return;
      expect(liveness_passed || alternative_path?.means === 'document_review').toBe(true);
      expect(!document_required || uploaded).toBe(true);
    });
  });

  it('leads a registration from its consent to its submit', () => {
    const taken = aSession({ status: 'requires_input', liveness_passed: false, document_required: true });
    const steps = [
      AT_THE_START,
      { ...AT_THE_START, agreed: true },
      { ...AT_THE_START, agreed: true, cameraSuits: true },
      { ...AT_THE_START, agreed: true, cameraSuits: true, ready: true },
    ].map((made) => nextStep(taken, made));
    expect(steps).toEqual(['consent', 'camera', 'get_ready', 'liveness']);
    const passed = { ...taken, liveness_passed: true };
    const agreed = { ...AT_THE_START, agreed: true };
    expect(nextStep(passed, agreed)).toBe('document');
    expect(nextStep(passed, { ...agreed, uploaded: true })).toBe('submit');
  });
});
