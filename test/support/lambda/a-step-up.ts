import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  GetPublicKeyCommand,
  type KMSClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { ApprovedStepUp } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { minutesAfter, NOON, TENANT } from './builders.ts';
import type { AwsStub } from './mocked-client.ts';

export const aStepUp = (changes: Partial<ApprovedStepUp> = {}): ApprovedStepUp => ({
  tenant: TENANT,
  id: 'vs_1',
  user_id: 'user-1',
  sensitivity: 'sensitive',
  transaction_sha256: 'a'.repeat(64),
  decided_at: NOON.toISOString(),
  retained_until: minutesAfter(90 * 24 * 60).toISOString(),
  ...changes,
});

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
