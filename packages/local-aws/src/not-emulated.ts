import type { Emulator, TemplateResource } from './emulator.ts';

/**
 * Types that need nothing to be run: they only shape the template, or their effect is read where it applies.
 */
const WITHOUT_EFFECT: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudFormation::Stack',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
];

/** A line for each type of the templates that no service creates, with the number of its resources. */
export function notEmulated(
  resources: readonly TemplateResource[],
  emulators: readonly Emulator[],
): string[] {
  const known = new Set([...WITHOUT_EFFECT, ...emulators.flatMap(({ resourceTypes }) => resourceTypes)]);
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    if (!known.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} (${count})`);
}
