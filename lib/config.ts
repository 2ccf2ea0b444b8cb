import type { z } from 'zod';
import type { ImportBuckets } from '../lambda/bulk-indexing/contract.ts';
import type { Generations } from '../lambda/collections/contract.ts';
import type { faceLoginMode } from '../lambda/face-login/contract.ts';
import { DEFAULT_POLICY } from '../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../lambda/kernel/policy.ts';
import { messagesWith } from './config-messages.ts';
import { deploymentConfigSchema, LOCAL_STAGE } from './config-schema.ts';
import { SAMPLE_CONSENT_TEXTS } from './consent-texts.ts';
import { RETENTION_RULES, type Retention } from './retention.ts';

export type DeploymentConfig = z.infer<typeof deploymentConfigSchema>;

/**
 * Set shards here before the first face is written. To change those of a generation in use, add a generation
 * and migrate to it: docs/migrations.md.
 */
const FOUR_SHARDS: Generations = {
  default: [{ generation: 'g1', shards: 4, shard_key: { kind: 'hash' }, vectors: 'face' }],
  tenants: {},
};

const base = {
  region: 'eu-west-1',
  generations: FOUR_SHARDS,
  policy: DEFAULT_POLICY,
  reconciliation: { orphan_faces: 'delete', missing_faces: 'report' },
  // 10 %: a thousand registrations with four shards cost USD 0.40 more while a migration is ready
  shadowRead: { share_percent: 10, min_comparisons: 100, min_agreement_percent: 99 },
  // until `npm run smoke -- --measure-consistency` has shown how long AWS takes (docs/deploying.md)
  consistency: { late_check: 'off' },
  collectionHeadroom: { alarmAtFillPercent: 70 },
  importBuckets: [] as ImportBuckets,
  tags: { application: 'face-idv' },
  evidence: { retentionDays: 90, noncurrentVersionDays: 30 },
  // a month below three years, in which a sweep and its repetitions end
  retention: {
    jurisdictions: ['default', 'eu_gdpr', 'us_il_bipa'],
    templateDays: 1065,
    rules: [...RETENTION_RULES],
  } as Retention,
  // PCI DSS 4.0.1 (10.5.1) asks for twelve months
  auditEntries: { retentionDays: 400 },
  // US banks keep who they identified, and how, for five years after an account was closed: 31 CFR
  // 1020.220(a)(3)
  ledger: { sealedDays: 1827, lock: 'governance' },
  // a waiting call occupies a function instance: the account has a thousand
  longPoll: { maxSeconds: 5, slots: 100 },
  // point-in-time recovery of the tables reaches back 35 days
  erasure: { longestBackupDays: 35, settleSeconds: 900 },
  reviewCases: { retentionDays: 400, labelRetentionDays: 1096, imageUrlSeconds: 60 },
  signing: { current: 'a' },
  logRetentionDays: 30,
  multiFactor: 'optional',
} as const;

/**
 * One config object per stage: every value that differs between stages is here and nowhere else. The key is
 * the stage's name, so that a copied stage cannot deploy over the one that it was copied from.
 */
const STAGES: Readonly<Record<string, Omit<z.input<typeof deploymentConfigSchema>, 'stage'>>> = {
  [LOCAL_STAGE]: {
    ...base,
    collectionPrefix: 'face-idv-local',
    consentTexts: SAMPLE_CONSENT_TEXTS,
    // so that a backend with every scope can be tried; a token may be narrowed when it is requested
    tenants: [
      {
        id: 'demo',
        watchlists: [{ id: 'fraud' }],
        backendScopes: ['reports', 'users', 'proofs', 'webhooks'],
      },
    ],
    // more generations, so that re-sharding and user vectors can be tried right away
    generations: {
      default: [
        ...FOUR_SHARDS.default,
        { generation: 'g2', shards: 8, shard_key: { kind: 'hash' }, vectors: 'face' },
        { generation: 'users1', shards: 2, shard_key: { kind: 'hash' }, vectors: 'user' },
      ],
      tenants: {},
    },
    // so that a review can be tried: inject a fault into the local Rekognition's searches, then remove it
    policy: {
      ...DEFAULT_POLICY,
      liveness: {
        ...DEFAULT_POLICY.liveness,
        // the first versions of all, so that a laptop asks for bounds as other stages may
        versions: {
          FaceMovementAndLightChallenge: { minimum: '1.0.0' },
          FaceMovementChallenge: { minimum: '1.0.0' },
        },
      },
      search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' },
      // no share of chance, so that a laptop does the same each time
      sampling: { ...DEFAULT_POLICY.sampling, share_percent: 0 },
      // below the days that the laptop keeps evidence
      review: { ...DEFAULT_POLICY.review, max_days: 4 },
      watchlist: { on_hit: 'review', at_login: 'review' },
      // a laptop without a camera shows the same few photos again and again, which look the same every time
      replay: { ...DEFAULT_POLICY.replay, near: 'off' },
    },
    // a laptop has few sessions and pays for none
    shadowRead: { share_percent: 100, min_comparisons: 3, min_agreement_percent: 99 },
    // in another region, to try an import from there; create the bucket before a job names it
    importBuckets: [{ tenant: 'demo', bucket: 'demo-archive', region: 'eu-central-1', prefix: 'people/' }],
    // the laptop runs few functions at a time
    longPoll: { maxSeconds: 5, slots: 2 },
    evidence: { retentionDays: 7, noncurrentVersionDays: 1 },
    ledger: { sealedDays: 7, lock: 'governance' },
    // the longest calls of the laptop take seconds
    erasure: { longestBackupDays: 35, settleSeconds: 5 },
    capture: { pageUrl: 'http://localhost:4580/capture' },
    // a receiver on this machine: npm run local -- webhooks
    webhooks: { allowedHosts: ['127.0.0.1'] },
    api: {
      allowedOrigins: ['http://localhost:4580'],
      rateLimitPerSecond: 200,
      burstLimit: 400,
      callLimits: {
        tenant: { perSecond: 150, burst: 300 },
        person: { perSecond: 20, burst: 40 },
        backend: { perSecond: 100, burst: 200 },
        operator: { perSecond: 100, burst: 200 },
      },
    },
    testMode: true,
    protectData: false,
  },
  dev: {
    ...base,
    collectionPrefix: 'face-idv-dev',
    consentTexts: SAMPLE_CONSENT_TEXTS,
    tenants: [{ id: 'demo' }],
    ledger: { sealedDays: 7, lock: 'governance' },
    capture: { pageUrl: 'http://localhost:5173/capture' },
    api: {
      allowedOrigins: ['http://localhost:5173'],
      rateLimitPerSecond: 20,
      burstLimit: 40,
      callLimits: {
        tenant: { perSecond: 15, burst: 30 },
        person: { perSecond: 5, burst: 15 },
        backend: { perSecond: 10, burst: 20 },
        operator: { perSecond: 10, burst: 20 },
      },
    },
    testMode: true,
    protectData: false,
  },
  prod: {
    ...base,
    collectionPrefix: 'face-idv-prod',
    tenants: [{ id: 'demo' }],
    capture: { pageUrl: 'https://app.example.com/capture' },
    api: {
      allowedOrigins: ['https://app.example.com'],
      rateLimitPerSecond: 100,
      burstLimit: 200,
      // an app that polls once a second makes some ten calls at the start and the end of a session
      callLimits: {
        tenant: { perSecond: 80, burst: 160 },
        person: { perSecond: 5, burst: 20 },
        backend: { perSecond: 50, burst: 100 },
        operator: { perSecond: 20, burst: 40 },
      },
    },
    logRetentionDays: 365,
    multiFactor: 'required',
    // an approval in production means a person: what integrates is tried on another stage
    testMode: false,
    protectData: true,
  },
};

