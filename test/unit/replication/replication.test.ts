import { describe, expect, it } from 'vitest';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { sendReplication } from '../../../lambda/replication/replication.ts';
import { aMapping } from '../../support/lambda/builders.ts';

function aQueue() {
  const sent: unknown[] = [];
  const send = async (image: ReplicatedImage, delaySeconds: number) => {
    sent.push([image, delaySeconds]);
  };
  return { sent, queue: { send } };
}

describe('a change of the mapping', () => {
  const { tenant, user_id, collection_id, image_id, ...rest } = aMapping();

  it('is sent at once, as the name of its image and nothing else', async () => {
    const { sent, queue } = aQueue();
    await sendReplication(queue, { tenant, user_id, collection_id, image_id, ...rest });
    expect(sent).toEqual([[{ tenant, user_id, collection_id, image_id }, 0]]);
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
