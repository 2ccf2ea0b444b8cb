import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKnownClients, refuseForeignClient } from '../../../lambda/platform/known-clients.ts';
import { anApiEvent } from '../../support/lambda/api-event.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const ssm = mockedClient(SSMClient);
beforeEach(() => {
  ssm.reset();
  ssm
    .on(GetParameterCommand, { Name: '/face-idv/test/backend-clients/0' })
    .resolves({ Parameter: { Value: 'backend-1,backend-2' } });
  ssm
    .on(GetParameterCommand, { Name: '/face-idv/test/backend-clients/1' })
    .resolves({ Parameter: { Value: 'backend-101' } });
});
const reads = () => ssm.commandCalls(GetParameterCommand).length;

function someClients() {
  const clock = { now: 0 };
  const clients = createKnownClients(
    new SSMClient({ region: 'eu-west-1' }),
    { stage: 'test', endUserClientId: 'app' },
    () => new Date(NOON.getTime() + clock.now),
  );
  return { ...clients, clock };
}

describe('the clients whose tokens are taken', () => {
  it('are the app, without a list', async () => {
    expect(await someClients().accept('app', ['tenant/acme'])).toBe(true);
    expect(reads()).toBe(0);
  });

  it('are the backends of the list that the scope of the tenant names, which is read once', async () => {
    const { accept } = someClients();
    expect(await accept('backend-1', ['tenant/acme'])).toBe(true);
    expect(await accept('backend-2', ['face-idv/verifications.manage', 'tenant/other'])).toBe(true);
    expect(reads()).toBe(1);
    expect(await accept('backend-101', ['tenant-2/acme'])).toBe(true);
    expect(await accept('backend-101', ['tenant/acme'])).toBe(false);
    expect(reads()).toBe(2);
  });

  it('are no others of the pool, for which a list is read again twice a minute at most', async () => {
    const { accept, clock } = someClients();
    for (let call = 0; call < 5; call += 1) expect(await accept('foreign', ['tenant/acme'])).toBe(false);
    expect(reads()).toBe(1);
    expect(await accept('foreign', [])).toBe(false);
    ssm
      .on(GetParameterCommand, { Name: '/face-idv/test/backend-clients/0' })
      .resolves({ Parameter: { Value: 'backend-1,just-deployed' } });
    clock.now = 30_000;
    expect(await accept('just-deployed', ['tenant/acme'])).toBe(true);
    expect(reads()).toBe(2);
  });

  it('are not known while the list cannot be read, and are asked for again', async () => {
    const { accept } = someClients();
    ssm
      .on(GetParameterCommand, { Name: '/face-idv/test/backend-clients/0' })
      .rejectsOnce(new Error('throttled'))
      .resolves({ Parameter: { Value: 'backend-1' } });
    await expect(accept('backend-1', ['tenant/acme'])).rejects.toThrow('throttled');
    expect(await accept('backend-1', ['tenant/acme'])).toBe(true);
  });
});

it('a token that names no client is refused', async () => {
  const event = anApiEvent();
  delete event.requestContext.authorizer?.claims.client_id;
  await expect(refuseForeignClient(event, someClients())).rejects.toMatchObject({ code: 'unauthorized' });
  await expect(refuseForeignClient(anApiEvent(), someClients())).resolves.toBeUndefined();
});
