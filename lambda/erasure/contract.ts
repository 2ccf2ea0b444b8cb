import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { dueAt, type Erasure, erasureCause, isConfirmed, unconfirmed } from './domain/erasure.ts';
import { STORE_NAMES, storeName } from './domain/stores.ts';

/** Message that asks for the next pass of an erasure. */
export const erasureMessage = z.object({
  tenant: z.string().check(z.minLength(1)),
  id: z.string().check(z.minLength(1)),
});
export type ErasureMessage = z.infer<typeof erasureMessage>;

/** The event of a withdrawn consent as the bus delivers it: its subject is the receipt. */
const withdrawnConsent = z.object({
  detail: z.object({
    type: z.literal('consent.withdrawn'),
    subject: z.string().check(z.minLength(1)),
    time: z.iso.datetime(),
    data: z.object({ tenant: z.string().check(z.minLength(1)), user_id: z.string().check(z.minLength(1)) }),
  }),
});

/** A consent that was withdrawn. */
export interface WithdrawnConsent {
  readonly tenant: string;
  readonly user_id: string;
  readonly receipt_id: string;
  readonly withdrawn_at: string;
}

/** Parses a message of the bus. @throws Error for any other message */
export function parseWithdrawnConsent(message: string): WithdrawnConsent {
  const { subject, time, data } = withdrawnConsent.parse(JSON.parse(message)).detail;
  return { ...data, receipt_id: subject, withdrawn_at: time };
}

const step = z.object({
  store: storeName.check(z.describe('What is erased; docs/erasure.md describes each store.')),
  state: z.enum(['pending', 'unconfirmed', 'confirmed']),
  removed: z.int().check(z.describe('Objects, rows or faces that were removed so far.')),
  left: z.int().check(z.describe('Those that were still there when the store was last asked.')),
  checked_at: z.nullable(z.iso.datetime()),
  problem: z.nullable(z.string()).check(z.describe('Why the store could not be asked.')),
});

export const erasureView = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'completed']),
    cause: erasureCause,
    requested_at: z.iso.datetime(),
    erased_at: z.iso
      .datetime()
      .check(z.describe('What began at this time or before is erased; a later registration stays.')),
    due_at: z.iso.datetime().check(z.describe('Time by which everything must be erased.')),
    completed_at: z.nullable(z.iso.datetime()),
    steps: z.array(step),
    unconfirmed: z
      .array(storeName)
      .check(z.describe('Stores that have not confirmed yet that nothing is left.')),
    held_entries: z
      .array(z.object({ list_id: z.string(), entry_id: z.string() }))
      .check(z.describe('Entries of watchlists that a legal hold keeps.')),
    receipt: z
      .nullable(z.string())
      .check(z.describe('Signed receipt as a JWT, once completed; GET /.well-known/jwks.json has the keys.')),
  })
  .register(z.globalRegistry, { id: 'ErasureRequest' });
export type ErasureView = z.infer<typeof erasureView>;

export const listErasuresQuery = z.strictObject(pageQuery(ID_PREFIXES.erasure));
export type ListErasuresQuery = z.infer<typeof listErasuresQuery>;

/** An erasure in a list, without what only the erasure itself has to say. */
const erasureSummary = z
  .pick(erasureView, {
    id: true,
    state: true,
    cause: true,
    requested_at: true,
    erased_at: true,
    due_at: true,
    completed_at: true,
  })
  .register(z.globalRegistry, { id: 'ErasureRequestSummary' });

export const erasurePage = z
  .object({ data: z.array(erasureSummary), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'ErasureRequestPage' });

/** Returns an erasure as lists show it. */
export function toErasureSummary(one: Erasure): z.infer<typeof erasureSummary> {
  const { id, state, cause, requested_at, erased_at, completed_at } = one;
  return {
    ...{ id, state, cause, requested_at, erased_at },
    due_at: dueAt(one),
    completed_at: completed_at ?? null,
  };
}

/** Returns an erasure as the API shows it, without an id of its user. */
export function toErasureView(one: Erasure): ErasureView {
  const { state, stores, held, receipt } = one;
  return {
    ...toErasureSummary(one),
    steps: STORE_NAMES.map((store) => {
      const progress = stores[store];
      return {
        store,
        state: progress === undefined ? 'pending' : isConfirmed(progress) ? 'confirmed' : 'unconfirmed',
        removed: progress?.removed ?? 0,
        left: progress?.left ?? 0,
        checked_at: progress?.checked_at ?? null,
        problem: progress?.problem ?? null,
      };
    }),
    unconfirmed: state === 'completed' ? [] : [...unconfirmed(one)],
    held_entries: held.map(({ list_id, entry_id }) => ({ list_id, entry_id })),
    receipt: receipt ?? null,
  };
}
