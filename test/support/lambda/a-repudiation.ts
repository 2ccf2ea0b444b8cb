import type { RepudiationLink } from '../../../lambda/repudiations/domain/repudiation-link.ts';
import type { RepudiationLinks } from '../../../lambda/repudiations/ports/repudiation-links.ts';
import { pinned } from './a-policy.ts';
import { InMemoryReviewCases } from './a-review-case.ts';
import { aMapping, aSession, minutesAfter } from './builders.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** Links in a map. */
export class InMemoryRepudiationLinks implements RepudiationLinks {
  readonly links = new Map<string, RepudiationLink>();

  get: RepudiationLinks['get'] = async (tenant, id) => this.links.get(`${tenant}/${id}`);

  put: RepudiationLinks['put'] = async (link) => {
    const key = `${link.tenant}/${link.id}`;
    const { used_by } = this.links.get(key) ?? {};
    if (used_by !== undefined && used_by !== link.used_by) return false;
    this.links.set(key, link);
    return true;
  };
}

/** User-1, whom session vs_1 has enrolled. */
export function aRepudiation() {
  const sessions = new InMemorySessionStore(aSession({ id: 'vs_1', status: 'approved' }));
  const mappings = new InMemoryEnrollments(sessions);
  mappings.mappings.set('face-1', aMapping());
  const cases = new InMemoryReviewCases(sessions);
  const { emit, metrics } = recordedMetrics();
  const time = { minutes: 0 };
  let made = 0;
  const next = () => {
    made += 1;
    return made;
  };
  const dependencies = {
    sessions,
    mappings,
    cases,
    lockouts: sessions.lockouts,
    links: new InMemoryRepudiationLinks(),
    policyOf: pinned(),
    settings: { retentionDays: 400 },
    newSecret: (bytes: number) => new Uint8Array(bytes).fill(next()),
    newIdentifier: (prefix: string) => `${prefix}_01kjq8w0g3x7c9v2m5n8b4t6r${next()}`,
    clock: () => minutesAfter(time.minutes),
    emit,
  };
  const results = () =>
    metrics.flatMap(({ name, dimensions }) => (name === 'Repudiation' ? [dimensions.Result] : []));
  return { ...dependencies, dependencies, time, results };
}
