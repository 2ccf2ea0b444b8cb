import { createHash } from 'node:crypto';

/**
 * Loops are found by the trace header, which the SDK of a function sends on with every request and SQS keeps
 * with the message: `Lineage=` counts how often each function ran in the chain of requests.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
const LINEAGE = /(?:^|;)\s*Lineage=([^;]*)/;

/** "Approximately 16 times in the same chain of requests", says Lambda; the next one is stopped. */
export const MAX_RUNS_IN_CHAIN = 16;

/** How often a function has run in the chain that a trace header belongs to. */
export const runsIn = (traceHeader: string | undefined, functionArn: string): number =>
  lineageOf(traceHeader).get(hashOf(functionArn)) ?? 0;

/** The header in which a function has run most often: what a batch of messages is counted by. */
export const longestChain = (traceHeaders: readonly string[], functionArn: string): string | undefined =>
  traceHeaders.toSorted((one, other) => runsIn(other, functionArn) - runsIn(one, functionArn))[0];

/**
 * Returns the trace header of an invocation, which counts it. Powertools reads the trace id of its log lines
 * from it.
 * @param traceHeader header of what the function is invoked for; undefined begins a chain
 */
export function tracedInvocation(
  traceHeader: string | undefined,
  functionArn: string,
  { requestId, now }: { readonly requestId: string; readonly now: number },
): string {
  const seconds = Math.floor(now / 1000).toString(16);
  const begun = `Root=1-${seconds}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
  const lineage = new Map(lineageOf(traceHeader));
  lineage.set(hashOf(functionArn), runsIn(traceHeader, functionArn) + 1);
  const counted = [...lineage].map(([hash, runs]) => `${hash}:${runs}`).join('|');
  return `${traceHeader?.replace(LINEAGE, '') || begun};Lineage=${counted}`;
}

function lineageOf(traceHeader = ''): ReadonlyMap<string, number> {
  const entries = (LINEAGE.exec(traceHeader)?.[1] ?? '').split('|').filter((entry) => entry !== '');
  return new Map(
    entries.map((entry) => {
      const [hash = '', runs] = entry.split(':');
      return [hash, Number(runs) || 0];
    }),
  );
}

const hashOf = (functionArn: string): string =>
  createHash('sha256').update(functionArn).digest('hex').slice(0, 8);
