import type { TemplateResource } from '../emulator.ts';

/** Kinds of keys in templates, each with the spec and the usage that CloudFormation has for it. */
export const KEY_KINDS = {
  symmetric: { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' },
  signing: { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' },
  mac: { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' },
} as const;
export type KeyKind = keyof typeof KEY_KINDS;

const KINDS = Object.keys(KEY_KINDS) as readonly KeyKind[];

/**
 * Returns the kind of a template's key.
 * @throws Error for what CloudFormation refuses, or what is not emulated
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
export function kindOfKey({ stack, logicalId, properties }: TemplateResource): KeyKind {
  const {
    KeySpec = KEY_KINDS.symmetric.spec,
    KeyUsage = KEY_KINDS.symmetric.usage,
    EnableKeyRotation = false,
  } = properties;
  const refuse = (why: string) => new Error(`${stack}/${logicalId}: ${why}`);
  const kind = KINDS.find((one) => KEY_KINDS[one].spec === KeySpec);
  if (!kind) throw refuse(`keys of the spec ${String(KeySpec)} are not emulated`);
  const { spec, usage } = KEY_KINDS[kind];
  if (KeyUsage !== usage)
    throw refuse(
      kind === 'symmetric'
        ? `a symmetric key cannot have the usage ${String(KeyUsage)}`
        : `a key of the spec ${spec} needs the usage ${usage} here, not ${String(KeyUsage)}`,
    );
  // https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable-disable.html
  if (kind !== 'symmetric' && EnableKeyRotation !== false)
    throw refuse(`${kind === 'mac' ? 'an HMAC' : 'an asymmetric'} key cannot be rotated automatically`);
  return kind;
}
