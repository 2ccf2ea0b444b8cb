import { expect, it } from 'vitest';
import {
  cloudEvent,
  cloudEventOf,
  cloudEventOfOutbox,
} from '../../../../lambda/events/domain/cloud-event.ts';
import { sessionEventOf } from '../../../../lambda/sessions/domain/session-event.ts';
import { aReview, aSession, NOON, TENANT } from '../../../support/lambda/builders.ts';

const held = sessionEventOf(
  aSession({
    id: 'vs_1',
    status: 'in_review',
    sequence: 7,
    runs: 2,
    review: aReview(['search_incomplete'], ['search_incomplete'], NOON),
  }),
  'verification_session.held',
  NOON,
);

it('names the session, what happened to it and why, and neither the user nor anything measured', () => {
  const event = cloudEventOf(held, 'prod');
  expect(event).toEqual({
    specversion: '1.0',
    id: 'vs_1-7',
    source: `/face-idv/prod/tenants/${TENANT}`,
    type: 'verification_session.held',
    subject: 'vs_1',
    time: NOON.toISOString(),
    datacontenttype: 'application/json',
    stage: 'prod',
    data: {
      tenant: TENANT,
      session_id: 'vs_1',
      livemode: true,
      session_type: 'registration',
      sequence: 7,
      status: 'in_review',
      run: 2,
      reason_codes: ['search_incomplete'],
    },
  });
  expect(cloudEvent.parse(event)).toEqual(event);
});

it('has no run before the second one', () => {
  const { run: _, ...first } = held;
  expect(cloudEventOf(first, 'prod').data).not.toHaveProperty('run');
});

it('reports a change that is not of a session with the ids that it has, and its details', () => {
  const event = cloudEventOfOutbox(
    {
      type: 'lockout.started',
      id: 'evt_1',
      tenant: TENANT,
      subject: 'customer-1',
      occurred_at: NOON.toISOString(),
      user_id: 'customer-1',
      details: { rung: 2, permanent: false },
    },
    'prod',
  );
  expect(event).toEqual({
    specversion: '1.0',
    id: 'evt_1',
    source: `/face-idv/prod/tenants/${TENANT}`,
    type: 'lockout.started',
    subject: 'customer-1',
    time: NOON.toISOString(),
    datacontenttype: 'application/json',
    stage: 'prod',
    data: { tenant: TENANT, user_id: 'customer-1', rung: 2, permanent: false },
  });
  expect(cloudEvent.parse(event)).toEqual(event);
});

it('lets no detail take the place of an id', () => {
  const { data } = cloudEventOfOutbox(
    {
      type: 'policy.activated',
      id: 'evt_2',
      tenant: TENANT,
      subject: 'registration',
      occurred_at: NOON.toISOString(),
      details: { tenant: 'other' },
    },
    'prod',
  );
  expect(data).toEqual({ tenant: TENANT });
});
