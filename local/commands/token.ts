import { InputError } from '../demo/photo.ts';
import { DEMO_ACCOUNTS, type DemoTokens, demoTokens } from '../start/demo-accounts.ts';
import type { StackAddress } from '../start/local-stack.ts';
import { findRunningStack } from '../start/running-stack.ts';

type Account = keyof typeof DEMO_ACCOUNTS;

const isAccount = (name: string): name is Account => Object.hasOwn(DEMO_ACCOUNTS, name);

/** Names that a token can be printed for. */
export const TOKEN_NAMES: readonly string[] = [...Object.keys(DEMO_ACCOUNTS), 'backend'];

/**
 * Prints an access token of a local account, or of the backend, and nothing else: for `TOKEN=$(...)`.
 * @throws InputError if no stack runs
 */
export async function printToken(
  directory: string,
  name: string,
  print: (line: string) => void,
  tokensOf: (stack: StackAddress) => DemoTokens = demoTokens,
): Promise<void> {
  const stack = await findRunningStack(directory);
  if (!stack) throw new InputError('the local cloud is not running; start it with: npm start');
  const tokens = tokensOf(stack);
  print(await (isAccount(name) ? tokens.user(name) : tokens.backend()));
}
