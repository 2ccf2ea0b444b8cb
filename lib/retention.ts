import { z } from 'zod';
import type { VerificationPolicy } from '../lambda/kernel/policy.ts';
import { DATA_CLASSES, type DataClass, type RetentionSettings } from '../lambda/retention/contract.ts';

/** Laws that may bind a deployment; `default` always does. */
export const JURISDICTIONS = ['default', 'eu_gdpr', 'us_il_bipa'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

const rule = z.strictObject({
  class: z.enum(DATA_CLASSES),
  jurisdiction: z.enum(JURISDICTIONS),
  /** Days for which the class may be kept at most, in this jurisdiction. */
  maxDays: z.int().min(1).max(3650),
  /** Why, in a sentence for the public schedule. */
  reason: z.string().min(20),
  /** Text of a law or of the deployment's own policy. */
  source: z.string().min(3),
});
export type RetentionRule = z.infer<typeof rule>;

export const retentionSchema = z.strictObject({
  /** Laws that bind this deployment; the strictest rule of all of them holds for every tenant. */
  jurisdictions: z
    .array(z.enum(JURISDICTIONS))
    .refine((listed) => new Set(listed).size === listed.length, 'lists a jurisdiction twice')
    .refine((listed) => listed.includes('default'), 'must list "default" beside any other'),
  /** Days from a user's last interaction after which the enrolled faces and their images are removed. */
  templateDays: z.int().min(1).max(3650),
  rules: z.array(rule),
});
export type Retention = z.infer<typeof retentionSchema>;

/**
 * The rules as delivered, by class and jurisdiction. A rule bounds the setting that says how long a class is
 * kept; it is not a second setting. Have your counsel confirm them.
 */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    class: 'templates',
    jurisdiction: 'default',
    maxDays: 1095,
    reason: 'A user who has taken part in nothing for three years has no account that a face protects.',
    source: 'policy of this deployment',
  },
  {
    class: 'templates',
    jurisdiction: 'us_il_bipa',
    maxDays: 1095,
    reason:
      'Biometric identifiers are destroyed when their purpose is met, or within three years of the last interaction, whichever is first.',
    source: '740 ILCS 14/15(a)',
  },
  {
    class: 'templates',
    jurisdiction: 'eu_gdpr',
    maxDays: 1095,
    reason:
      'Personal data identify a person for no longer than their purpose needs; a user who no longer comes back needs no login.',
    source: 'GDPR, article 5(1)(e)',
  },
  {
    class: 'session_images',
    jurisdiction: 'default',
    maxDays: 1095,
    reason: 'A decision can be contested and reviewed only while its images are there.',
    source: 'policy of this deployment',
  },
  {
    class: 'session_images',
    jurisdiction: 'us_il_bipa',
    maxDays: 1095,
    reason:
      'A photograph is not a biometric identifier, but face geometry is computed from it, so the same bound holds.',
    source: '740 ILCS 14/10, 14/15(a)',
  },
  {
    class: 'session_images',
    jurisdiction: 'eu_gdpr',
    maxDays: 400,
    reason: 'Kept while the decision that they are evidence of can be contested, and not as an archive.',
    source: 'GDPR, articles 5(1)(e) and 22(3)',
  },
  {
    class: 'session_records',
    jurisdiction: 'eu_gdpr',
    maxDays: 1830,
    reason: 'Customer due diligence is proved for five years after the end of a business relationship.',
    source: 'GDPR, article 5(1)(e); Directive (EU) 2015/849, article 40(1)',
  },
];

/** A setting of the config that says how long a class is kept, where one does. */
interface KeptDays {
  readonly path: readonly string[];
  readonly days: number;
}

/** The part of a config that says how long data are kept. */
export interface RetainingConfig {
  readonly retention: Retention;
  readonly evidence: { readonly retentionDays: number; readonly noncurrentVersionDays: number };
  readonly auditEntries: { readonly retentionDays: number };
  readonly reviewCases: { readonly retentionDays: number; readonly labelRetentionDays: number };
  readonly policy: Pick<VerificationPolicy, 'session_retention_days'>;
  readonly logRetentionDays: number;
  readonly ledger: { readonly sealedDays: number };
  readonly erasure: { readonly longestBackupDays: number; readonly settleSeconds: number };
}

/** The one setting of each class that has one. */
export const keptDaysOf = ({
  retention,
  evidence,
  auditEntries,
  reviewCases,
  policy,
  logRetentionDays,
}: RetainingConfig): Readonly<Partial<Record<DataClass, KeptDays>>> => ({
  templates: { path: ['retention', 'templateDays'], days: retention.templateDays },
  session_images: { path: ['evidence', 'retentionDays'], days: evidence.retentionDays },
  session_records: { path: ['policy', 'session_retention_days'], days: policy.session_retention_days },
  audit_entries: { path: ['auditEntries', 'retentionDays'], days: auditEntries.retentionDays },
  review_cases: { path: ['reviewCases', 'retentionDays'], days: reviewCases.retentionDays },
  liveness_labels: { path: ['reviewCases', 'labelRetentionDays'], days: reviewCases.labelRetentionDays },
  logs: { path: ['logRetentionDays'], days: logRetentionDays },
});

/** The rules that bind a deployment. */
export const rulesOf = ({ jurisdictions, rules }: Retention): readonly RetentionRule[] =>
  rules.filter(({ jurisdiction }) => jurisdictions.includes(jurisdiction));

/** Returns the strictest bound of a class; undefined without one. */
export const maxDaysOf = (retention: Retention, dataClass: DataClass): number | undefined => {
  const bounds = rulesOf(retention).flatMap((one) => (one.class === dataClass ? [one.maxDays] : []));
  return bounds.length > 0 ? Math.min(...bounds) : undefined;
};

/**
 * Days between the removal of a template and its bound: a pass over 80 million faces takes 17 days, and a
 * removal that fails is tried again in the next one.
 */
const SWEEP_DAYS = 30;

/** Findings on settings that keep a class longer than a rule allows, and on templates without a rule. */
export function retentionProblems(config: RetainingConfig) {
  const { retention } = config;
  if (maxDaysOf(retention, 'templates') === undefined)
    return [{ path: ['retention', 'rules'], message: 'has no rule for templates; add one for "default"' }];
  return Object.entries(keptDaysOf(config)).flatMap(([name, { path, days }]) =>
    rulesOf(retention)
      .map((one) => ({ ...one, allowed: one.maxDays - (name === 'templates' ? SWEEP_DAYS : 0) }))
      .filter((one) => one.class === name && days > one.allowed)
      .map(({ jurisdiction, allowed, source }) => ({
        path: [...path],
        message: `${days} days are longer than the ${allowed} that the rule of ${jurisdiction} leaves for ${name} (${source}); lower the setting, or change the rule with your counsel`,
      })),
  );
}

/** Returns the settings of the functions that keep the rules. */
export const retentionSettingsOf = ({ retention, evidence }: RetainingConfig): RetentionSettings => ({
  templateDays: retention.templateDays,
  templateLimitDays: maxDaysOf(retention, 'templates') ?? retention.templateDays + SWEEP_DAYS,
  imageDays: evidence.retentionDays,
  shownImageDays: shownDaysOf({ evidence }),
});

/** Days for which evidence is shown; then it stays as a noncurrent version, so both are what was promised. */
export const shownDaysOf = ({ evidence }: Pick<RetainingConfig, 'evidence'>): number =>
  evidence.retentionDays - evidence.noncurrentVersionDays;
