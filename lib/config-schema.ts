import { z } from 'zod';
import { importBucketsSchema } from '../lambda/bulk-indexing/contract.ts';
import { expectedPopulation, generationsSchema } from '../lambda/collections/contract.ts';
import { consentTextsSchema } from '../lambda/consents/contract.ts';
import { faceLoginMode } from '../lambda/face-login/contract.ts';
import { verificationPolicySchema } from '../lambda/kernel/policy.ts';
import { DEFAULT_PROBLEM_BASE_URL } from '../lambda/kernel/problem.ts';
import { GRANTED_SCOPES } from '../lambda/kernel/tenancy.ts';
import { lateCheckMode } from '../lambda/late-check/contract.ts';
import { shadowReadPolicy } from '../lambda/migration/contract.ts';
import { callLimitsSchema, quotaOverrides, quotasIn } from '../lambda/rate-limits/contract.ts';
import { reconciliationPolicy } from '../lambda/reconciliation/contract.ts';
import { secondRegion } from '../lambda/replication/contract.ts';
import { reviewCaseSettings } from '../lambda/review-cases/contract.ts';
import { longPollSchema } from '../lambda/sessions/contract.ts';
import { auditSchema } from './audit.ts';
import { callLimitProblems } from './call-limits.ts';
import { captureProblems, captureSchema } from './capture.ts';
import {
  collectionPrefix,
  origin,
  problemBaseUrl,
  region,
  secondRegionName,
  tagKey,
  tagValue,
  tenantId,
} from './config-values.ts';
import { erasureProblems, erasureSchema } from './erasure.ts';
import { evidenceProblems, evidenceSchema } from './evidence.ts';
import { faceLoginProblems } from './face-login.ts';
import { fipsProblems } from './fips.ts';
import { ledgerSchema } from './ledger.ts';
import { networkProblems, networkSchema } from './network.ts';
import { retentionProblems, retentionSchema } from './retention.ts';
import { tenantProblems } from './tenants.ts';
import { regionOfLayer, tracingSchema } from './tracing.ts';
import { warmSchema } from './warm.ts';
import { watchlistsSchema } from './watchlists.ts';
import { webProblems, webSchema } from './web.ts';
import { webhookProblems, webhooksSchema } from './webhooks.ts';

/** The stage that `npm start` synthesizes for the laptop. */
export const LOCAL_STAGE = 'local';

