import { expect, it } from 'vitest';
import { LEDGER_KINDS } from '../../../../lambda/events/domain/catalog-row.ts';
import {
  dataSchemaOf,
  EVENT_CATALOG,
  EVENT_TYPES,
  eventSchemaOf,
} from '../../../../lambda/events/domain/event-catalog.ts';
import { METRICS } from '../../../../lambda/kernel/metrics.ts';
import { OUTBOX_EVENT_TYPES } from '../../../../lambda/kernel/outbox-event.ts';
import { SESSION_EVENT_TYPES } from '../../../../lambda/sessions/domain/session-event.ts';
import { aPublishedEvent } from '../../../support/lambda/published-events.ts';

/** Members that would tell more than a receiver may know without asking. */
const CONFIDENTIAL = /score|similarity|confidence|measure|image_(key|url)|face_id|email|name|birth/;

it('has a row for every type that can be written, and no other', () => {
  expect(Object.keys(EVENT_CATALOG).sort()).toEqual([...SESSION_EVENT_TYPES, ...OUTBOX_EVENT_TYPES].sort());
  expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length);
});

it.each(EVENT_TYPES)('%s names what it is about, where it goes and what counts it', (type) => {
  const { summary, subject, ledger, metrics } = EVENT_CATALOG[type];
  expect(summary).toMatch(/^[a-z].{10,}[^.]$/);
  expect(subject).toMatch(/^[a-z]/);
  if (ledger) expect(LEDGER_KINDS).toContain(ledger);
  for (const metric of metrics) expect(METRICS).toHaveProperty(metric);
});

it.each(EVENT_TYPES)('%s has data of ids and codes, and refuses whatever else', (type) => {
  for (const name of Object.keys(dataSchemaOf(type).shape)) expect(name).not.toMatch(CONFIDENTIAL);
  const event = aPublishedEvent(type);
  expect(eventSchemaOf(type).parse(event)).toEqual(event);
  const leaking = { ...event, data: { ...event.data, similarity: 99.1 } };
  expect(eventSchemaOf(type).safeParse(leaking).success).toBe(false);
});

it('gives the events of a session the statuses that its transition leads to', () => {
  expect(dataSchemaOf('verification_session.created').shape).toHaveProperty('status.def.entries', {
    requires_input: 'requires_input',
  });
  expect(dataSchemaOf('verification_session.declined').shape).toHaveProperty('status.def.entries', {
    declined: 'declined',
  });
});
