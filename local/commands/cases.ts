import { InputError } from '../demo/photo.ts';
import { type VerificationApi, verificationApi } from '../demo/verification-api.ts';
import { demoTokens } from '../start/demo-accounts.ts';
import type { StackAddress } from '../start/local-stack.ts';
import { findRunningStack } from '../start/running-stack.ts';

interface CaseView {
  readonly id: string;
  readonly reason: string;
  readonly status: string;
  readonly session?: { readonly id: string; readonly user_id: string };
  readonly users?: readonly { readonly user_id: string }[];
  readonly similarity?: number;
  readonly possible_findings: readonly string[];
}

/** Calls the API of a running stack as the reviewer of the laptop. */
export const reviewerOf = (stack: StackAddress): VerificationApi => {
  const tokens = demoTokens(stack);
  return verificationApi(stack.apiUrl, () => tokens.user('rita'));
};

async function openReviewer(
  directory: string,
  reviewer: (stack: StackAddress) => VerificationApi,
): Promise<VerificationApi> {
  const stack = await findRunningStack(directory);
  if (!stack) throw new InputError('the local cloud is not running; start it with: npm start');
  return reviewer(stack);
}

/**
 * Prints the cases that wait for a person, with the findings that answer them.
 * @throws InputError if no stack runs
 */
export async function printCases(
  directory: string,
  print: (line: string) => void,
  reviewer = reviewerOf,
): Promise<void> {
  const api = await openReviewer(directory, reviewer);
  const { data } = await api.get<{ data: CaseView[] }>('/review-cases?limit=100');
  const waiting = data.filter(({ status }) => status !== 'decided' && status !== 'closed');
  if (waiting.length === 0) print('no case waits for a person');
  for (const { id, reason, status, session, users = [], similarity, possible_findings } of waiting) {
    const people = session ? [session.user_id] : users.map(({ user_id }) => user_id);
    const score = similarity === undefined ? '' : `, ${Math.round(similarity * 10) / 10} % similar`;
    print(`${id}  ${reason}, ${status}, about ${people.join(' and ')}${score}`);
    print(`  npm run local -- decide ${id} <${possible_findings.join(' | ')}>`);
  }
}

/**
 * Takes a case as the reviewer of the laptop, and decides it.
 * @throws InputError if no stack runs, or the finding does not answer the case; ApiProblem if it is refused
 */
export async function decideCase(
  directory: string,
  id: string,
  finding: string,
  print: (line: string) => void,
  reviewer = reviewerOf,
): Promise<void> {
  const api = await openReviewer(directory, reviewer);
  // before the case is taken: the API would name the findings of all cases
  const { reason, possible_findings } = await api.get<CaseView>(`/review-cases/${id}`);
  if (!possible_findings.includes(finding))
    throw new InputError(
      `${finding} does not answer ${reason}; decide ${id} with one of: ${possible_findings.join(', ')}`,
    );
  const { revision } = await api.post<{ revision: number }>(`/review-cases/${id}/assign`, {});
  const { status } = await api.post<CaseView>(`/review-cases/${id}/decision`, { revision, finding });
  print(`${id} is ${status}: ${finding}`);
}
