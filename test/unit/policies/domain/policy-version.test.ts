import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activate,
  addDraft,
  addStageVersion,
  type PolicyLine,
  policyLine,
  policyVersion,
} from '../../../../lambda/policies/domain/policy-version.ts';
import { aPolicyVersion } from '../../../support/lambda/a-policy.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const { version: _number, ...newVersion } = aPolicyVersion();
const ofStage = (fingerprint: string) => ({ ...newVersion, fingerprint });
const ofOperator = (fingerprint: string) => ({ ...ofStage(fingerprint), origin: 'operator' as const });
const first = addStageVersion(undefined, ofStage('a'), NOON);

describe('the versions of a policy', () => {
  it('begin with that of the config, which decides at once', () => {
    expect(first.version.version).toBe(1);
    expect(first.line).toEqual({
      latest: 1,
      active: 1,
      active_by: 'stage',
      active_fingerprint: 'a',
      active_since: NOON.toISOString(),
      stage_fingerprint: 'a',
      revision: 1,
    });
  });

  it('are read again as they were written', () => {
    const whole = { ...aPolicyVersion(), created_by: 'operator-1', comment: 'a trial' };
    expect(policyVersion.parse(whole)).toEqual(whole);
    const line = { ...first.line, previous: 1 };
    expect(policyLine.parse(line)).toEqual(line);
  });

  it('follow the config as long as no operator has chosen another', () => {
    const second = addStageVersion(first.line, ofStage('b'), minutesAfter(1));
    expect(second.version.version).toBe(2);
    expect(second.line).toEqual({
      latest: 2,
      active: 2,
      active_by: 'stage',
      active_fingerprint: 'b',
      active_since: minutesAfter(1).toISOString(),
      previous: 1,
      stage_fingerprint: 'b',
      revision: 2,
    });
  });

  it('keep what an operator has activated, although the config changes', () => {
    const draft = addDraft(first.line, ofOperator('x'));
    expect(draft.line).toEqual({ ...first.line, latest: 2, revision: 2 });
    const chosen = activate(draft.line, draft.version, minutesAfter(1));
    expect(chosen).toMatchObject({ active: 2, previous: 1, active_by: 'operator', active_fingerprint: 'x' });
    const later = addStageVersion(chosen, ofStage('b'), minutesAfter(2));
    expect(later.version.version).toBe(3);
    expect(later.line).toMatchObject({ active: 2, latest: 3, stage_fingerprint: 'b', active_by: 'operator' });
  });

  it('keep a version of the config that an operator has chosen, too', () => {
    const draft = addDraft(first.line, ofOperator('x'));
    const chosen = activate(draft.line, draft.version, NOON);
    const back = activate(chosen, first.version, NOON);
    expect(addStageVersion(back, ofStage('b'), NOON).line).toMatchObject({
      active: 1,
      active_by: 'operator',
    });
  });

  it('change nothing if what is active is activated', () => {
    expect(activate(first.line, first.version, minutesAfter(9))).toBe(first.line);
  });

  it('are numbered without a gap, and every write counts itself, whatever comes', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('stage', 'draft', 'activate'), fc.nat()), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        let line: PolicyLine = first.line;
        const versions = [first.version];
        for (const [step, choice] of taken) {
          const before = line;
          if (step === 'activate')
            line = activate(line, versions[choice % versions.length] ?? first.version, NOON);
          else {
            const added =
              step === 'stage'
                ? addStageVersion(line, ofStage(`s${choice}`), NOON)
                : addDraft(line, ofOperator(`d${choice}`));
            versions.push(added.version);
            line = added.line;
          }
          if (line !== before) expect(line.revision).toBe(before.revision + 1);
        }
        expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
        expect(line.latest).toBe(versions.length);
        expect(line.active_fingerprint).toBe(versions[line.active - 1]?.fingerprint);
      }),
    );
  });
});
