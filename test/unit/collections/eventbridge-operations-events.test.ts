import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEventbridgeOperationsEvents } from '../../../lambda/collections/adapters/eventbridge-operations-events.ts';
import type { ModelMigrationPlan } from '../../../lambda/collections/domain/model-watch.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const bus = mockedClient(EventBridgeClient);
beforeEach(() => {
  bus.reset();
});

const PLAN: ModelMigrationPlan = {
  tenant: 'acme',
  generation: 'g1',
  face_model_version: '6.0',
  newest_face_model_version: '7.0',
  images: 200,
  index_faces_calls: 200,
  duration_seconds: 4,
  cost_usd: 0.2,
  generation_to_add: 'g2',
};

describe('the event of a face model that is behind', () => {
  const events = createEventbridgeOperationsEvents(new EventBridgeClient({}));

  it('carries the plan', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await events.faceModelBehind(PLAN);
    const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ Source: 'face-idv', DetailType: 'Face Model Behind' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual(PLAN);
  });

  it('fails when the bus did not take it', async () => {
    bus
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await expect(events.faceModelBehind(PLAN)).rejects.toThrow('ThrottlingException');
  });
});
