import { AwsError } from '../aws-error.ts';
import type { AttributeSchema } from './definitions.ts';
import type { Client, Pool, User } from './directory.ts';

/**
 * The attributes of OpenID Connect that every pool has; a pool's schema may make them required or immutable.
 */
const STANDARD_ATTRIBUTES: readonly string[] = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
];

/** Longest value of a standard attribute and of a custom one that sets no limit. */
const LONGEST_VALUE = 2048;

const isCustom = (name: string): boolean => name.startsWith('custom:');

function schemaOf(pool: Pool, name: string): AttributeSchema | undefined {
  const plain = isCustom(name) ? name.slice('custom:'.length) : name;
  const isDeclared = ({ Name }: AttributeSchema) =>
    Name === plain && isCustom(name) !== STANDARD_ATTRIBUTES.includes(Name);
  const declared = pool.definition.Schema.find(isDeclared);
  if (declared || isCustom(name) || !STANDARD_ATTRIBUTES.includes(name)) return declared;
  return { Name: name, AttributeDataType: 'String', Mutable: true, Required: false };
}

/** Throws `InvalidParameterException` unless a new user may have these attributes. */
export function assertNewAttributes(pool: Pool, attributes: Readonly<Record<string, string>>): void {
  assertConform(pool, attributes);
}

/**
 * Throws unless these attributes may be given to a user that exists; an immutable one keeps its first value.
 */
export function assertChangedAttributes(
  pool: Pool,
  user: User,
  attributes: Readonly<Record<string, string>>,
): void {
  assertConform(pool, attributes);
  for (const name of Object.keys(attributes)) {
    if (schemaOf(pool, name)?.Mutable === false && user.attributes[name] !== undefined) {
      throw new AwsError('InvalidParameterException', `user.${name}: Attribute cannot be updated.\n`);
    }
  }
}

/** Throws unless the app client may write these attributes for the person who signed in with it. */
export function assertWritable(client: Client, attributes: Readonly<Record<string, string>>): void {
  const { WriteAttributes } = client.definition;
  const forbidden = Object.keys(attributes).some((name) =>
    WriteAttributes ? !WriteAttributes.includes(name) : name.endsWith('_verified'),
  );
  if (forbidden) {
    throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
}

/** Attributes of a user that the app client may see. `sub` is always included. */
export function readableAttributes(client: Client, user: User): Record<string, string> {
  const { ReadAttributes } = client.definition;
  return Object.fromEntries(
    Object.entries(user.attributes).filter(
      ([name]) => name === 'sub' || !ReadAttributes || ReadAttributes.includes(name),
    ),
  );
}

/** A changed address is no longer a proven one, unless the same change says it is. */
export function withAttributes(user: User, changes: Readonly<Record<string, string>>, now: number): User {
  const attributes = { ...user.attributes };
  for (const [name, value] of Object.entries(changes)) {
    if (`${name}_verified` in attributes && attributes[name] !== value)
      attributes[`${name}_verified`] = 'false';
    attributes[name] = value;
  }
  return { ...user, attributes: { ...attributes, ...changes }, modifiedAt: now };
}

function assertConform(pool: Pool, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const schema = schemaOf(pool, name);
    if (!schema) throw nonconforming(`${name}: Attribute does not exist in the schema.\n`);
    assertValue(name, value, schema);
  }
}

function assertValue(name: string, value: string, schema: AttributeSchema): void {
  if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+$/.test(value)) {
    throw new AwsError('InvalidParameterException', 'Invalid email address format.');
  }
  const {
    AttributeDataType: type,
    StringAttributeConstraints: text,
    NumberAttributeConstraints: range,
  } = schema;
  if (type === 'Number') {
    const number = Number(value);
    const inRange =
      number >= Number(range?.MinValue ?? Number.NEGATIVE_INFINITY) &&
      number <= Number(range?.MaxValue ?? Number.POSITIVE_INFINITY);
    if (value.trim() === '' || Number.isNaN(number))
      throw nonconforming(`${name}: The value is not a number`);
    if (!inRange) throw nonconforming(`${name}: The value is out of range`);
  }
  if (type === 'Boolean' && value !== 'true' && value !== 'false') {
    throw nonconforming(`${name}: The value is not a boolean`);
  }
  if (type !== 'String') return;
  const longest = Number(text?.MaxLength ?? LONGEST_VALUE);
  const shortest = Number(text?.MinLength ?? 0);
  if (value.length > longest)
    throw nonconforming(`${name}: String must be no longer than ${longest} characters`);
  if (value.length < shortest) throw nonconforming(`${name}: String must be at least ${shortest} characters`);
}

const nonconforming = (problem: string): AwsError =>
  new AwsError('InvalidParameterException', `Attributes did not conform to the schema: ${problem}`);
