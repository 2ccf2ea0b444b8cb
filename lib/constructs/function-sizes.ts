import type { FunctionName } from '../../lambda/api/functions.ts';

/** Memory and largest bundle of a function, with the reason for them. */
export interface FunctionSize {
  /** Memory, by which Lambda also assigns a share of a CPU and the price per second. */
  readonly memoryMb: number;
  /**
   * KB that its bundle may be larger than the SDK's clients it uses:
   * schemas, logger, router and its own code. `npm run bench -- lambda` prints every function's.
   */
  readonly maxKbOverSdk: number;
  readonly reason: string;
}

const DEFAULT: FunctionSize = {
  memoryMb: 512,
  maxKbOverSdk: 145,
  reason:
    'Below 512 MB, a cold start of the SDK takes over a second. Its own code, schemas, logger and router fit into 145 KB.',
};

/** Lambda assigns a full vCPU at 1769 MB. */
const FULL_CPU_MB = 1769;

/** Functions that differ from the {@link DEFAULT}. */
const SIZES: Readonly<Partial<Record<FunctionName, FunctionSize>>> = {
  'check-image-quality': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    reason: 'Decoding an image of 25 megapixels takes about 400 MB, and a person waits for it.',
  },
  'compare-faces': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    reason: 'It decodes the same images as the quality gate beside it.',
  },
  'recognize-user': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    reason: 'It decodes a selfie, which a person waits for, as the comparison of a registration does.',
  },
  'index-batch': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    reason: 'It decodes images of any size, several at a time.',
  },
  'sessions-api': {
    ...DEFAULT,
    maxKbOverSdk: 175,
    reason:
      'It has every route of a session but the checks, with the policies, consent, proofs, client tokens and capture links that go with them, for live and test sessions.',
  },
  'registrations-api': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    maxKbOverSdk: 185,
    reason:
      'It decides logins within the request, by quality, the own faces, captures, watchlists, lockouts and consent, as the policy of each says and others hear; their pictures are scaled down and cropped. It takes client tokens too.',
  },
  'watchlists-api': {
    ...DEFAULT,
    memoryMb: FULL_CPU_MB,
    reason: 'It decodes the images that operators upload, of any size.',
  },
  'create-auth-challenge': {
    ...DEFAULT,
    memoryMb: 1024,
    reason: 'Cognito waits five seconds, in which a cold start must also create a session and sign a token.',
  },
  'merge-outcomes': {
    ...DEFAULT,
    memoryMb: 1024,
    reason: 'CPU comes with memory: merging ten million rows is some 250,000 small reads.',
  },
  'decision-api': {
    ...DEFAULT,
    memoryMb: 256,
    reason: 'A call that waits needs hardly any CPU, and is paid for by its memory.',
  },
};

/** Size of a function. */
export const sizeOf = (name: FunctionName): FunctionSize => SIZES[name] ?? DEFAULT;
