import { expect, it } from 'vitest';
import { eventOfActivation, eventsOfVersion } from '../../../../lambda/policies/domain/policy-events.ts';
import { activate, addDraft, addStageVersion } from '../../../../lambda/policies/domain/policy-version.ts';
import { aPolicyVersion } from '../../../support/lambda/a-policy.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const { version: _number, ...newVersion } = aPolicyVersion();
const first = addStageVersion(undefined, { ...newVersion, origin: 'stage' }, NOON);
const draft = addDraft(first.line, { ...newVersion, origin: 'operator' });
const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

it('reports a version of a deployment as created, and as active if it is', () => {
  const [created, activated] = eventsOfVersion(first);
  const { tenant, fingerprint, created_at } = newVersion;
  const about = { tenant, subject: 'registration' };
  const details = { session_type: 'registration', version: 1, fingerprint, origin: 'stage' };
  expect(created).toEqual({
    ...{ type: 'policy.created', id: 'policy-registration-1-created', ...about },
    ...{ occurred_at: created_at, details },
  });
  expect(activated).toEqual({
    ...{ type: 'policy.activated', id: 'policy-registration-1-activated', ...about },
    ...{ occurred_at: NOON.toISOString(), details },
  });
});

it("reports an operator's version as created alone, until it is activated", () => {
  expect(typesOf(eventsOfVersion(draft))).toEqual(['policy.created']);
  const chosen = activate(draft.line, draft.version, minutesAfter(1));
  expect(eventOfActivation(draft.version.tenant, 'registration', chosen)).toMatchObject({
    occurred_at: minutesAfter(1).toISOString(),
    details: { version: 2, previous_version: 1, origin: 'operator' },
  });
});

it('gives each write events of its own, a rollback to the same version included', () => {
  const second = activate(draft.line, draft.version, NOON);
  const back = activate(second, first.version, NOON);
  const again = activate(back, draft.version, NOON);
  const ids = [second, back, again].map((line) => eventOfActivation('acme', 'registration', line).id);
  expect(new Set(ids).size).toBe(3);
});
