import { mockClient } from 'aws-sdk-client-mock';
import { afterAll } from 'vitest';

export type { AwsStub } from 'aws-sdk-client-mock';

const mocks: { restore(): void }[] = [];

// registered when a file loads this module: within a hook or a test it would never run
afterAll(() => {
  for (const mock of mocks.splice(0)) mock.restore();
});

/**
 * The mock of an SDK client, for the tests of one file: it is taken off the client's class after the last of them, since
 * the next file in the same process may need the client itself.
 */
export const mockedClient: typeof mockClient = (client, options) => {
  const mock = mockClient(client, options);
  mocks.push(mock);
  return mock;
};
