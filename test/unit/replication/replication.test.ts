import { describe, expect, it } from 'vitest';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { replicationMessage } from '../../../lambda/replication/contract.ts';
import { sendReplication } from '../../../lambda/replication/replication.ts';
import { aListMapping, aMapping } from '../../support/lambda/builders.ts';

function aQueue() {
  const sent: unknown[] = [];
  const send = async (image: ReplicatedImage, delaySeconds: number) => {
    sent.push([image, delaySeconds]);
  };
  return { sent, queue: { send } };
}

describe('a change of the mapping', () => {
  const { tenant, user_id, collection_id, image_id, ...rest } = aMapping();

  it('names the entry of a watchlist, and is read as a user’s where it names a user only', async () => {
    const { sent, queue } = aQueue();
    await sendReplication(queue, aListMapping());
    const image = { collection_id: 'face-idv.acme.g1_fraud.0', image_id: 'img_1', tenant };
    const entry = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1', ...image };
    expect(sent).toEqual([[entry, 0]]);
    expect(replicationMessage.parse(entry)).toEqual(entry);
    expect(replicationMessage.parse({ user_id, ...image })).toEqual({ kind: 'user', user_id, ...image });
    expect(replicationMessage.safeParse({ kind: 'watchlist', user_id, ...image }).success).toBe(false);
  });

  it('is sent at once, as the name of its image and nothing else', async () => {
    const { sent, queue } = aQueue();
    await sendReplication(queue, { tenant, user_id, collection_id, image_id, ...rest });
    expect(sent).toEqual([[{ kind: 'user', tenant, user_id, collection_id, image_id }, 0]]);
  });

  it('may wait', async () => {
    const { sent, queue } = aQueue();
    await sendReplication(queue, aMapping(), 15);
    expect(sent).toEqual([[expect.anything(), 15]]);
  });

  it('is sent nowhere where there is no second region', async () => {
    await expect(sendReplication(undefined, aMapping())).resolves.toBeUndefined();
  });
});
