import { defineConfig } from 'vitest/config';
import { ProjectSequencer } from './test/support/project-sequencer.ts';

interface Project {
  readonly include: string[];
  readonly timeoutMs: number;
  /**
   * What every file has for itself: a process, or its own modules in a process that it shares, or nothing, where no
   * module keeps a state.
   * @default 'process'
   */
  readonly isolation?: 'process' | 'modules' | 'nothing';
  /**
   * What most of a file's time is: waiting, so that other files run meanwhile, or computing, of which the smallest
   * machine does two at a time, and where each further process would only load the same modules. `alone` is one file
   * at a time and nothing beside it: what is measured there must not wait for others.
   * @default 'computing'
   */
  readonly pace?: 'waiting' | 'computing' | 'alone';
  readonly env?: Record<string, string>;
  /** Modules that run before the project's first file and after its last. */
  readonly around?: readonly string[];
}

/** Files at a time. */
const WORKERS = { waiting: 4, computing: 2, alone: 1 } as const;

/** One project per layer, so that `vitest run --project unit` is a fast inner loop. */
const project = (
  name: string,
  { include, timeoutMs, isolation = 'process', pace = 'computing', env = {}, around = [] }: Project,
) => ({
  test: {
    name,
    include,
    env,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 120_000),
    isolate: isolation === 'process',
    ...(isolation === 'modules' ? { setupFiles: ['test/support/fresh-modules.ts'] } : {}),
    maxWorkers: WORKERS[pace],
    // one pace after the other, in this order
    sequence: { groupOrder: Object.keys(WORKERS).indexOf(pace) },
    globalSetup: [...around],
  },
});

export default defineConfig({
  test: {
    // versions are pinned, so that the SDK's releases of 2027, which need Node 22, are none of this suite's business
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    sequence: { sequencer: ProjectSequencer },
    // the longest files first, so that the last minute is not one file's
    projects: [
      project('flow', {
        include: ['test/flow/**/*.test.ts'],
        timeoutMs: 120_000,
        // files share the face engine, and most of them a stack
        isolation: 'nothing',
        pace: 'waiting',
        around: ['test/support/synthesize-first.ts'],
      }),
      project('web', {
        include: ['test/web/**/*.test.ts'],
        timeoutMs: 120_000,
        // files share a stack with its pages
        isolation: 'nothing',
        pace: 'waiting',
        around: [
          'test/support/synthesize-first.ts',
          'test/support/web/build-first.ts',
          'packages/local-rekognition/src/testing/chromium.ts',
        ],
      }),
      project('local', {
        include: [
          'test/local/**/*.test.ts',
          'packages/*/test/!(contract|web)/**/*.test.ts',
          'packages/*/test/*.test.ts',
        ],
        timeoutMs: 60_000,
        isolation: 'modules',
        pace: 'waiting',
      }),
      project('infra', {
        include: ['test/infra/**/*.test.ts'],
        timeoutMs: 120_000,
        isolation: 'nothing',
        // `npm run synth` validates the templates; here it would take 8 s of each process
        env: { CDK_VALIDATION: 'false', CDK_DISABLE_STACK_TRACE: '1' },
      }),
      project('contract', {
        include: ['packages/*/test/contract/**/*.test.ts'],
        timeoutMs: 30_000,
        isolation: 'modules',
      }),
      project('unit', {
        include: [
          'test/unit/**/*.test.ts',
          'web/test/**/*.test.ts',
          'test/architecture.test.ts',
          'test/laws/*.test.ts',
        ],
        timeoutMs: 30_000,
        isolation: 'modules',
      }),
      project('camera', {
        include: ['packages/*/test/web/**/*.test.ts'],
        timeoutMs: 120_000,
        pace: 'alone',
      }),
    ],
  },
});
