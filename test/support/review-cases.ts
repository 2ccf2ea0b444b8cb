import { expect, vi } from 'vitest';
import type { Report } from '../../local/demo/verify-person.ts';
import type { FlowStack } from './flow-stack.ts';

/** A case as the API returns it, by what tests look at. */
export interface CaseView {
  readonly id: string;
  readonly reason: string;
  readonly status: string;
  readonly revision: number;
  readonly session?: { readonly id: string; readonly run: number };
  readonly matches?: readonly { readonly user_id?: string; readonly similarity: number }[];
  readonly possible_findings: readonly string[];
}

const SOON = { timeout: 40_000, interval: 300 };

/** The case of a held session, once its event has opened it. */
export async function caseOf(flow: FlowStack, sessionId: string, reason: string): Promise<CaseView> {
  let found: CaseView | undefined;
  await vi.waitFor(async () => {
    const { data } = await flow.reviewer.get<{ data: CaseView[] }>(`/review-cases?reason=${reason}`);
    found = data.find(({ session, status }) => session?.id === sessionId && status !== 'decided');
    expect(found).toBeDefined();
  }, SOON);
  return found as CaseView;
}

/** Takes the case of a held session and decides it, as a reviewer does. */
export async function decideCaseOf(
  flow: FlowStack,
  sessionId: string,
  reason: string,
  finding: string,
): Promise<CaseView> {
  const { id } = await caseOf(flow, sessionId, reason);
  const { revision } = await flow.reviewer.post<CaseView>(`/review-cases/${id}/assign`, {});
  return flow.reviewer.post<CaseView>(`/review-cases/${id}/decision`, { revision, finding });
}

/** The report of a session once it has reached a status. */
export async function reportOnce(flow: FlowStack, sessionId: string, status: string): Promise<Report> {
  const path = `/verification-sessions/${sessionId}`;
  await vi.waitFor(
    async () => expect((await flow.backend.get<{ status: string }>(path)).status).toBe(status),
    SOON,
  );
  return flow.operator.get<Report>(`${path}/report`);
}
