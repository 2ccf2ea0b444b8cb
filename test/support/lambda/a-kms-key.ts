import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  GetPublicKeyCommand,
  type KMSClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { AwsStub } from './mocked-client.ts';

export interface KmsKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}
export const aKmsKey = (): KmsKey => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Answers for a key as KMS does: the public half as SubjectPublicKeyInfo, signatures in DER. */
export function answerAsKms(
  kms: AwsStub<ServiceInputTypes, ServiceOutputTypes, KMSClientResolvedConfig>,
  keyId: string,
  { privateKey, publicKey }: KmsKey,
): void {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  kms.on(GetPublicKeyCommand, { KeyId: keyId }).resolves({ PublicKey: spki });
  kms.on(SignCommand, { KeyId: keyId }).callsFake(({ Message }: { Message: Uint8Array }) => ({
    Signature: sign('sha256', Message, privateKey),
  }));
}
