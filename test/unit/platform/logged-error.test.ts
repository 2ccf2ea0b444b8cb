import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { loggedError } from '../../../lambda/platform/logged-error.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

const row = { pk: { S: 'acme#user#ann' } };
const $metadata = { requestId: 'request-1' };

describe('a logged error', () => {
  it.each([
    new ConditionalCheckFailedException({ message: 'condition', $metadata, Item: row }),
    new TransactionCanceledException({
      message: 'condition',
      $metadata,
      CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: row }],
    }),
  ])('has the name, message and request of $name, and not the row that it carries', (error) => {
    const logged = loggedError(new Error('not written', { cause: error }));
    expect(logged).toMatchObject({
      message: 'not written',
      cause: { name: error.name, message: 'condition', aws_request_id: 'request-1' },
    });
    expect(logged.stack).toContain('not written');
    expect(JSON.stringify(logged)).not.toContain('ann');
  });

  it('is one of whatever was thrown', () => {
    expect(loggedError('broken')).toEqual({ name: 'Error', message: 'broken' });
    expect(loggedError(new Error('a', { cause: 'b' }))).not.toHaveProperty('cause');
  });

  /** Errors that are logged; a {@link Problem} goes to its caller, who knows the user id. */
  const namingUser = (text: string) =>
    [...text.matchAll(/\b\w*Error\(\s*`[^`]*\$\{[^}]*\buser_?id\b[^}]*\}[^`]*`/gi)].map(([found]) => found);

  it('names no user in its message', () => {
    const found = sourceFilesOf('lambda').flatMap(({ path, text }) =>
      namingUser(text).map((error) => `${path}: ${error}`),
    );
    expect(found).toEqual([]);
    const dollar = '$';
    for (const name of ['user_id', 'session.user_id', 'userId'])
      expect(namingUser(`throw new RangeError(\`a face of ${dollar}{${name}}\`)`)).toHaveLength(1);
  });
});
