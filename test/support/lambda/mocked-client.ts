import { mockClient } from 'aws-sdk-client-mock';
import { afterAll } from 'vitest';

/**
 * The mock of an SDK client, for the tests of one file: it is taken off the client's class after the last of them, since
 * the next file in the same process may need the client itself.
 */
export const mockedClient: typeof mockClient = (client, options) => {
  const mock = mockClient(client, options);
  afterAll(() => mock.restore());
  return mock;
};