/** Retention periods that CloudWatch Logs accepts, up to ten years. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const deploymentConfigSchema = z
  .strictObject({
    /** Part of the stack names and of every log line. */
    stage: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,15}$/,
        'stage must be 1 to 16 lowercase letters, digits or "-", beginning with a letter',
      ),
    region,
    collectionPrefix,
    /** Organizations whose faces are kept apart. To add one takes a deployment; removing one keeps them. */
    tenants: z
      .array(
        z.strictObject({
          id: tenantId,
          /** Scopes of the tenant's backend beyond running verifications (docs/operators.md). */
          backendScopes: z
            .array(z.enum(GRANTED_SCOPES))
            .refine((scopes) => new Set(scopes).size === scopes.length, 'lists a scope twice')
            .default([]),
          /** Estimate from `npm run plan`; omit it if unknown. */
          expected: z.optional(expectedPopulation),
          /**
           * Lists of faces that every registration is compared with, such as known fraudsters
           * (docs/operators.md). Adding one takes a deployment; each costs one search per registration.
           */
          watchlists: watchlistsSchema.default([]),
          /**
           * Whether users of the user pool sign in with their face: after their password
           * (`second_factor`), or by the face alone (`only_factor`). Only enrolled users can then sign in.
           */
          faceLogin: z._default(faceLoginMode, 'off'),
        }),
      )
      .min(1, 'at least one tenant is required'),
    generations: generationsSchema,
    policy: verificationPolicySchema,
    /** Texts that people consent to; an edited one needs another `notice_version` (docs/consent.md). */
    consentTexts: z._default(consentTextsSchema, []),
    /**
     * Calls per second that Service Quotas grants this account, where they differ from the defaults
     * of the region; bulk jobs stay just under them. `npm run preflight` compares them with the account.
     */
    quotas: z._default(quotaOverrides, {}),
    /**
     * Region that replicates the first region's collections (whitepaper
     * 5.6). Face Liveness, the API and all functions stay in `region`.
     */
    secondRegion: z
      .strictObject({
        ...secondRegion.shape,
        region: secondRegionName,
        quotas: z._default(quotaOverrides, {}),
      })
      .optional(),
    /**
     * Further regions for DetectFaces and CompareFaces, which store nothing (whitepaper 7): they are asked in
     * this order when `region`, and `secondRegion`, refuse or do not answer. Images are sent there.
     */
    statelessRegions: z.array(secondRegionName).default([]),
    /** How the daily reconciliation treats faces without a mapping and mappings without a face. */
    reconciliation: reconciliationPolicy,
    /** Share of searches that a ready migration compares, and the agreement that a cut-over requires. */
    shadowRead: shadowReadPolicy,
    /** Safeguards against a search that does not find a face right after it was indexed. */
    consistency: z.strictObject({
      /**
       * Approved registrations that are searched again a minute later: none, those that ran
       * beside another one, or all; as many calls as there are shards, off the decision's path.
       */
      late_check: lateCheckMode,
    }),
    /** Fill level of a shard that raises an alarm, long before the shard is full. */
    collectionHeadroom: z.strictObject({ alarmAtFillPercent: z.number().min(1).max(100) }),
    /** Buckets from which index jobs may read images, in addition to uploads. */
    importBuckets: importBucketsSchema,
    tags: z.record(tagKey, tagValue),
    evidence: evidenceSchema,
    /** How long enrolled faces are kept, and which laws bound the settings of all classes of data. */
    retention: retentionSchema,
    auditEntries: z.strictObject({
      /** Days until the entry of an operator's call expires. */
      retentionDays: z.int().min(1).max(3650),
    }),
    ledger: ledgerSchema,
    /** Page that explains problems: `type` of a problem is this URL, `#` and the code. */
    problemBaseUrl: problemBaseUrl.default(DEFAULT_PROBLEM_BASE_URL),
    /** How a verification goes on with another device. */
    capture: captureSchema,
    /** How events are sent to the endpoints of tenants. */
    webhooks: webhooksSchema.default({ allowedHosts: [] }),
    api: z.strictObject({
      allowedOrigins: z.array(origin).min(1, 'list at least one origin that serves the web app'),
      /** Steady requests per second over all methods; API Gateway returns 429 above it. */
      rateLimitPerSecond: z.number().positive(),
      /** Requests that may arrive at once before the rate is enforced. */
      burstLimit: z.int().positive(),
      /** Calls of each tenant and of each of its callers, so that none takes the rate of all others. */
      callLimits: callLimitsSchema,
    }),
    /** Which of both keys signs tokens; the other one is there to change to. */
    signing: z.strictObject({ current: z.enum(['a', 'b']) }),
    /** How the functions that a person waits for are kept loaded; not run on AWS yet. */
    warm: warmSchema.default({ mode: 'none' }),
    /** How long calls wait for a decision, and how many of each tenant at the same time. */
    longPoll: longPollSchema,
    /**
     * Whether backends may create test sessions, which only simulations move: they call no Rekognition and
     * touch no data of people, but a receiver of events that does not look at `livemode` could take one for a
     * person.
     */
    testMode: z.boolean().default(false),
    /** How soon, and by how many people, review cases are decided. */
    erasure: erasureSchema,
    reviewCases: reviewCaseSettings,
    logRetentionDays: z.int().refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: (issue) =>
        `CloudWatch Logs has no retention of ${String(issue.input)} days; use one of ${LOG_RETENTION_DAYS.join(', ')}`,
    }),
    /** Whether users must or may sign in with a one-time password in addition to their own. */
    multiFactor: z.enum(['required', 'optional']),
    /** Whether data must outlive the stack: termination protection, retained tables, bucket and keys. */
    protectData: z.boolean(),
    /**
     * Where alarms are sent: an email address, or the ARN of a topic that lets cloudwatch.amazonaws.com
     * publish. It comes with `-c alarm-target=` and never stands in this file. Without it alarms only show on
     * the dashboard.
     */
    alarmTarget: z
      .union([z.email(), z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/)], {
        error: (issue) =>
          `alarm target "${String(issue.input)}" is neither an email address nor the ARN of an SNS topic; write -c alarm-target=ops@example.com or -c alarm-target=arn:aws:sns:eu-west-1:123456789012:alarms`,
      })
      .optional(),
    /**
     * True for the deployment that creates the stacks: what protects them from deletion would keep a failed
     * first try from being rolled back and deleted. Deploy once more without it.
     */
    firstDeployment: z.boolean().default(false),
    /**
     * Whether the functions call AWS through FIPS 140-3 validated endpoints (whitepaper 9.1). Rekognition has
     * them in some regions only.
     */
    fips: z.boolean().default(false),
    /** Trail of what is done in the account and with its data (whitepaper 9.1). */
    audit: auditSchema.optional(),
    /** Network without a way to the internet in which functions run, and reach AWS through endpoints. */
    network: networkSchema.optional(),
    /** Traces of the calls that functions make; the services' own traces are always on. */
    tracing: tracingSchema.optional(),
    /** The pages for people, served from this account; not run on AWS yet. */
    web: webSchema.optional(),
    /** Replaces Amazon Rekognition, for emulators that lack it; not allowed where data is protected. */
    rekognitionEndpoint: z.url({ protocol: /^https?$/ }).optional(),
  })
  .superRefine((config, context) => {
    if (config.protectData && config.rekognitionEndpoint !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['rekognitionEndpoint'],
        message: `stage "${config.stage}" has protectData, so it must use Amazon Rekognition, not "${config.rekognitionEndpoint}"; remove the endpoint or use another stage`,
      });
    }
    for (const part of ['audit', 'network', 'tracing', 'web'] as const) {
      if (config.stage !== LOCAL_STAGE || config[part] === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [part],
        message: `the laptop has no CloudTrail, Macie, VPC, CloudFront or layers of others; remove ${part}, or use another stage`,
      });
    }
    if (config.stage === LOCAL_STAGE && config.warm.mode !== 'none') {
      context.addIssue({
        code: 'custom',
        path: ['warm', 'mode'],
        message: `the laptop keeps its functions loaded by itself and has no "${config.warm.mode}"; use "none", or another stage`,
      });
    }
    if (config.tracing && regionOfLayer(config.tracing.layerArn) !== config.region) {
      context.addIssue({
        code: 'custom',
        path: ['tracing', 'layerArn'],
        message: `functions in "${config.region}" cannot use layer "${config.tracing.layerArn}"; use the version of that region`,
      });
    }
    const problems = [
      ...networkProblems(config),
      ...webhookProblems(config, LOCAL_STAGE),
      ...captureProblems(config),
      ...webProblems(config),
      ...callLimitProblems(config.api),
      ...erasureProblems(config, config.stage === LOCAL_STAGE),
      ...evidenceProblems(config),
      ...retentionProblems(config),
      ...faceLoginProblems(config),
      ...fipsProblems(config),
      ...tenantProblems(config),
    ];
    for (const problem of problems) context.addIssue({ code: 'custom', ...problem });
    if (config.secondRegion?.region === config.region) {
      context.addIssue({
        code: 'custom',
        path: ['secondRegion', 'region'],
        message: `"${config.region}" is the first region; use another region with Amazon Rekognition, or remove secondRegion`,
      });
    }
    for (const [index, region] of config.statelessRegions.entries()) {
      const used = [config.region, config.secondRegion?.region, ...config.statelessRegions.slice(0, index)];
      if (used.includes(region))
        context.addIssue({
          code: 'custom',
          path: ['statelessRegions', index],
          message: `"${region}" is asked already; name regions other than region and secondRegion, each once`,
        });
    }
    if (config.protectData && config.alarmTarget === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['alarmTarget'],
        message: `stage "${config.stage}" protects real data, so somebody must hear its alarms; add -c alarm-target=ops@example.com, or the ARN of an SNS topic`,
      });
    }
    if (!config.collectionPrefix.endsWith(`-${config.stage}`)) {
      context.addIssue({
        code: 'custom',
        path: ['collectionPrefix'],
        message: `collection prefix "${config.collectionPrefix}" does not end with "-${config.stage}"; two stages in one account would share collections, and each reconciliation would delete the other's faces`,
      });
    }
  })
  .transform(({ quotas, secondRegion: second, ...config }) => ({
    ...config,
    quotas: quotasIn(config.region, quotas),
    ...(second ? { secondRegion: { ...second, quotas: quotasIn(second.region, second.quotas) } } : {}),
  }));
