import type { LocalStack } from '../../local/start/local-stack.ts';

/** Where a stack is asked past the product. */
export type Place = Pick<LocalStack, 'endpoint' | 'region'>;

interface Settings extends Place {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of S3 alone: no host has the name of a bucket. */
  readonly forcePathStyle: true;
}

/** Any account owner's: nothing but a local stack takes them. */
const CREDENTIALS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };

const made = new Map<string, unknown>();

/**
 * A client of the SDK that acts as the account's owner: one for each address, since tests that wait for something ask
 * again and again, and making a client takes longer than a call.
 */
export function localClient<Client>(
  Type: new (settings: Settings) => Client,
  { endpoint, region }: Place,
): Client {
  const key = `${Type.name} ${region} ${endpoint}`;
  const client =
    (made.get(key) as Client | undefined) ??
    new Type({ endpoint, region, credentials: CREDENTIALS, forcePathStyle: true });
  made.set(key, client);
  return client;
}
