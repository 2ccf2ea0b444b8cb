import * as z from 'zod/mini';

/** Rekognition operations that a verification calls, by API name; the policy has their prices. */
export const billableOperation = z.enum([
  'CreateFaceLivenessSession',
  'GetFaceLivenessSessionResults',
  'DetectFaces',
  'CompareFaces',
  'SearchFacesByImage',
  'SearchUsersByImage',
  'IndexFaces',
  'DeleteFaces',
]);
export type BillableOperation = z.infer<typeof billableOperation>;

export const billableCalls = z.partialRecord(billableOperation, z.int().check(z.minimum(0)));
export type BillableCalls = z.infer<typeof billableCalls>;

/** Adds up the calls of several steps, by operation. */
export function sumCalls(steps: readonly BillableCalls[]): BillableCalls {
  const sum: BillableCalls = {};
  for (const step of steps) {
    for (const operation of billableOperation.options) {
      const calls = step[operation];
      if (calls !== undefined) sum[operation] = (sum[operation] ?? 0) + calls;
    }
  }
  return sum;
}

/** Microdollars are whole for every list price, so that sums do not drift. */
const MICRO = 1_000_000;

/** US dollars per call; operations without a price are free. */
export type Prices = Readonly<Partial<Record<BillableOperation, number | undefined>>>;

/** Price of some calls, in US dollars. */
export function costUsd(calls: BillableCalls, prices: Prices): number {
  const micros = billableOperation.options.reduce(
    (sum, operation) => sum + (calls[operation] ?? 0) * Math.round((prices[operation] ?? 0) * MICRO),
    0,
  );
  return micros / MICRO;
}