export const STAGE_NAMES: readonly string[] = Object.keys(STAGES);

/** The config of a stage, or what the command line adds to it, cannot be deployed; the message says why. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/**
 * Validates a deployment's config.
 * @throws InvalidConfig that lists every invalid value and how to fix it; `cdk synth` prints it and stops
 */
export function parseDeploymentConfig(input: unknown): DeploymentConfig {
  const parsed = deploymentConfigSchema.safeParse(input, { error: messagesWith(STAGES[LOCAL_STAGE]) });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    // the messages of an invalid record key are one level deeper
    const messages =
      issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
    return messages.map((message) => `  ${issue.path.join('.') || '(config)'}: ${message}`);
  });
  throw new InvalidConfig(`lib/config.ts is invalid:\n${problems.join('\n')}`);
}

type FaceLoginMode = z.infer<typeof faceLoginMode>;

/** Command-line options for a stage. */
export type StageOverrides = Partial<
  Pick<
    z.input<typeof deploymentConfigSchema>,
    | 'alarmTarget'
    | 'audit'
    | 'consistency'
    | 'firstDeployment'
    | 'network'
    | 'rekognitionEndpoint'
    | 'secondRegion'
    | 'statelessRegions'
    | 'web'
  >
> & {
  /** Has DetectFaces judge selfies before anything is indexed. */
  readonly detectSelfies?: true;
  /** How the users of every tenant sign in with their face. */
  readonly faceLogin?: FaceLoginMode;
};

function inputOfStage(stage: string): z.input<typeof deploymentConfigSchema> {
  const config = Object.hasOwn(STAGES, stage) ? STAGES[stage] : undefined;
  if (!config)
    throw new InvalidConfig(`no stage "${stage}" in lib/config.ts; it has ${Object.keys(STAGES).join(', ')}`);
  return { ...config, stage };
}

/**
 * Returns the region of a stage and the names of its tenants, for a tool that only looks at a deployment.
 * @throws Error when there is no such stage
 */
export function addressOfStage(stage: string): {
  readonly region: string;
  readonly tenants: readonly string[];
} {
  const { region, tenants } = inputOfStage(stage);
  return { region, tenants: tenants.map(({ id }) => id) };
}

/**
 * Returns the policy of a stage, for a tool that only looks at a deployment.
 * @throws Error when there is no such stage, or the policy is not valid
 */
export const policyOfStage = (stage: string): VerificationPolicy =>
  verificationPolicySchema.parse(inputOfStage(stage).policy);

/**
 * The config of a stage, such as `dev`; what `-c stage=` names.
 * @param overrides what the command line says beside it
 * @throws Error that lists everything that is wrong
 */
export function configOfStage(
  stage: string,
  { detectSelfies, faceLogin, ...overrides }: StageOverrides = {},
): DeploymentConfig {
  const input = inputOfStage(stage);
  const policy = detectSelfies ? withSelfiesDetected(input.policy) : input.policy;
  const tenants = faceLogin ? input.tenants.map((tenant) => ({ ...tenant, faceLogin })) : input.tenants;
  return parseDeploymentConfig({ ...input, policy, tenants, ...overrides });
}

function withSelfiesDetected(policy: z.input<typeof deploymentConfigSchema>['policy']): typeof policy {
  const selfie = { ...policy.quality.selfie, detect_before_indexing: true };
  return { ...policy, quality: { ...policy.quality, selfie } };
}
