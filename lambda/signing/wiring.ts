import { kmsClient } from '../platform/clients/kms.ts';
import { createKmsTokenSigner } from './adapters/kms-token-signer.ts';

/** Signs with the current key. One per function, so that its public half is read once. */
export const openTokenSigner = ({ SIGNING_KEY }: { readonly SIGNING_KEY: string }) =>
  createKmsTokenSigner(kmsClient, SIGNING_KEY);
