import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Directory, poolOf, type User, usersOf } from './directory.ts';
import { userView } from './users.ts';

/** Most users in one answer, and how many there are when nobody says (API reference, ListUsers). */
const PAGE_SIZE = 60;

export const listUsersInput = z.object({
  UserPoolId: z.string(),
  Filter: z.string().default(''),
  Limit: z.number().int().min(0).max(PAGE_SIZE).default(PAGE_SIZE),
  PaginationToken: z.string().optional(),
  AttributesToGet: z.array(z.string()).optional(),
});

const FILTER = /^"?([\w:.]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"$/;

/** ListUsers: the users of a pool in the order they were made, by one filter such as `email ^= "ann"`. */
export function listUsers(directory: Directory, input: z.output<typeof listUsersInput>): object {
  const matches = parseFilter(input.Filter.trim());
  const users = usersOf(directory, poolOf(directory, input.UserPoolId)).filter(matches);
  const start = input.PaginationToken === undefined ? 0 : pageStart(users, input.PaginationToken);
  const page = users.slice(start, start + (input.Limit || PAGE_SIZE));
  const last = page.at(-1);
  return {
    Users: page.map((user) => userView(onlyAttributes(user, input.AttributesToGet))),
    ...(last && start + page.length < users.length ? { PaginationToken: encode(last) } : {}),
  };
}

function parseFilter(filter: string): (user: User) => boolean {
  if (filter === '') return () => true;
  const [, name, operator, quoted] = FILTER.exec(filter) ?? [];
  if (name === undefined || quoted === undefined) {
    throw new AwsError('InvalidParameterException', `Error while parsing filter: ${filter}`);
  }
  const value = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const actual = searchable(user, name);
    return operator === '=' ? actual === value : actual.startsWith(value);
  };
}

function searchable(user: User, name: string): string {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  if (name.startsWith('custom:')) {
    throw new AwsError('InvalidParameterException', 'Custom attributes cannot be searched.');
  }
  return user.attributes[name] ?? '';
}

function onlyAttributes(user: User, names: readonly string[] | undefined): User {
  if (!names) return user;
  const wanted = Object.entries(user.attributes).filter(([name]) => names.includes(name));
  return { ...user, attributes: Object.fromEntries(wanted) };
}

const encode = ({ username }: User): string => Buffer.from(username).toString('base64url');

/** The token names the last user of the page before, so that users who come or go move nobody else. */
function pageStart(users: readonly User[], token: string): number {
  const index = users.findIndex((user) => encode(user) === token);
  if (index < 0) throw new AwsError('InvalidParameterException', 'The pagination token is not valid.');
  return index + 1;
}
