import { type CountPastRetentionDependencies, countPastRetention } from './count-past-retention.ts';
import { type RemoveLapsedTemplatesDependencies, removeLapsedTemplates } from './remove-lapsed-templates.ts';

/**
 * Keeps the rules of retention for one tenant: removes templates whose time is over, and verifies that the
 * rest has expired. One does not wait for the other, and the failure of one does not stop the other.
 * @throws the first error
 */
export async function enforceRetention(
  tenant: string,
  dependencies: RemoveLapsedTemplatesDependencies & CountPastRetentionDependencies,
): Promise<void> {
  const done = await Promise.allSettled([
    countPastRetention(tenant, dependencies),
    removeLapsedTemplates(tenant, dependencies),
  ]);
  const failed = done.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
